using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Regions;

/// <summary>Concrete values out of intervals, as a person would choose them: whole and round numbers, short texts, the
/// first day.</summary>
internal static class Witnesses
{
    private static readonly Value Day = Value.Date(new DateOnly(2026, 1, 1));
    private static readonly Value Instant = Value.Instant(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(8)));

    /// <summary>A value of the interval; null when none was found.</summary>
    public static Value? In(Axis axis, Interval interval)
    {
        if (!axis.Values.IsEmpty)
            return axis.Values.Cast<Value?>().FirstOrDefault(v => Within(axis, interval, v!.Value));
        return axis.Kind switch
        {
            ValueKind.Number => Number(axis, interval),
            ValueKind.Text => Text(axis, interval),
            _ => Discrete(axis, interval),
        };
    }

    private static bool Within(Axis axis, Interval interval, Value value)
    {
        var at = new Cut(value, After: false);
        return axis.Compare(interval.From, at) <= 0 && axis.Compare(at, interval.To) < 0;
    }

    private static Value? Number(Axis axis, Interval interval)
    {
        if (interval is { From.IsEnd: true, To.IsEnd: true }) return Value.Number(1);
        var (up, bound) = interval.From.IsEnd ? (false, interval.To.Value.AsNumber()) : (true, interval.From.Value.AsNumber());
        for (var (digits, step) = (0, 1m); digits <= 28; digits++, step /= 10)
        {
            foreach (var steps in new[] { 0m, 1m })
            {
                if (Rounded(bound, digits, up) is { } near && Moved(near, up ? steps * step : -steps * step) is { } number
                    && Within(axis, interval, Value.Number(number))) return Value.Number(number);
            }
        }

        return null;
    }

    /// <summary>The nearest number of so many decimal places on one side; null out of range.</summary>
    private static decimal? Rounded(decimal number, int digits, bool up) =>
        decimal.Round(number, digits, up ? MidpointRounding.ToPositiveInfinity : MidpointRounding.ToNegativeInfinity);

    private static decimal? Moved(decimal number, decimal by)
    {
        try
        {
            return number + by;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static Value? Text(Axis axis, Interval interval)
    {
        var low = interval.From.IsEnd ? "" : interval.From.Value.AsText();
        foreach (var end in interval.IncludesLow ? (string[])["", "0", "A"] : ["0", "A", " ", "\u0001", "一", ""])
        {
            var text = Value.Text(low + end);
            if (Texts.IllFormed(low + end) < 0 && Within(axis, interval, text)) return text;
        }

        return null;
    }

    private static Value? Discrete(Axis axis, Interval interval)
    {
        if (!interval.From.IsEnd) return interval.From.Value;
        if (!interval.To.IsEnd) return axis.Previous(interval.To.Value);
        return axis.Kind switch
        {
            ValueKind.Date => Day,
            ValueKind.Instant => Instant,
            ValueKind.Duration => Value.Duration(TimeSpan.Zero),
            _ => Value.Months(0),
        };
    }
}
