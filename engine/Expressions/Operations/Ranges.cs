using Policy.Engine.Expressions.Syntax;

namespace Policy.Engine.Expressions.Operations;

/// <summary>Ranges as values.</summary>
internal static class Ranges
{
    /// <summary>The range; null, with a fault, when its ends are of different kinds, out of order or both absent.</summary>
    public static Value Made(Frame frame, ValueRange range)
    {
        var (low, high) = (range.Low, range.High);
        var ordered = low.IsNull || high.IsNull || (low.Kind == high.Kind && Operators.HasOrder(low.Kind));
        if (!ordered || (low.IsNull && high.IsNull))
            return frame.Fault(DiagnosticCode.WrongType, Messages.WrongTypes("..", low, high));
        if (!low.IsNull && !high.IsNull && Operators.Natural(frame, low, high) > 0)
            return frame.Fault(DiagnosticCode.InvalidArgument, Messages.EmptyInterval(Texts.Range(range)));
        return Value.Range(range);
    }

    /// <summary>The range of the values that a comparison with the bound holds for.</summary>
    public static Value Made(Frame frame, Operator op, Value bound)
    {
        if (bound.IsNull) return Value.Null;
        if (!Operators.HasOrder(bound.Kind) || op == Operator.NotEqual)
            return frame.Fault(DiagnosticCode.WrongType, Messages.WrongType(Operators.Text(op), bound, "可排序的值", "a value with an order"));
        return Value.Range(op switch
        {
            Operator.Equal => new ValueRange(bound, true, bound, true),
            Operator.Less => new ValueRange(Value.Null, false, bound, false),
            Operator.LessOrEqual => new ValueRange(Value.Null, false, bound, true),
            Operator.Greater => new ValueRange(bound, false, Value.Null, false),
            _ => new ValueRange(bound, true, Value.Null, false),
        });
    }

    /// <summary>Whether a value lies in a range; null when that is not known.</summary>
    public static bool? Includes(Frame frame, ValueRange range, Value value)
    {
        bool? above = true, below = true;
        if (!range.Low.IsNull) above = Holds(frame, value, range.Low, range.LowIncluded ? Operator.GreaterOrEqual : Operator.Greater);
        if (above == false) return false;
        if (!range.High.IsNull) below = Holds(frame, value, range.High, range.HighIncluded ? Operator.LessOrEqual : Operator.Less);
        return above & below;
    }

    private static bool? Holds(Frame frame, Value value, Value bound, Operator op) =>
        Operators.Natural(frame, value, bound) is { } order ? Operators.Holds(op, order) : null;
}
