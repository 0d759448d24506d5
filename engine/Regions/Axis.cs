using System.Collections.Immutable;
using Policy.Engine.Expressions;

namespace Policy.Engine.Regions;

/// <summary>The total order of the values that one input may have. Absence lies outside the order.</summary>
internal sealed class Axis
{
    private static readonly ImmutableArray<ValueKind> Ordered =
        [ValueKind.Text, ValueKind.Number, ValueKind.Date, ValueKind.Instant, ValueKind.Duration, ValueKind.Months];

    private Axis(ValueKind kind, ImmutableArray<Value> values) => (Kind, Values) = (kind, values);

    /// <summary>Kind of the values.</summary>
    public ValueKind Kind { get; }

    /// <summary>All values, in the order of the axis, where they can be listed: booleans, and texts that are declared
    /// (by their place when they are ordered, else ordinally); empty when there is no end of values.</summary>
    public ImmutableArray<Value> Values { get; }

    /// <summary>True when every value has a next one: between two neighbours there is nothing. Numbers and free texts are
    /// treated as dense.</summary>
    public bool IsDiscrete => !Values.IsEmpty || Kind is ValueKind.Date or ValueKind.Instant or ValueKind.Duration or ValueKind.Months;

    /// <summary>The axis of a type; null when its values have no order: lists, objects, and what is not known.</summary>
    public static Axis? Of(DataType type) => type.Kind switch
    {
        ValueKind.Boolean => new Axis(ValueKind.Boolean, [Value.False, Value.True]),
        ValueKind.Text when type.Ordered => new Axis(ValueKind.Text, [.. type.Values.Select(Value.Text)]),
        ValueKind.Text => new Axis(ValueKind.Text, [.. type.Values.Order(StringComparer.Ordinal).Select(Value.Text)]),
        { } kind when Ordered.Contains(kind) => new Axis(kind, []),
        _ => null,
    };

    /// <summary>True for values that lie on the axis.</summary>
    public bool Has(Value value) => value.Kind == Kind && (Values.IsEmpty || Position(value) >= 0);

    /// <summary>Negative, zero or positive, for two values on the axis.</summary>
    public int Compare(in Value left, in Value right) => Kind switch
    {
        _ when !Values.IsEmpty => Position(left) - Position(right),
        ValueKind.Text => string.CompareOrdinal(left.AsText(), right.AsText()),
        ValueKind.Number => left.AsNumber().CompareTo(right.AsNumber()),
        ValueKind.Date => left.AsDate().CompareTo(right.AsDate()),
        ValueKind.Instant => left.AsInstant().CompareTo(right.AsInstant()),
        ValueKind.Duration => left.AsDuration().CompareTo(right.AsDuration()),
        _ => left.AsMonths().CompareTo(right.AsMonths()),
    };

    /// <summary>Negative, zero or positive, for two cuts of the axis.</summary>
    public int Compare(Cut left, Cut right)
    {
        if (left.IsEnd || right.IsEnd) return left.Place - right.Place;
        var order = Compare(left.Value, right.Value);
        return order != 0 ? order : left.After.CompareTo(right.After);
    }

    /// <summary>The place just below a value.</summary>
    public Cut Before(Value value) => IsLowest(value) ? Cut.Lowest : new Cut(value, After: false);

    /// <summary>The place just above a value: on a discrete axis the one below the next.</summary>
    public Cut After(Value value)
    {
        if (!IsDiscrete) return new Cut(value, After: true);
        return Next(value) is { } next ? new Cut(next, After: false) : Cut.Highest;
    }

    /// <summary>The next higher value; null at the end of the axis and where values are dense.</summary>
    public Value? Next(Value value) => Moved(value, 1);

    /// <summary>The next lower value; null likewise.</summary>
    public Value? Previous(Value value) => Moved(value, -1);

    private bool IsLowest(Value value) => IsDiscrete ? Previous(value) is null : Kind == ValueKind.Text && value.AsText().Length == 0;

    private Value? Moved(Value value, int by)
    {
        if (!Values.IsEmpty)
            return Position(value) + by is var at && at >= 0 && at < Values.Length ? Values[at] : null;
        switch (Kind)
        {
            case ValueKind.Date:
                var day = value.AsDate();
                return day == (by > 0 ? DateOnly.MaxValue : DateOnly.MinValue) ? null : Value.Date(day.AddDays(by));
            case ValueKind.Instant:
                var ticks = value.AsInstant().UtcTicks;
                if (ticks == (by > 0 ? DateTime.MaxValue.Ticks : DateTime.MinValue.Ticks)) return null;
                return Value.Instant(new DateTimeOffset(ticks + by, TimeSpan.Zero));
            case ValueKind.Duration:
                var length = value.AsDuration().Ticks;
                return length == (by > 0 ? long.MaxValue : long.MinValue) ? null : Value.Duration(new TimeSpan(length + by));
            case ValueKind.Months:
                var months = value.AsMonths();
                return months == (by > 0 ? long.MaxValue : long.MinValue) ? null : Value.Months(months + by);
            default:
                return null;
        }
    }

    private int Position(in Value value)
    {
        for (var i = 0; i < Values.Length; i++)
            if (Values.ItemRef(i).Equals(value)) return i;
        return -1;
    }
}

/// <summary>A place between the values of an axis.</summary>
/// <param name="Value">The neighbouring value; null for the two ends of the axis.</param>
/// <param name="After">True: just above the value, or the upper end; false: just below it, or the lower end.</param>
internal readonly record struct Cut(Value Value, bool After)
{
    public static readonly Cut Lowest = new(Value.Null, false);
    public static readonly Cut Highest = new(Value.Null, true);

    /// <summary>True for the two ends of the axis.</summary>
    public bool IsEnd => Value.IsNull;

    /// <summary>-1 for the lower end, 1 for the upper, 0 between them.</summary>
    public int Place => !IsEnd ? 0 : After ? 1 : -1;
}
