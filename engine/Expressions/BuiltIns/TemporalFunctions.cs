using System.Collections.Immutable;
using System.Globalization;
using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Expressions.BuiltIns;

/// <summary>Times of day and what a calendar says of a day. Policies take the day of an instant in UTC+8, DMN in the
/// instant's own offset.</summary>
internal static class TemporalFunctions
{
    private static readonly Parameter Day =
        new("date", ValueKind.Date, ValueKind.Instant, ValueKind.LocalDateTime);

    public static readonly ImmutableArray<BuiltIn> All =
    [
        new("time", [new("from", ValueKind.Text, ValueKind.Time, ValueKind.Instant, ValueKind.LocalDateTime, ValueKind.Date)],
            DataType.Time, static (f, a) => Time(f, a[0])),
        new("time",
            [new("hour", ValueKind.Number), new("minute", ValueKind.Number), new("second", ValueKind.Number),
            new("offset", ValueKind.Duration) { Optional = true, TakesNull = true }],
            DataType.Time, Time),
        new("date and time",
            [new("date", ValueKind.Date, ValueKind.Instant, ValueKind.LocalDateTime), new("time", ValueKind.Time)], DataType.Any,
            static (f, a) => Temporals.Day(f, a[0]) is not { } day ? Value.Null
                : Temporals.Combine(day, a[1], f.Dialect) is { IsNull: false } combined ? combined
                : f.Fault(DiagnosticCode.Overflow, Messages.Overflow("date and time"))),
        OfDay("day of year", DataType.Number, static day => Value.Number(day.DayOfYear)),
        OfDay("day of week", DataType.Text, static day => Value.Text(day.DayOfWeek.ToString())),
        OfDay("month of year", DataType.Text, static day =>
            Value.Text(CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(day.Month))),
        OfDay("week of year", DataType.Number, static day =>
            Value.Number(ISOWeek.GetWeekOfYear(day.ToDateTime(TimeOnly.MinValue)))),
        new("is", [new("value1") { TakesNull = true }, new("value2") { TakesNull = true }], DataType.Boolean, static (_, a) =>
            Value.Boolean(Same(a[0], a[1]))),
    ];

    private static BuiltIn OfDay(string name, DataType type, Func<DateOnly, Value> of) =>
        new(name, [Day], type, (f, a) => Temporals.Day(f, a[0]) is { } day ? of(day) : Value.Null);

    private static Value Time(Frame frame, Value from) => from.Kind switch
    {
        ValueKind.Time => from,
        ValueKind.Date => Value.Time(TimeOnly.MinValue, TimeSpan.Zero),
        ValueKind.LocalDateTime => Value.Time(TimeOnly.FromDateTime(from.AsLocalDateTime())),
        ValueKind.Instant => Temporals.TimeOf(frame, from),
        _ => Temporals.Time(from.AsText()) is { IsNull: false } time
            ? time
            : frame.Fault(DiagnosticCode.InvalidArgument,
                Messages.Invalid("time", from, "形如 08:30:00 的时间", "a time such as 08:30:00")),
    };

    private static Value Time(Frame frame, ReadOnlySpan<Value> a)
    {
        var (hour, minute, second) = (a[0].AsNumber(), a[1].AsNumber(), a[2].AsNumber());
        var offset = a[3].IsNull ? (TimeSpan?)null : a[3].AsDuration();
        if (hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or >= 60 || hour % 1 != 0 || minute % 1 != 0
            || offset?.Duration() > TimeSpan.FromHours(14) || offset?.Ticks % TimeSpan.TicksPerMinute is not (null or 0))
        {
            return frame.Fault(DiagnosticCode.InvalidArgument,
                Messages.Invalid("time", Value.List([.. a]), "存在的时、分、秒", "an existing hour, minute and second"));
        }

        var ticks = ((((long)hour * 60) + (long)minute) * TimeSpan.TicksPerMinute) + (long)(second * TimeSpan.TicksPerSecond);
        return Value.Time(new TimeOnly(ticks), offset);
    }

    /// <summary>The same value, with the same offset.</summary>
    private static bool Same(Value one, Value other)
    {
        if (one != other) return false;
        return one.Kind switch
        {
            ValueKind.Instant => one.AsInstant().Offset == other.AsInstant().Offset,
            ValueKind.Time => one.TimeOffset() == other.TimeOffset(),
            _ => true,
        };
    }
}
