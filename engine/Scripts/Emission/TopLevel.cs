using System.Runtime.CompilerServices;
using Acornima.Ast;
using Policy.Engine.Scripts.Running;
using Tree = System.Linq.Expressions.Expression;

namespace Policy.Engine.Scripts.Emission;

/// <summary>A constant of the top level, evaluated and frozen.</summary>
internal sealed record TopConstant(Operand Operand);

/// <summary>The top level of a script: its constants and functions, and the outputs that <c>decide</c> gives.</summary>
internal sealed class TopLevel(ScriptOutputs outputs)
{
    public ScriptOutputs Outputs { get; } = outputs;

    public Dictionary<string, TopConstant> Constants { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, TopFunction> Functions { get; } = new(StringComparer.Ordinal);
}

/// <summary>Emits a script and compiles it.</summary>
internal static class ScriptEmission
{
    // Every round types at least one variable more widely; scripts are typed in two or three.
    private const int Rounds = 50;

    /// <summary>The compiled <c>decide</c>. Throws <see cref="OutsideSubsetException"/> with the first construct that only
    /// Jint runs.</summary>
    public static Func<ScriptRun, Context, Value> Compile(Script script, FactType facts, ScriptOutputs outputs)
    {
        var top = new TopLevel(outputs);
        var functions = new List<(string Name, IFunction Function)>();
        foreach (var statement in script.Body)
        {
            if (statement is FunctionDeclaration { Id: { } id } function) functions.Add((id.Name, function));
            if (statement is not VariableDeclaration constants) continue;
            foreach (var constant in constants.Declarations)
            {
                var name = ((Identifier)constant.Id).Name;
                if (constant.Init is IFunction value) functions.Add((name, value));
                else top.Constants.Add(name, Evaluated(constant.Init!, top));
            }
        }

        return Compiled(Emitted(functions, facts, top));
    }

    private static TopConstant Evaluated(Expression value, TopLevel top)
    {
        var lambda = new Emitter(top, new Inferred()).Constant(value, out var operand);
        if (operand.Code is System.Linq.Expressions.ConstantExpression) return new TopConstant(operand);
        try
        {
            var evaluated = lambda.Compile(preferInterpretation: true)(ScriptRun.Start());
            return new TopConstant(Held(evaluated));
        }
        catch (HandOverException)
        {
            throw new OutsideSubsetException(value);
        }
    }

    private static Operand Held(ScriptValue value)
    {
        Freeze(value);
        return value switch
        {
            { IsNumber: true } => Operand.Constant(value.Number),
            { IsBoolean: true } => Operand.Constant(value.IsTrue),
            { IsNull: true } => Operand.Null,
            { Reference: string text } => Operand.Constant(text),
            { Reference: { } reference } => Operand.Of(Tree.Constant(reference)),
            _ => Operand.Undefined,
        };
    }

    private static void Freeze(ScriptValue value)
    {
        if (value.Reference is ScriptList list)
        {
            list.Frozen = true;
            foreach (var item in list.Items) Freeze(item);
        }
        else if (value.Reference is ScriptObject instance)
        {
            instance.Frozen = true;
            for (var i = 0; i < instance.Count; i++) Freeze(instance.Value(i));
        }
    }

    /// <summary>Emits all functions until the types of variables, parameters and results no longer grow.</summary>
    private static List<(TopFunction Function, System.Linq.Expressions.LambdaExpression Code)> Emitted(
        List<(string Name, IFunction Function)> functions, FactType facts, TopLevel top)
    {
        var inferred = new Inferred();
        var decide = functions.First(f => f.Name == "decide").Function;
        inferred.Join(decide.Params[0], new ScriptType(Kinds.Object, facts));
        for (var round = 0; round < Rounds; round++)
        {
            inferred.Grown = false;
            foreach (var (name, function) in functions) top.Functions[name] = Typed(name, function, inferred);
            var code = top.Functions.Values.Select(f => (f, new Emitter(top, inferred).Function(f))).ToList();
            if (!inferred.Grown) return code;
        }

        throw new OutsideSubsetException((Node)decide);
    }

    private static TopFunction Typed(string name, IFunction function, Inferred inferred)
    {
        var parameters = function.Params.Select(p => inferred.Of(p)).ToList();
        var result = inferred.Of((Node)function);
        var type = Tree.GetDelegateType(
            [typeof(ScriptRun), .. parameters.Select(p => p.Clr), name == "decide" ? typeof(Value) : result.Clr]);
        return new TopFunction(name, function, [.. parameters], result)
        {
            Target = Tree.Constant(Activator.CreateInstance(typeof(StrongBox<>).MakeGenericType(type))),
        };
    }

    private static Func<ScriptRun, Context, Value> Compiled(
        List<(TopFunction Function, System.Linq.Expressions.LambdaExpression Code)> emitted)
    {
        Func<ScriptRun, Context, Value>? decide = null;
        foreach (var (function, code) in emitted)
        {
            var compiled = ((System.Linq.Expressions.LambdaExpression)new Flattening().Visit(code)!).Compile();
            ((System.Linq.Expressions.ConstantExpression)function.Target).Value!.GetType().GetField("Value")!
                .SetValue(((System.Linq.Expressions.ConstantExpression)function.Target).Value, compiled);
            if (function.Name == "decide") decide = (Func<ScriptRun, Context, Value>)compiled;
        }

        return decide!;
    }
}
