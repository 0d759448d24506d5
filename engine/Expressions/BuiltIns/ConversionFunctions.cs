using System.Collections.Immutable;
using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Expressions.BuiltIns;

/// <summary>From one kind of value to another.</summary>
internal static class ConversionFunctions
{
    public static readonly ImmutableArray<BuiltIn> All =
    [
        new("number", [new("from", ValueKind.Text, ValueKind.Number)], DataType.Number, static (f, a) =>
            Number(f, a[0], "", ".")),
        new("number",
            [new("from", ValueKind.Text), new("grouping separator", ValueKind.Text) { TakesNull = true },
            new("decimal separator", ValueKind.Text) { TakesNull = true }],
            DataType.Number, Number),
        new("string", [new("from")], DataType.Text, static (f, a) => Text(f, a[0])),
        new("date", [new("from", ValueKind.Text, ValueKind.Date, ValueKind.Instant, ValueKind.LocalDateTime)], DataType.Date, static (f, a) =>
            Date(f, a[0])),
        new("date", [new("year", ValueKind.Number), new("month", ValueKind.Number), new("day", ValueKind.Number)],
            DataType.Date, Date),
        new("date and time", [new("from", ValueKind.Text, ValueKind.Instant, ValueKind.LocalDateTime, ValueKind.Date)],
            DataType.Any, static (f, a) => Instant(f, a[0]))
        { TypeOf = static types => types[0].Kind is ValueKind.LocalDateTime ? types[0] : DataType.Instant },
        new("duration", [new("from", ValueKind.Text, ValueKind.Duration, ValueKind.Months)], DataType.Any,
            static (f, a) => Duration(f, a[0])),
        new("years and months duration",
            [new("from", ValueKind.Date, ValueKind.Instant, ValueKind.LocalDateTime),
            new("to", ValueKind.Date, ValueKind.Instant, ValueKind.LocalDateTime)],
            DataType.Months,
            static (f, a) => Temporals.Day(f, a[0]) is { } from && Temporals.Day(f, a[1]) is { } to
                ? Value.Months(Temporals.MonthsBetween(from, to))
                : Value.Null),
    ];

    private static Value Number(Frame frame, ReadOnlySpan<Value> a)
    {
        var (grouping, point) = (a[1].IsNull ? "" : a[1].AsText(), a[2].IsNull ? "." : a[2].AsText());
        if (grouping is not ("" or " " or "." or ",") || point is not ("." or ",") || grouping == point)
        {
            return Invalid(frame, "number", a[1].IsNull ? a[2] : a[1],
                "空格、逗号或点，且两种分隔符不同", "a space, comma or dot, and the separators different");
        }

        return Number(frame, a[0], grouping, point);
    }

    private static Value Number(Frame frame, Value from, string grouping, string point)
    {
        if (from.Kind == ValueKind.Number) return from;
        var text = from.AsText();
        if (grouping.Length > 0) text = text.Replace(grouping, "", StringComparison.Ordinal);
        if (point == ",") text = text.Contains('.', StringComparison.Ordinal) ? "" : text.Replace(',', '.');
        return text.Length <= 100 && Numbers.TryExact(text, out var number)
            ? Value.Number(number)
            : Invalid(frame, "number", from, "十进制数字，最多 28 位", "decimal digits, at most 28");
    }

    private static Value Text(Frame frame, Value from) =>
        from.Kind is ValueKind.List or ValueKind.Object && !Texts.Fits(frame, Lists.Weight(from))
            ? Value.Null
            : Texts.Made(frame, Texts.Of(from)!);

    private static Value Date(Frame frame, Value from) => from.Kind switch
    {
        ValueKind.Date => from,
        ValueKind.Instant or ValueKind.LocalDateTime => Temporals.Day(frame, from) is { } day ? Value.Date(day) : Value.Null,
        _ => Temporals.Date(from.AsText()) is { IsNull: false } date
            ? date
            : Invalid(frame, "date", from, "形如 2026-01-31 的日期", "a date such as 2026-01-31"),
    };

    private static Value Date(Frame frame, ReadOnlySpan<Value> a)
    {
        var (year, month, day) = (a[0].AsNumber(), a[1].AsNumber(), a[2].AsNumber());
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1
            || year % 1 != 0 || month % 1 != 0 || day % 1 != 0 || day > DateTime.DaysInMonth((int)year, (int)month))
            return Invalid(frame, "date", Value.List([.. a]), "存在的年、月、日", "an existing year, month and day");
        return Value.Date(new DateOnly((int)year, (int)month, (int)day));
    }

    private static Value Instant(Frame frame, Value from)
    {
        if (from.Kind is ValueKind.Instant or ValueKind.LocalDateTime) return from;
        if (from.Kind == ValueKind.Date && frame.Dialect == Dialect.Dmn) return Temporals.Midnight(from.AsDate());
        var text = from.Kind == ValueKind.Text ? from.AsText() : Texts.Of(from)!;
        if (text.Length == 10) text += "T00:00:00";
        return Temporals.DateAndTime(text, frame.Dialect) is { IsNull: false } instant
            ? instant
            : Invalid(frame, "date and time", from, "形如 2026-01-31T08:00:00+08:00 的时刻",
                "an instant such as 2026-01-31T08:00:00+08:00");
    }

    private static Value Duration(Frame frame, Value from)
    {
        if (from.Kind != ValueKind.Text) return from;
        return Temporals.Duration(from.AsText()) is { IsNull: false } duration
            ? duration
            : Invalid(frame, "duration", from, "形如 P30D 或 P1Y6M 的时长", "a duration such as P30D or P1Y6M");
    }

    private static Value Invalid(Frame frame, string function, Value value, string zh, string en) =>
        frame.Fault(DiagnosticCode.InvalidArgument, Messages.Invalid(function, value, zh, en));
}
