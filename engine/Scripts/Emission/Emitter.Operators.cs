using Acornima;
using Acornima.Ast;
using Policy.Engine.Scripts.Running;
using Tree = System.Linq.Expressions.Expression;

namespace Policy.Engine.Scripts.Emission;

/// <content>Operators: on raw numbers and texts where the kinds are known.</content>
internal sealed partial class Emitter
{
    private Operand Binary(Node node, Operand left, Operand right) => node switch
    {
        BinaryExpression binary => Binary(node, binary.Operator, left, right),
        _ => throw new OutsideSubsetException(node),
    };

    private Operand Binary(Node node, Operator op, Operand left, Operand right) => op switch
    {
        Operator.Addition => Add(left, right),
        Operator.Subtraction => Operand.Number(Tree.Subtract(left.Number(), right.Number())),
        Operator.Multiplication => Operand.Number(Tree.Multiply(left.Number(), right.Number())),
        Operator.Division => Operand.Number(Tree.Divide(left.Number(), right.Number())),
        Operator.Remainder => Arithmetic(nameof(Operations.Remainder), left, right),
        Operator.Exponentiation => Arithmetic(nameof(Operations.Power), left, right),
        Operator.BitwiseAnd => Arithmetic(nameof(Operations.And), left, right),
        Operator.BitwiseOr => Arithmetic(nameof(Operations.Or), left, right),
        Operator.BitwiseXor => Arithmetic(nameof(Operations.ExclusiveOr), left, right),
        Operator.LeftShift => Arithmetic(nameof(Operations.ShiftLeft), left, right),
        Operator.RightShift => Arithmetic(nameof(Operations.ShiftRight), left, right),
        Operator.UnsignedRightShift => Arithmetic(nameof(Operations.ShiftRightUnsigned), left, right),
        Operator.StrictEquality => Operand.Boolean(Same(left, right)),
        Operator.StrictInequality => Operand.Boolean(Tree.Not(Same(left, right))),
        Operator.Equality => Operand.Boolean(Equal(left, right)),
        Operator.Inequality => Operand.Boolean(Tree.Not(Equal(left, right))),
        Operator.LessThan => Compare(left, right, Tree.LessThan, nameof(Operations.Less), false),
        Operator.LessThanOrEqual => Compare(left, right, Tree.LessThanOrEqual, nameof(Operations.LessOrEqual), false),
        Operator.GreaterThan => Compare(left, right, Tree.GreaterThan, nameof(Operations.Less), true),
        Operator.GreaterThanOrEqual => Compare(left, right, Tree.GreaterThanOrEqual, nameof(Operations.LessOrEqual), true),
        _ => throw new OutsideSubsetException(node),
    };

    private static Operand Arithmetic(string operation, Operand left, Operand right) =>
        Operand.Number(Tree.Call(typeof(Operations), operation, null, left.Number(), right.Number()));

    private Operand Add(Operand left, Operand right)
    {
        const Kinds Joining = Kinds.Text | Kinds.Object;
        if (!left.Type.May(Joining) && !right.Type.May(Joining))
            return Operand.Number(Tree.Add(left.Number(), right.Number()));
        if (left.Type == ScriptType.Text || right.Type == ScriptType.Text) return Concat(left, right);
        return new Operand(
            Tree.Call(typeof(Operations), nameof(Operations.Add), null, _run, left.Value(), right.Value()),
            new ScriptType(Kinds.Number | Kinds.Text));
    }

    private Operand Concat(Operand left, Operand right) =>
        Operand.Text(Tree.Call(typeof(Operations), nameof(Operations.Concat), null, _run, left.Text(), right.Text()));

    private static Tree Same(Operand left, Operand right)
    {
        if (left.Code.Type == right.Code.Type && left.Type.Kinds is Kinds.Number or Kinds.Boolean)
            return Tree.Equal(left.Code, right.Code);
        if (left.Code.Type == right.Code.Type && left.Type.Kinds == Kinds.Text)
            return Tree.Call(typeof(Operations), nameof(Operations.Same), null, left.Code, right.Code);
        if (left.Code.Type == typeof(ScriptValue) && right.Type.Kinds is Kinds.Number or Kinds.Text)
            return Tree.Call(typeof(Operations), nameof(Operations.Same), null, left.Code, right.Code);
        if (IsConstant(right, Kinds.Null)) return Tree.Property(left.Value(), nameof(ScriptValue.IsNull));
        if (IsConstant(right, Kinds.Undefined)) return Tree.Property(left.Value(), nameof(ScriptValue.IsUndefined));
        return Tree.Call(typeof(Operations), nameof(Operations.Same), null, left.Value(), right.Value());
    }

    private static Tree Equal(Operand left, Operand right) =>
        left.Type.Kinds == right.Type.Kinds && left.Type.Kinds is Kinds.Number or Kinds.Boolean or Kinds.Text
            ? Same(left, right)
        : IsConstant(right, Kinds.Nullish) && left.Code.Type == typeof(ScriptValue) ? left.Nullish()
        : Tree.Call(typeof(Operations), nameof(Operations.Equal), null, left.Value(), right.Value());

    private static bool IsConstant(Operand operand, Kinds kinds) => operand.Type.Kinds != Kinds.None
        && operand.Type.Is(kinds) && operand.Code is System.Linq.Expressions.DefaultExpression or System.Linq.Expressions.MemberExpression;

    // Numbers compare by the operator itself; `a > b` of other kinds is `b < a`, both evaluated from the left.
    private static Operand Compare(
        Operand left, Operand right, Func<Tree, Tree, Tree> numbers, string values, bool swapped)
    {
        const Kinds Joining = Kinds.Text | Kinds.Object;
        if (!left.Type.May(Joining) || !right.Type.May(Joining)) return Operand.Boolean(numbers(left.Number(), right.Number()));
        if (!swapped)
            return Operand.Boolean(Tree.Call(typeof(Operations), values, null, left.Value(), right.Value()));
        var first = Tree.Variable(typeof(ScriptValue));
        return Operand.Boolean(Tree.Block(
            [first],
            Tree.Assign(first, left.Value()),
            Tree.Call(typeof(Operations), values, null, right.Value(), first)));
    }

    private Operand Unary(UnaryExpression unary) => unary.Operator switch
    {
        Operator.LogicalNot => Operand.Boolean(Tree.Not(Condition(unary.Argument))),
        Operator.UnaryPlus => Operand.Number(Expression(unary.Argument).Number()),
        Operator.UnaryNegation when unary.Argument is NumericLiteral number => Operand.Constant(-number.Value),
        Operator.UnaryNegation => Operand.Number(Tree.Negate(Expression(unary.Argument).Number())),
        Operator.BitwiseNot =>
            Operand.Number(Tree.Call(typeof(Operations), nameof(Operations.Not), null, Expression(unary.Argument).Number())),
        Operator.TypeOf =>
            Operand.Text(Tree.Call(typeof(Operations), nameof(Operations.TypeOf), null, Expression(unary.Argument).Value())),
        Operator.Void => Operand.Undefined with { Code = Tree.Block(Expression(unary.Argument).Code, Operand.Undefined.Code) },
        _ => throw new OutsideSubsetException(unary),
    };
}
