using Policy.Engine.FactTypes;

namespace Policy.Engine.Workflows;

/// <content>Comparisons: like with like, absence, ordered values, and texts that mean a date.</content>
internal sealed partial class RuleEmitter
{
    private EmittedRule? Comparison(BinarySyntax comparison) =>
        Comparison(comparison.Operator, comparison.Left, comparison.Right, comparison);

    private EmittedRule? Comparison(string op, RuleSyntax leftTree, RuleSyntax rightTree, RuleSyntax at)
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
        return Logical(op switch
        {
            "==" => $"k.Equal({left.Code}, {right.Code})",
            "!=" => $"k.Differ({left.Code}, {right.Code})",
            "<" => $"k.Less({left.Code}, {right.Code})",
            "<=" => $"k.AtMost({left.Code}, {right.Code})",
            ">" => $"k.Less({right.Code}, {left.Code})",
            _ => $"k.AtMost({right.Code}, {left.Code})",
        });
    }

    private EmittedRule? Presence(string op, (RuleSyntax Tree, EmittedRule Value) tested, RuleSyntax at)
    {
        if (op is not "==" and not "!=")
            return Fail(at, DiagnosticCode.RuleType, RuleMessages.Operands(op, tested.Value.Type, RuleType.Null));
        var absent = tested.Value.Type.Kind switch
        {
            ValueKind.Null => "true",
            ValueKind.Object or ValueKind.List => Presence(tested.Value.Code),
            _ => $"k.Absent({tested.Value.Code})",
        };
        return Logical(op == "==" ? absent : $"(!{absent})");
    }

    // An object or list field is read as `owner.Object(slot)`; whether it is there is asked as `owner.Has(slot)`.
    private static string Presence(string code)
    {
        var call = code.LastIndexOf('.');
        return call < 0 || !code.EndsWith(')') ? "false" : $"(!{code[..call]}.Has{code[code.LastIndexOf('(')..]})";
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
    private bool AsTime(RuleSyntax tree, ref EmittedRule value, RuleType other)
    {
        if (tree is not LiteralSyntax { Value.Kind: ValueKind.Text } literal) return true;
        if (other.Kind is not ValueKind.Date and not ValueKind.Instant and not ValueKind.Duration) return true;
        var text = literal.Value.AsText();
        if (Time(text, other.Kind) is not { } time)
        {
            Fail(tree, DiagnosticCode.RuleType, RuleMessages.NotA(text, other));
            return false;
        }

        value = new EmittedRule(new RuleType(other.Kind), $"k.{other.Kind}({Constant(time)})");
        return true;
    }

    private static Value? Time(string text, ValueKind kind) => kind switch
    {
        ValueKind.Date => Scalars.TryDate(text, out var date) ? Value.Date(date) : null,
        ValueKind.Instant => Scalars.TryInstant(text, out var instant) ? Value.Instant(instant) : null,
        _ => Scalars.TryDuration(text, out var duration) ? Value.Duration(duration) : null,
    };

    private (EmittedRule Left, EmittedRule Right) Ranks(EmittedRule left, EmittedRule right)
    {
        var values = (left.Type.Ranked ? left : right).Type.Field!.Values;
        var constant = Constant(Value.List([.. values.Select(Value.Text)]));
        return (Numeric($"k.Rank({constant}, {left.Code})"), Numeric($"k.Rank({constant}, {right.Code})"));
    }
}
