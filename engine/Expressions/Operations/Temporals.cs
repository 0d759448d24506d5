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

    private static readonly string[] Times = ["HH:mm:ss", "HH:mm:ss.FFFFFFF"];

    /// <summary>Names of properties that are more than one word.</summary>
    public static readonly ImmutableHashSet<string> SpacedProperties =
        ImmutableHashSet.Create(StringComparer.Ordinal, "time offset", "start included", "end included");

    /// <summary>A date, time, instant or duration of ISO 8601 text; null when it is none.</summary>
    public static Value Parse(string text, Dialect dialect)
    {
        if (Date(text) is { IsNull: false } date) return date;
        if (DateAndTime(text, dialect) is { IsNull: false } instant) return instant;
        return Time(text) is { IsNull: false } time ? time : Duration(text);
    }

    public static Value Date(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? Value.Date(date)
            : Value.Null;

    /// <summary>The start of a day in UTC, which DMN takes for a day where it needs a date and time.</summary>
    public static Value Midnight(DateOnly date) =>
        Value.Instant(new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero));

    /// <summary>A date and time; without an offset policies take it in UTC+8, and DMN leaves it so.</summary>
    public static Value DateAndTime(string text, Dialect dialect) =>
        dialect == Dialect.Policy ? Instant(text) : DateAndTime(text);

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

    /// <summary>A time of day: hours, minutes and seconds, and an offset or none.</summary>
    public static Value Time(string text)
    {
        if (text.Length < 8 || !SplitOffset(text, out var time, out var offset)) return Value.Null;
        return TimeOnly.TryParseExact(time, Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
            ? Value.Time(read, offset)
            : Value.Null;
    }

    /// <summary>A date and time of the parts, with the offset of the time.</summary>
    public static Value Combine(DateOnly date, Value time, Dialect dialect)
    {
        var local = date.ToDateTime(time.AsTime());
        if (time.TimeOffset() is { } offset) return Fixed(local, offset);
        return dialect == Dialect.Policy ? Fixed(local, Offset) : Value.LocalDateTime(local);
    }

    /// <summary>The time of an instant: in UTC+8 for policies, with its own offset in DMN.</summary>
    public static Value TimeOf(Frame frame, Value instant) => Local(frame, instant) is { } local
        ? Value.Time(TimeOnly.FromDateTime(local.DateTime), frame.Dialect == Dialect.Policy ? null : local.Offset)
        : Value.Null;

    private static Value DateAndTime(string text)
    {
        if (text.Length < 19 || text[10] != 'T') return Value.Null;
        if (Date(text[..10]) is not { IsNull: false } date) return Value.Null;

        // 24:00:00 is the start of the next day.
        var day = date.AsDate();
        if (text.AsSpan(11).StartsWith("24:00:00", StringComparison.Ordinal) && day < DateOnly.MaxValue)
            (day, text) = (day.AddDays(1), text[..11] + "00:00:00" + text[19..]);
        return Time(text[11..]) is { IsNull: false } time ? Combine(day, time, Dialect.Dmn) : Value.Null;
    }

    private static Value Fixed(DateTime local, TimeSpan offset)
    {
        var utc = local.Ticks - offset.Ticks;
        if (utc < 0 || utc > DateTime.MaxValue.Ticks || offset.Duration() > TimeSpan.FromHours(14)) return Value.Null;
        return Value.Instant(new DateTimeOffset(local, offset));
    }

    /// <summary>The text before an offset, and the offset if there is one; false when it is no offset.</summary>
    private static bool SplitOffset(string text, out string rest, out TimeSpan? offset)
    {
        (rest, offset) = (text, null);
        if (text.EndsWith('Z'))
        {
            (rest, offset) = (text[..^1], TimeSpan.Zero);
            return true;
        }

        if (text[^6] is not ('+' or '-')) return true;
        rest = text[..^6];
        if (!TimeSpan.TryParseExact(text.AsSpan(text.Length - 5), "hh\\:mm", CultureInfo.InvariantCulture, out var size)) return false;
        if (size > TimeSpan.FromHours(14)) return false;
        offset = text[^6] == '-' ? -size : size;
        return true;
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

    public static DateTime AddMonths(DateTime local, long months) => local.AddMonths(checked((int)months));

    /// <summary>Months are counted in the time of the dialect: UTC+8, or the instant's own offset.</summary>
    public static DateTimeOffset AddMonths(DateTimeOffset instant, long months, Dialect dialect) => dialect == Dialect.Policy
        ? instant.ToOffset(Offset).AddMonths(checked((int)months)).ToOffset(instant.Offset)
        : instant.AddMonths(checked((int)months));

    /// <summary>The day of a date, or of an instant in UTC+8; null, with a fault, in the last hours of the year
    /// 9999.</summary>
    public static DateOnly? Day(Frame frame, Value value)
    {
        if (value.Kind == ValueKind.Date) return value.AsDate();
        if (value.Kind == ValueKind.LocalDateTime) return DateOnly.FromDateTime(value.AsLocalDateTime());
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
        ValueKind.Date => frame.Dialect == Dialect.Dmn && name is "hour" or "minute" or "second" or "time offset"
            ? Property(frame, Midnight(value.AsDate()), name)
            : Day(value.AsDate(), name),
        ValueKind.Instant => Local(frame, value) is { } local
            ? Moment(local.DateTime, name) ?? OffsetProperty(value.AsInstant().Offset, name)
            : Value.Null,
        ValueKind.LocalDateTime => Moment(value.AsLocalDateTime(), name) ?? OffsetProperty(null, name),
        ValueKind.Time => Clock(value.AsTime(), name) ?? OffsetProperty(value.TimeOffset(), name),
        ValueKind.Range => End(value.AsRange(), name),
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

    /// <summary>The properties of a kind, with their types.</summary>
    public static ImmutableArray<DataType.Member> Properties(ValueKind kind) => kind switch
    {
        ValueKind.Date => [.. Numbers("year", "month", "day", "weekday")],
        ValueKind.Instant or ValueKind.LocalDateTime =>
        [
            .. Numbers("year", "month", "day", "weekday", "hour", "minute", "second"), TimeOffset,
        ],
        ValueKind.Time => [.. Numbers("hour", "minute", "second"), TimeOffset],
        ValueKind.Duration => [.. Numbers("days", "hours", "minutes", "seconds")],
        ValueKind.Months => [.. Numbers("years", "months")],
        ValueKind.Range =>
        [
            new("start", DataType.Any), new("start included", DataType.Boolean), new("end", DataType.Any),
            new("end included", DataType.Boolean),
        ],
        _ => [],
    };

    private static readonly DataType.Member TimeOffset = new("time offset", DataType.Duration);

    private static IEnumerable<DataType.Member> Numbers(params string[] names) =>
        names.Select(n => new DataType.Member(n, DataType.Number));

    private static Value? End(ValueRange range, string name) => name switch
    {
        "start" => range.Low,
        "start included" => Value.Boolean(range.LowIncluded),
        "end" => range.High,
        "end included" => Value.Boolean(range.HighIncluded),
        _ => null,
    };

    private static Value? OffsetProperty(TimeSpan? offset, string name) => name switch
    {
        "time offset" => offset is { } given ? Value.Duration(given) : Value.Null,
        "timezone" => Value.Null,
        _ => null,
    };

    private static DateTimeOffset? Local(Frame frame, Value value)
    {
        var instant = value.AsInstant();
        if (frame.Dialect == Dialect.Dmn) return instant;
        if (instant.UtcTicks <= DateTime.MaxValue.Ticks - Offset.Ticks) return instant.ToOffset(Offset);
        frame.Fault(DiagnosticCode.Overflow, Messages.Overflow("date"));
        return null;
    }

    private static Value? Moment(DateTime local, string name) =>
        Clock(TimeOnly.FromDateTime(local), name) ?? Day(DateOnly.FromDateTime(local), name);

    private static Value? Clock(TimeOnly time, string name) => name switch
    {
        "hour" => Whole(time.Hour),
        "minute" => Whole(time.Minute),
        "second" => Whole(time.Second),
        _ => null,
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
