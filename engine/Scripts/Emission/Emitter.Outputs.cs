using Acornima.Ast;
using Policy.Engine.Scripts.Running;
using Tree = System.Linq.Expressions.Expression;

namespace Policy.Engine.Scripts.Emission;

/// <content>What <c>decide</c> returns: an object literal becomes the outputs without being an object first.</content>
internal sealed partial class Emitter
{
    private Tree Outputs(Expression? result)
    {
        switch (result)
        {
            case ParenthesizedExpression inner: return Outputs(inner.Expression);
            case ConditionalExpression choice:
                return Tree.Condition(Condition(choice.Test), Outputs(choice.Consequent), Outputs(choice.Alternate));
            case ObjectExpression literal when Places(literal) is { } places: return Literal(literal, places);
            case null: return Tree.Call(typeof(ScriptRun), nameof(ScriptRun.HandOver), [typeof(Value)]);
            default:
                return Tree.Call(
                    Tree.Constant(top.Outputs), nameof(ScriptOutputs.Read), null, Expression(result).Value());
        }
    }

    /// <summary>The output of each member, when the literal has all of them and nothing else.</summary>
    private int[]? Places(ObjectExpression literal)
    {
        var places = literal.Properties.Select(p => p is Property { Computed: false, Key: Identifier { Name: var name } }
            ? top.Outputs.Shape.Slot(name)
            : -1).ToArray();
        return places.Length == top.Outputs.Shape.Names.Length && !places.Contains(-1) && places.Distinct().Count() == places.Length
            ? places
            : null;
    }

    private Tree Literal(ObjectExpression literal, int[] places)
    {
        var members = literal.Properties.Select(p => Expression((Expression)((Property)p).Value)).ToArray();
        var values = members.Select((m, i) => Output(places[i], m)).ToArray();
        if (members.All(m => m.Code is System.Linq.Expressions.ConstantExpression)) return Constant(members, places);
        var variables = values.Select(_ => Tree.Variable(typeof(Value))).ToArray();
        var assigned = values.Select((v, i) => Tree.Assign(variables[i], v));
        var inOrder = Enumerable.Range(0, places.Length).Select(slot => variables[System.Array.IndexOf(places, slot)]);
        var made = Tree.Call(
            Tree.Constant(top.Outputs), nameof(ScriptOutputs.Object), null, Tree.NewArrayInit(typeof(Value), inOrder));
        return Tree.Block(variables, [.. assigned, made]);
    }

    /// <summary>A result that is always the same is made once.</summary>
    private Tree Constant(Operand[] members, int[] places)
    {
        var instance = new ScriptObject(members.Length);
        var run = ScriptRun.Start();
        for (var i = 0; i < members.Length; i++)
        {
            var value = ((System.Linq.Expressions.ConstantExpression)members[i].Code).Value switch
            {
                double number => new ScriptValue(number),
                string text => new ScriptValue(text),
                bool truth => new ScriptValue(truth),
                _ => ScriptValue.Null,
            };
            instance.Set(run, top.Outputs.Shape.Names[places[i]], value);
        }

        try
        {
            return Tree.Field(Tree.Constant(new System.Runtime.CompilerServices.StrongBox<Value>(
                top.Outputs.Read(ScriptValue.Of(instance)))), "Value");
        }
        catch (HandOverException)
        {
            return Tree.Call(typeof(ScriptRun), nameof(ScriptRun.HandOver), [typeof(Value)]);
        }
    }

    private Tree Output(int slot, Operand value)
    {
        var code = value.Code.Type == typeof(double) || value.Code.Type == typeof(string) || value.Code.Type == typeof(bool)
            ? value.Code
            : value.Value();
        return (top.Outputs.Unchecked(slot), code) switch
        {
            (FieldType.Number, { Type: var type }) when type == typeof(double) =>
                Tree.Call(typeof(ScriptOutputs), nameof(ScriptOutputs.Number), null, code),
            (FieldType.Boolean, { Type: var type }) when type == typeof(bool) =>
                Tree.Call(typeof(Engine.Value), nameof(Engine.Value.Boolean), null, code),
            _ => Tree.Call(Tree.Constant(top.Outputs), nameof(ScriptOutputs.Output), null, Tree.Constant(slot), code),
        };
    }
}
