using System.Linq.Expressions;
using Policy.Engine.FactTypes;

namespace Policy.Engine.Workflows;

/// <content>Comparisons: like with like, absence, ordered values, and texts that mean a date.</content>
internal sealed partial class RuleEmitter
{
    private RuleCode? Comparison(BinarySyntax comparison) =>
        Comparison(comparison.Operator, comparison.Left, comparison.Right, comparison);

    private RuleCode? Comparison(string op, RuleSyntax leftTree, RuleSyntax rightTree, RuleSyntax at)
    {
        if (Any(leftTree) is not { } left || Any(rightTree) is not { } right) return null;
        if (left.Type.Kind == ValueKind.Null || right.Type.Kind == ValueKind.Null)
            return Presence(op, left.Type.Kind == ValueKind.Null ? (rightTree, right) : (leftTree, left), at);
        if (!Allowed(left.Type, rightTree) || !Allowed(right.Type, leftTree)) return null;
        if (!AsTime(leftTree, ref left, right.Type) || !AsTime(rightTree, ref right, left.Type)) return null;
        var ordering = op is "<" or "<=" or ">" or ">=";
        if (left.Type.Kind != right.Type.Kind || left.Type.Kind is ValueKind.List or ValueKind.Object
            || (ordering && left.Type.Kind == ValueKind.Boolean))
            return Fail(at, DiagnosticCode.RuleType, RuleMessages.Operands(op, left.Type, right.Type));
        if (ordering && (left.Type.Ranked || right.Type.Ranked)) (left, right) = Ranks(left, right);
        if (right.Code is MethodCallExpression && left.Code is ConstantExpression) (left, right, op) = (right, left, Turned(op));
        if (left.Code is MethodCallExpression { Method.Name: nameof(RuleFunctions.Number), Arguments: [var of, ConstantExpression slot] }
            && right.Code is ConstantExpression { Value: decimal number })
            return Logical(AgainstConstant(op, of, slot, Expression.Constant(number)));
        var (x, y) = (left.As(left.Type), right.As(right.Type));
        if (x is MethodCallExpression { Method.Name: nameof(RuleFunctions.Upper), Arguments: [var text] } && op is "==" or "!=")
            return Logical(Negated(op == "!=", Call("UpperEqual", text, y)));
        return Logical(op switch
        {
            "==" => Call("Equal", x, y),
            "!=" => Expression.Not(Call("Equal", x, y)),
            "<" => Call("Less", x, y),
            "<=" => Call("AtMost", x, y),
            ">" => Call("Less", y, x),
            _ => Call("AtMost", y, x),
        });
    }

    private static Expression AgainstConstant(string op, params Expression[] operands) => op switch
    {
        "==" => Call("Equal", operands),
        "!=" => Expression.Not(Call("Equal", operands)),
        "<" => Call("Less", operands),
        "<=" => Call("AtMost", operands),
        ">" => Call("More", operands),
        _ => Call("AtLeast", operands),
    };

    private static string Turned(string op) => op switch { "<" => ">", "<=" => ">=", ">" => "<", ">=" => "<=", _ => op };

    private RuleCode? Presence(string op, (RuleSyntax Tree, RuleCode Value) tested, RuleSyntax at)
    {
        if (op is not "==" and not "!=")
            return Fail(at, DiagnosticCode.RuleType, RuleMessages.Operands(op, tested.Value.Type, RuleType.Null));
        var code = tested.Value.Code;
        Expression absent = code.Type == typeof(bool) ? Expression.Constant(false)
            : Expression.Equal(code, Expression.Constant(null, code.Type));
        return Logical(Negated(op == "!=", absent));
    }

    private bool Allowed(RuleType field, RuleSyntax literal)
    {
        if (field.Field is not { Values.IsEmpty: false } definition
            || literal is not LiteralSyntax { Value.Kind: ValueKind.Text } text
            || definition.Values.Contains(text.Value.AsText())) return true;
        Fail(literal, DiagnosticCode.RuleValue,
            RuleMessages.NotAValue(text.Value.AsText(), definition.Name, definition.Values));
        return false;
    }

    /// <summary>A literal text compared with a date, instant or duration means one; false when it is none.</summary>
    private bool AsTime(RuleSyntax tree, ref RuleCode value, RuleType other)
    {
        if (tree is not LiteralSyntax { Value.Kind: ValueKind.Text } literal) return true;
        if (other.Kind is not ValueKind.Date and not ValueKind.Instant and not ValueKind.Duration) return true;
        var text = literal.Value.AsText();
        if (Time(text, other.Kind) is not { } time)
        {
            Fail(tree, DiagnosticCode.RuleType, RuleMessages.NotA(text, other));
            return false;
        }

        value = new RuleCode(new RuleType(other.Kind), Constant(time));
        return true;
    }

    private static Value? Time(string text, ValueKind kind) => kind switch
    {
        ValueKind.Date => Scalars.TryDate(text, out var date) ? Value.Date(date) : null,
        ValueKind.Instant => Scalars.TryInstant(text, out var instant) ? Value.Instant(instant) : null,
        _ => Scalars.TryDuration(text, out var duration) ? Value.Duration(duration) : null,
    };

    private (RuleCode Left, RuleCode Right) Ranks(RuleCode left, RuleCode right)
    {
        var values = Expression.Constant((left.Type.Ranked ? left : right).Type.Field!.Values);
        return (Numeric(Call("Rank", values, left.Code)), Numeric(Call("Rank", values, right.Code)));
    }
}
