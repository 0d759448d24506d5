using System.Linq.Expressions;
using Tree = System.Linq.Expressions.Expression;

namespace Policy.Engine.Scripts.Emission;

/// <summary>Keeps the operands of an operation in variables where one of them contains a loop or a label: a loop may not begin
/// while operands wait on the stack, and what .NET does about that itself mixes the operands of nested loops up.</summary>
internal sealed class Flattening : ExpressionVisitor
{
    private bool _jumps;

    public override Tree? Visit(Tree? node)
    {
        if (node is null or ParameterExpression or ConstantExpression or DefaultExpression) return node;
        var outer = _jumps;
        _jumps = node is LoopExpression or LabelExpression or GotoExpression;
        var visited = base.Visit(node)!;
        if (node is LambdaExpression) _jumps = false;
        if (_jumps) visited = Flat(visited);
        _jumps |= outer;
        return visited;
    }

    private static Tree Flat(Tree node) => node switch
    {
        MethodCallExpression call => Held([call.Object, .. call.Arguments], held => call.Update(held[0], held.Skip(1)!)),
        InvocationExpression call => Held([call.Expression, .. call.Arguments], held => call.Update(held[0]!, held.Skip(1)!)),
        NewExpression made => Held([.. made.Arguments], held => made.Update(held!)),
        NewArrayExpression made => Held([.. made.Expressions], held => made.Update(held!)),
        MemberExpression member => Held([member.Expression], held => member.Update(held[0])),
        TypeBinaryExpression test => Held([test.Expression], held => test.Update(held[0]!)),
        UnaryExpression unary => Held([unary.Operand], held => unary.Update(held[0]!)),
        BinaryExpression { NodeType: not (ExpressionType.Assign or ExpressionType.AndAlso or ExpressionType.OrElse) } binary =>
            Held([binary.Left, binary.Right], held => binary.Update(held[0]!, binary.Conversion, held[1]!)),
        _ => node,
    };

    private static BlockExpression Held(Tree?[] operands, Func<Tree?[], Tree> operation)
    {
        var variables = new List<ParameterExpression>();
        var code = new List<Tree>();
        var held = operands.Select(operand =>
        {
            if (operand is null or ConstantExpression) return operand;
            var variable = Tree.Variable(operand.Type);
            variables.Add(variable);
            code.Add(Tree.Assign(variable, operand));
            return variable;
        }).ToArray();
        return Tree.Block(variables, [.. code, operation(held)]);
    }
}
