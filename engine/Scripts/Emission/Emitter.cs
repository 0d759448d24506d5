using Acornima.Ast;
using Policy.Engine.Scripts.Running;
using Tree = System.Linq.Expressions.Expression;

namespace Policy.Engine.Scripts.Emission;

/// <summary>Emits the functions of a script as expression trees, in one pass over the syntax tree that types and emits at
/// once. What has no exact meaning here ends it with <see cref="OutsideSubsetException"/>.</summary>
internal sealed partial class Emitter(TopLevel top, Inferred inferred)
{
    private System.Linq.Expressions.ParameterExpression _run = Tree.Parameter(typeof(ScriptRun), "run");
    private Scope _scope = new(null);
    private Frame _frame = new(null!, Tree.Label(), ScriptType.None, null);
    private Jumps? _jumps;

    /// <summary>A function of the top level, as a lambda of its delegate's type.</summary>
    public System.Linq.Expressions.LambdaExpression Function(TopFunction function)
    {
        var decides = function.Name == "decide";
        var result = decides ? typeof(Value) : function.Result.Clr;
        var parameters = function.Parameters.Select((type, i) => Tree.Parameter(type.Clr, $"p{i}")).ToArray();
        var node = (Node)function.Function;
        var arguments = parameters.Select((p, i) => new Operand(p, function.Parameters[i])).ToArray();
        var body = Body(function.Function, arguments, new Frame(node, Tree.Label(result), function.Result, null) { Decides = decides });
        var value = Tree.Variable(result);
        var counted = Tree.Block(
            [value],
            Tree.Call(_run, nameof(ScriptRun.Enter), null, Tree.Constant(Cost(node))),
            Tree.Assign(value, body),
            Tree.Call(_run, nameof(ScriptRun.Leave), null),
            value);
        return Tree.Lambda(counted, function.Name, [_run, .. parameters]);
    }

    /// <summary>A constant of the top level; what it is evaluated by.</summary>
    public System.Linq.Expressions.Expression<Func<ScriptRun, ScriptValue>> Constant(Expression value, out Operand operand)
    {
        operand = Expression(value);
        return Tree.Lambda<Func<ScriptRun, ScriptValue>>(Tree.Block(_scope.Variables, operand.Value()), _run);
    }

    /// <summary>A function as a value: parameters of any kind.</summary>
    private Operand Closure(IFunction function)
    {
        if (function.Params.Count > ScriptFunction.Parameters) throw new OutsideSubsetException((Node)function);
        var parameters = Enumerable.Range(0, ScriptFunction.Parameters).Select(_ => Tree.Parameter(typeof(ScriptValue))).ToArray();
        var arguments = parameters.Select(p => new Operand(p, ScriptType.Any)).ToArray();
        var outer = (_jumps, _run);
        (_jumps, _run) = (null, Tree.Parameter(typeof(ScriptRun)));
        var run = _run;
        var body = Body(function, arguments, new Frame((Node)function, Tree.Label(typeof(ScriptValue)), ScriptType.Any, null));
        (_jumps, _run) = outer;
        var value = Tree.Variable(typeof(ScriptValue));
        var counted = Tree.Block(
            [value],
            Tree.Call(run, nameof(ScriptRun.Enter), null, Tree.Constant(Cost((Node)function))),
            Tree.Assign(value, body),
            Tree.Call(run, nameof(ScriptRun.Leave), null),
            value);
        var lambda = Tree.Lambda<Func<ScriptRun, ScriptValue, ScriptValue, ScriptValue, ScriptValue, ScriptValue>>(
            counted, [run, .. parameters]);
        var made = Tree.New(typeof(ScriptFunction).GetConstructors()[0], lambda);
        return Operand.Of(Tree.Block(Tree.Call(_run, nameof(ScriptRun.Charge), null, Tree.Constant(256L)), made));
    }

    /// <summary>Binds the parameters to arguments and emits the body; the code gives the function's result.</summary>
    private Tree Body(IFunction function, Operand[] arguments, Frame frame)
    {
        var outer = (_scope, _frame);
        (_scope, _frame) = (new Scope(_scope), frame);
        var code = new List<Tree>();
        for (var i = 0; i < function.Params.Count; i++)
        {
            if (function.Params[i] is RestElement) throw new OutsideSubsetException(function.Params[i]);
            Bind(function.Params[i], i < arguments.Length ? arguments[i] : Operand.Undefined, function.Params[i].End, code);
        }

        if (function.Body is BlockStatement block)
        {
            var locals = new Scope(_scope);
            _scope = locals;
            foreach (var name in Hoisted(block))
            {
                if (_scope.Outer!.Has(name.Name)) throw new OutsideSubsetException(name);
                if (!_scope.Has(name.Name)) code.Add(Declare(name, Operand.Undefined, block.Start));
            }

            foreach (var statement in block.Body) code.Add(Statement(statement));
            if (Completes(block)) code.Add(Return(null));
            _scope = locals.Outer!;
            code = [Tree.Block(typeof(void), locals.Variables, code)];
        }
        else
        {
            code.Add(Return((Expression)function.Body));
        }

        code.Add(Tree.Label(frame.Return, Tree.Default(frame.Return.Type)));
        var body = Tree.Block(frame.Return.Type, _scope.Variables, code);
        (_scope, _frame) = outer;
        return body;
    }

    private Tree Return(Expression? value)
    {
        if (_frame.Decides) return Tree.Return(_frame.Return, Outputs(value));
        var result = value is null ? Operand.Undefined : Expression(value);
        inferred.Join(_frame.Function, result.Type);
        return Tree.Return(_frame.Return, result.As(_frame.Type));
    }

    /// <summary>Names that <c>var</c> declares in a function.</summary>
    private static IEnumerable<Identifier> Hoisted(Node node)
    {
        foreach (var child in node.ChildNodes)
        {
            if (child is IFunction) continue;
            if (child is VariableDeclaration { Kind: VariableDeclarationKind.Var } variables)
                foreach (var declarator in variables.Declarations)
                    yield return declarator.Id as Identifier ?? throw new OutsideSubsetException(declarator.Id);
            foreach (var name in Hoisted(child)) yield return name;
        }
    }

    /// <summary>How many statements and calls a piece of syntax could run at most, loops and callbacks once.</summary>
    private static int Cost(Node node) =>
        (node is Acornima.Ast.Statement or CallExpression or ArrowFunctionExpression ? 2 : 0) + node.ChildNodes.Sum(Cost);
}
