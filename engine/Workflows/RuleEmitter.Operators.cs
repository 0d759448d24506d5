using System.Collections.Frozen;
using System.Linq.Expressions;

namespace Policy.Engine.Workflows;

/// <content>Operators other than comparisons.</content>
internal sealed partial class RuleEmitter
{
    private RuleCode? LogicalChain(LogicalSyntax logical)
    {
        var operands = logical.Operands.Select(Condition).ToArray();
        return operands.Contains(null) ? null : Logical(Balanced(operands!, logical.Operator == "&&"));
    }

    private RuleCode? In(InSyntax membership)
    {
        if (Any(membership.Value) is not { } value) return null;
        if (membership.Items.IsEmpty)
            return Fail(membership, DiagnosticCode.RuleSyntax, RuleMessages.Arguments("in", "x in (a, b)"));
        if (value.Type.Kind is ValueKind.Text or ValueKind.Number
            && membership.Items.All(i => Constant(i, value.Type.Kind) is not null))
        {
            if (membership.Items.Any(i => !Allowed(value.Type, i))) return null;
            var items = membership.Items.Select(i => Constant(i, value.Type.Kind)!.Value);
            object set = value.Type.Kind == ValueKind.Text
                ? items.Select(i => i.AsText()).ToFrozenSet(StringComparer.Ordinal)
                : items.Select(i => i.AsNumber()).ToFrozenSet();
            return Logical(Negated(membership.Negated, Call("In", Expression.Constant(set, PublicType(value.Type)), value.Code)));
        }

        var tests = membership.Items.Select(i => Comparison("==", membership.Value, i, i)?.Code).ToArray();
        return tests.Contains(null) ? null : Logical(Negated(membership.Negated, Balanced(tests!, and: false)));
    }

    private static Type PublicType(RuleType type) => type.Kind == ValueKind.Text ? typeof(FrozenSet<string>) : typeof(FrozenSet<decimal>);

    private static Value? Constant(RuleSyntax item, ValueKind kind) => item switch
    {
        LiteralSyntax literal when literal.Value.Kind == kind => literal.Value,
        UnarySyntax { Operator: "-", Operand: LiteralSyntax { Value.Kind: ValueKind.Number } n }
            when kind == ValueKind.Number =>
            Value.Number(-n.Value.AsNumber()),
        _ => null,
    };

    private RuleCode? Conditional(ConditionalSyntax conditional)
    {
        var (test, then, otherwise) = (Condition(conditional.Test), Any(conditional.Then), Any(conditional.Otherwise));
        if (test is null || then is null || otherwise is null
            || Common("?:", conditional, then, otherwise) is not { } type) return null;
        return new RuleCode(type, Expression.Condition(test, then.As(type), otherwise.As(type)));
    }

    private RuleCode? Coalesce(BinarySyntax coalesce)
    {
        var (left, right) = (Any(coalesce.Left), Any(coalesce.Right));
        if (left is null || right is null || Common("??", coalesce, left, right) is not { } type) return null;
        return new RuleCode(type, Expression.Coalesce(left.As(type), right.As(type)));
    }

    private RuleType? Common(string op, RuleSyntax at, RuleCode left, RuleCode right)
    {
        var type = left.Type.Kind == ValueKind.Null ? right.Type : left.Type;
        if (type.Kind is ValueKind.Null or ValueKind.List or ValueKind.Object
            || (right.Type.Kind != ValueKind.Null && right.Type.Kind != type.Kind))
        {
            Fail(at, DiagnosticCode.RuleType, RuleMessages.Operands(op, left.Type, right.Type));
            return null;
        }

        return left.Type == right.Type ? type : new RuleType(type.Kind);
    }

    private RuleCode? Arithmetic(BinarySyntax binary)
    {
        var (left, right) = (Any(binary.Left), Any(binary.Right));
        if (left is null || right is null) return null;
        if (left.Type.Kind == ValueKind.Text && right.Type.Kind == ValueKind.Text && binary.Operator == "+")
            return Textual(Call("Join", left.Code, right.Code));
        if (left.Type.Kind != ValueKind.Number || right.Type.Kind != ValueKind.Number)
            return Fail(binary, DiagnosticCode.RuleType, RuleMessages.Operands(binary.Operator, left.Type, right.Type));
        var function = binary.Operator switch
        {
            "+" => "Add",
            "-" => "Subtract",
            "*" => "Multiply",
            "/" => "Divide",
            _ => "Remainder",
        };
        return Numeric(Call(function, left.Code, right.Code));
    }
}
