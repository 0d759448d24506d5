using System.Collections.Immutable;
using System.Globalization;

namespace Policy.Engine.Expressions.Operations;

/// <summary>Dates, instants and durations. Instants are read in UTC+8, the time of every pilot zone, so that equal
/// instants have equal days and hours however they were written.</summary>
internal static class Temporals
{
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    private static readonly string[] Instants =
    [
        "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
        "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
    ];

    private static readonly string[] Locals =
        ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];

    /// <summary>A date, instant or duration of ISO 8601 text; null when it is none.</summary>
    public static Value Parse(string text)
    {
        if (Date(text) is { IsNull: false } date) return date;
        return Instant(text) is { IsNull: false } instant ? instant : Duration(text);
    }

    public static Value Date(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? Value.Date(date)
            : Value.Null;

    /// <summary>An instant; without an offset it is taken in UTC+8.</summary>
    public static Value Instant(string text)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal;
        if (DateTimeOffset.TryParseExact(text, Instants, CultureInfo.InvariantCulture, Utc, out var instant))
            return Value.Instant(instant);
        return DateTime.TryParseExact(text, Locals, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            && local.Ticks >= Offset.Ticks
            ? Value.Instant(new DateTimeOffset(local, Offset))
            : Value.Null;
    }

    /// <summary>A duration: years and months, or days, hours, minutes and seconds.</summary>
    public static Value Duration(string text)
    {
        var rest = text.AsSpan();
        var negative = rest.StartsWith("-", StringComparison.Ordinal);
        if (negative) rest = rest[1..];
        if (rest.Length < 3 || rest[0] != 'P') return Value.Null;
        rest = rest[1..];
        try
        {
            return Months(rest, negative) is { IsNull: false } months ? months : Time(rest, negative);
        }
        catch (OverflowException)
        {
            return Value.Null;
        }
    }

    /// <summary>The date a number of months later, on the last day of the month where that day does not
    /// exist.</summary>
    public static DateOnly AddMonths(DateOnly date, long months) => date.AddMonths(checked((int)months));

    public static DateTimeOffset AddMonths(DateTimeOffset instant, long months) =>
        instant.ToOffset(Offset).AddMonths(checked((int)months)).ToOffset(instant.Offset);

    /// <summary>The day of a date, or of an instant in UTC+8; null, with a fault, in the last hours of the year
    /// 9999.</summary>
    public static DateOnly? Day(Frame frame, Value value)
    {
        if (value.Kind == ValueKind.Date) return value.AsDate();
        return Local(frame, value) is { } local ? DateOnly.FromDateTime(local.DateTime) : null;
    }

    /// <summary>Whole months from one day to another.</summary>
    public static long MonthsBetween(DateOnly from, DateOnly to)
    {
        var months = ((to.Year - from.Year) * 12L) + to.Month - from.Month;
        if (months > 0 && to.Day < from.Day) return months - 1;
        return months < 0 && to.Day > from.Day ? months + 1 : months;
    }

    /// <summary>A property of a date, instant or duration; null when the kind has none of that name.</summary>
    public static Value? Property(Frame frame, Value value, string name) => value.Kind switch
    {
        ValueKind.Date => Day(value.AsDate(), name),
        ValueKind.Instant => Local(frame, value) is { } local ? Moment(local, name) : Value.Null,
        ValueKind.Duration => name switch
        {
            "days" => Whole(value.AsDuration().Days),
            "hours" => Whole(value.AsDuration().Hours),
            "minutes" => Whole(value.AsDuration().Minutes),
            "seconds" => Whole(value.AsDuration().Seconds),
            _ => null,
        },
        ValueKind.Months => name switch
        {
            "years" => Whole(value.AsMonths() / 12),
            "months" => Whole(value.AsMonths() % 12),
            _ => null,
        },
        _ => null,
    };

    /// <summary>Names of the properties of a kind.</summary>
    public static ImmutableArray<string> Properties(ValueKind kind) => kind switch
    {
        ValueKind.Date => ["year", "month", "day", "weekday"],
        ValueKind.Instant => ["year", "month", "day", "weekday", "hour", "minute", "second"],
        ValueKind.Duration => ["days", "hours", "minutes", "seconds"],
        ValueKind.Months => ["years", "months"],
        _ => [],
    };

    private static DateTimeOffset? Local(Frame frame, Value value)
    {
        var instant = value.AsInstant();
        if (instant.UtcTicks <= DateTime.MaxValue.Ticks - Offset.Ticks) return instant.ToOffset(Offset);
        frame.Fault(DiagnosticCode.Overflow, Messages.Overflow("date"));
        return null;
    }

    private static Value? Moment(DateTimeOffset local, string name) => name switch
    {
        "hour" => Whole(local.Hour),
        "minute" => Whole(local.Minute),
        "second" => Whole(local.Second),
        _ => Day(DateOnly.FromDateTime(local.DateTime), name),
    };

    private static Value? Day(DateOnly date, string name) => name switch
    {
        "year" => Whole(date.Year),
        "month" => Whole(date.Month),
        "day" => Whole(date.Day),
        "weekday" => Whole(date.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)date.DayOfWeek),
        _ => null,
    };

    private static Value Whole(long number) => Value.Number(number);

    private static Value Months(ReadOnlySpan<char> rest, bool negative)
    {
        var years = Part(ref rest, 'Y');
        var months = Part(ref rest, 'M');
        if (rest.Length > 0 || (years ?? months) is null) return Value.Null;
        var total = checked(((years ?? 0) * 12) + (months ?? 0));
        return Value.Months(negative ? -total : total);
    }

    private static Value Time(ReadOnlySpan<char> rest, bool negative)
    {
        var days = Part(ref rest, 'D');
        long? hours = null, minutes = null, seconds = null, fraction = null;
        if (rest.StartsWith("T", StringComparison.Ordinal))
        {
            rest = rest[1..];
            hours = Part(ref rest, 'H');
            minutes = Part(ref rest, 'M');
            seconds = Seconds(ref rest, out fraction);
            if ((hours ?? minutes ?? seconds) is null) return Value.Null;
        }

        if (rest.Length > 0 || (days ?? hours ?? minutes ?? seconds) is null) return Value.Null;
        var total = checked(((((((days ?? 0) * 24) + (hours ?? 0)) * 60) + (minutes ?? 0)) * 60) + (seconds ?? 0));
        var ticks = checked((total * TimeSpan.TicksPerSecond) + (fraction ?? 0));
        return Value.Duration(new TimeSpan(negative ? -ticks : ticks));
    }

    private static long? Part(ref ReadOnlySpan<char> rest, char unit)
    {
        var digits = Digits(rest);
        if (digits is 0 or > 18 || digits == rest.Length || rest[digits] != unit) return null;
        var number = long.Parse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
        rest = rest[(digits + 1)..];
        return number;
    }

    private static long? Seconds(ref ReadOnlySpan<char> rest, out long? fraction)
    {
        fraction = null;
        var whole = Digits(rest);
        if (whole is > 0 and <= 18 && whole < rest.Length && rest[whole] == '.')
        {
            var digits = Digits(rest[(whole + 1)..]);
            var end = whole + 1 + digits;
            if (digits is 0 or > 7 || end == rest.Length || rest[end] != 'S') return null;
            var part = decimal.Parse(rest[whole..end], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
            fraction = (long)(part * TimeSpan.TicksPerSecond);
            var seconds = long.Parse(rest[..whole], NumberStyles.None, CultureInfo.InvariantCulture);
            rest = rest[(end + 1)..];
            return seconds;
        }

        return Part(ref rest, 'S');
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (count < text.Length && char.IsAsciiDigit(text[count])) count++;
        return count;
    }
}
