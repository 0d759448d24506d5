using System.Collections.Immutable;
using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Expressions.BuiltIns;

/// <summary>How points and ranges lie to one another (DMN 1.5, table 78).</summary>
internal static class RangeFunctions
{
    public static readonly ImmutableArray<BuiltIn> All =
    [
        .. Relation("before", Before, Pair.Points, Pair.PointRange, Pair.RangePoint, Pair.Ranges),
        .. Relation("after", Swapped(Before), Pair.Points, Pair.PointRange, Pair.RangePoint, Pair.Ranges),
        .. Relation("meets", Meets, Pair.Ranges),
        .. Relation("met by", Swapped(Meets), Pair.Ranges),
        .. Relation("overlaps", Overlaps, Pair.Ranges),
        .. Relation("overlaps before", OverlapsBefore, Pair.Ranges),
        .. Relation("overlaps after", Swapped(OverlapsBefore), Pair.Ranges),
        .. Relation("finishes", Finishes, Pair.PointRange, Pair.Ranges),
        .. Relation("finished by", Swapped(Finishes), Pair.RangePoint, Pair.Ranges),
        .. Relation("includes", Includes, Pair.RangePoint, Pair.Ranges),
        .. Relation("during", Swapped(Includes), Pair.PointRange, Pair.Ranges),
        .. Relation("starts", Starts, Pair.PointRange, Pair.Ranges),
        .. Relation("started by", Swapped(Starts), Pair.RangePoint, Pair.Ranges),
        .. Relation("coincides", Coincides, Pair.Points, Pair.Ranges),
        new("range", [new("from", ValueKind.Text)], DataType.Range, static (f, a) => RangeText.Read(f, a[0].AsText())),
    ];

    [Flags]
    private enum Pair
    {
        Points = 1,
        PointRange = 2,
        RangePoint = 4,
        Ranges = 8,
    }

    private delegate bool Holds(ValueRange one, ValueRange other);

    private static IEnumerable<BuiltIn> Relation(string name, Holds holds, params Pair[] pairs)
    {
        var allowed = pairs.Aggregate((all, pair) => all | pair);
        Value Body(Frame frame, ReadOnlySpan<Value> a)
        {
            var pair = (a[0].Kind == ValueKind.Range, a[1].Kind == ValueKind.Range) switch
            {
                (false, false) => Pair.Points,
                (false, true) => Pair.PointRange,
                (true, false) => Pair.RangePoint,
                _ => Pair.Ranges,
            };
            var (one, other) = (Of(a[0]), Of(a[1]));
            if ((allowed & pair) == 0 || Kind(one) != Kind(other) || !Operators.HasOrder(Kind(one)))
                return frame.Fault(DiagnosticCode.WrongType, Messages.WrongTypes(name, a[0], a[1]));
            return Value.Boolean(holds(one, other));
        }

        return pairs.Select(pair => new BuiltIn(name, Parameters(pair), DataType.Boolean, Body));
    }

    private static ImmutableArray<Parameter> Parameters(Pair pair) => pair switch
    {
        Pair.Points => [new("point1"), new("point2")],
        Pair.PointRange => [new("point"), new("range")],
        Pair.RangePoint => [new("range"), new("point")],
        _ => [new("range1"), new("range2")],
    };

    private static Holds Swapped(Holds holds) => (one, other) => holds(other, one);

    /// <summary>A point is a range of one value.</summary>
    private static ValueRange Of(Value value) =>
        value.Kind == ValueKind.Range ? value.AsRange() : new ValueRange(value, true, value, true);

    private static ValueKind Kind(ValueRange range) => range.Low.IsNull ? range.High.Kind : range.Low.Kind;

    private static bool Before(ValueRange a, ValueRange b) =>
        HighLow(a, b) is var order && (order < 0 || (order == 0 && !(a.HighIncluded && b.LowIncluded)));

    private static bool Meets(ValueRange a, ValueRange b) => a.HighIncluded && b.LowIncluded && HighLow(a, b) == 0;

    private static bool Overlaps(ValueRange a, ValueRange b) => !Before(a, b) && !Before(b, a);

    private static bool OverlapsBefore(ValueRange a, ValueRange b) =>
        (Low(a, b) < 0 || (Low(a, b) == 0 && a.LowIncluded && !b.LowIncluded)) && Overlaps(a, b)
        && (High(a, b) < 0 || (High(a, b) == 0 && (!a.HighIncluded || b.HighIncluded)));

    private static bool Finishes(ValueRange a, ValueRange b) =>
        a.HighIncluded == b.HighIncluded && High(a, b) == 0 && StartsWithin(a, b);

    private static bool Starts(ValueRange a, ValueRange b) =>
        a.LowIncluded == b.LowIncluded && Low(a, b) == 0 && EndsWithin(a, b);

    private static bool Includes(ValueRange a, ValueRange b) => StartsWithin(b, a) && EndsWithin(b, a);

    private static bool Coincides(ValueRange a, ValueRange b) => a.Equals(b);

    private static bool StartsWithin(ValueRange a, ValueRange b) =>
        Low(a, b) > 0 || (Low(a, b) == 0 && (!a.LowIncluded || b.LowIncluded));

    private static bool EndsWithin(ValueRange a, ValueRange b) =>
        High(a, b) < 0 || (High(a, b) == 0 && (!a.HighIncluded || b.HighIncluded));

    private static int Low(ValueRange a, ValueRange b) => (a.Low.IsNull, b.Low.IsNull) switch
    {
        (true, true) => 0,
        (true, false) => -1,
        (false, true) => 1,
        _ => Operators.Order(a.Low, b.Low),
    };

    private static int High(ValueRange a, ValueRange b) => (a.High.IsNull, b.High.IsNull) switch
    {
        (true, true) => 0,
        (true, false) => 1,
        (false, true) => -1,
        _ => Operators.Order(a.High, b.High),
    };

    /// <summary>The end of the one to the start of the other.</summary>
    private static int HighLow(ValueRange a, ValueRange b) =>
        a.High.IsNull || b.Low.IsNull ? 1 : Operators.Order(a.High, b.Low);
}
