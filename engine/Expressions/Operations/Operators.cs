using System.Collections.Immutable;
using Policy.Engine.Expressions.Syntax;

namespace Policy.Engine.Expressions.Operations;

/// <summary>How two values compare: negative, zero or positive; null when one is absent, or with a fault when they are
/// of different kinds.</summary>
internal delegate int? Ordering(Frame frame, Value left, Value right);

/// <summary>Comparison of values and the spelling of operators.</summary>
internal static class Operators
{
    public static string Text(Operator op) => op switch
    {
        Operator.Add => "+",
        Operator.Subtract => "-",
        Operator.Multiply => "*",
        Operator.Divide => "/",
        Operator.Power => "**",
        Operator.Equal => "=",
        Operator.NotEqual => "!=",
        Operator.Less => "<",
        Operator.LessOrEqual => "<=",
        Operator.Greater => ">",
        _ => ">=",
    };

    public static bool IsComparison(Operator op) => op >= Operator.Equal;

    /// <summary>True for kinds whose values have an order.</summary>
    public static bool HasOrder(ValueKind kind) => kind is ValueKind.Text or ValueKind.Number or ValueKind.Date
        or ValueKind.Instant or ValueKind.Duration or ValueKind.Months or ValueKind.Time or ValueKind.LocalDateTime;

    /// <summary>Whether an ordering comparison holds for the result of <see cref="Ordering"/>.</summary>
    public static bool Holds(Operator op, int order) => op switch
    {
        Operator.Equal => order == 0,
        Operator.NotEqual => order != 0,
        Operator.Less => order < 0,
        Operator.LessOrEqual => order <= 0,
        Operator.Greater => order > 0,
        _ => order >= 0,
    };

    /// <summary>Equality: null equals only null; values of different kinds are a fault.</summary>
    public static bool? Equal(Frame frame, in Value left, in Value right)
    {
        if (left.IsNull || right.IsNull) return left.IsNull && right.IsNull;
        if (left.Kind == right.Kind)
        {
            if (left.Kind is ValueKind.List or ValueKind.Object && !frame.Spend(Lists.Weight(left))) return null;
            return left.Equals(right);
        }

        frame.Fault(DiagnosticCode.WrongType, Messages.WrongTypes("=", left, right));
        return null;
    }

    /// <summary>The order of numbers, texts (ordinal), days, instants and durations.</summary>
    public static int? Natural(Frame frame, Value left, Value right)
    {
        if (left.IsNull || right.IsNull) return null;
        if (left.Kind == right.Kind && HasOrder(left.Kind)) return Order(left, right);
        frame.Fault(DiagnosticCode.WrongType, Messages.WrongTypes("<", left, right));
        return null;
    }

    /// <summary>The order of texts by their position, from best to worst.</summary>
    public static Ordering ByPosition(ImmutableArray<string> values) => (frame, left, right) =>
    {
        if (left.IsNull || right.IsNull) return null;
        if (Position(values, left) is { } l && Position(values, right) is { } r) return l.CompareTo(r);
        frame.Fault(DiagnosticCode.WrongType, Messages.WrongTypes("<", left, right));
        return null;
    };

    private static int? Position(ImmutableArray<string> values, Value value)
    {
        if (value.Kind != ValueKind.Text) return null;
        var text = value.AsText();
        for (var i = 0; i < values.Length; i++)
            if (string.Equals(values[i], text, StringComparison.Ordinal)) return i;
        return null;
    }

    /// <summary>The order of two values of one kind that has an order.</summary>
    public static int Order(Value left, Value right) => left.Kind switch
    {
        ValueKind.Number => left.AsNumber().CompareTo(right.AsNumber()),
        ValueKind.Text => string.CompareOrdinal(left.AsText(), right.AsText()),
        ValueKind.Date => left.AsDate().CompareTo(right.AsDate()),
        ValueKind.Instant => left.AsInstant().CompareTo(right.AsInstant()),
        ValueKind.Time => left.UtcTicks.CompareTo(right.UtcTicks),
        ValueKind.LocalDateTime => left.AsLocalDateTime().CompareTo(right.AsLocalDateTime()),
        ValueKind.Duration => left.AsDuration().CompareTo(right.AsDuration()),
        _ => left.AsMonths().CompareTo(right.AsMonths()),
    };
}
