using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Policy.Engine.Workflows;

/// <summary>All that a compiled rule can call. Absence is <c>null</c> and is what it is in C#: equal to itself only,
/// neither less nor more than anything, contagious in arithmetic, empty in joined texts. Texts compare ordinally, numbers
/// are decimals.</summary>
internal static class RuleFunctions
{
    /// <summary>Longest text a rule may build.</summary>
    private const int MaxText = 10_000;

    private static readonly Value Nothing = Value.Null;

    // Fields of an object, which may be absent itself.
    public static string? Text(Context? of, int slot) => TextOf(in At(of, slot));

    public static decimal? Number(Context? of, int slot) => NumberOf(in At(of, slot));

    public static bool? Boolean(Context? of, int slot) => BooleanOf(in At(of, slot));

    public static DateOnly? Date(Context? of, int slot) => DateOf(in At(of, slot));

    public static DateTimeOffset? Instant(Context? of, int slot) => InstantOf(in At(of, slot));

    public static TimeSpan? Duration(Context? of, int slot) => DurationOf(in At(of, slot));

    public static Context? Object(Context? of, int slot) => ObjectOf(in At(of, slot));

    public static Value[]? List(Context? of, int slot) => ListOf(in At(of, slot));

    // Items of a list, parameters.
    public static string? TextOf(in Value value) => value.IsNull ? null : value.AsText();

    public static decimal? NumberOf(in Value value) => value.IsNull ? null : value.AsNumber();

    public static bool? BooleanOf(in Value value) => value.IsNull ? null : value.AsBoolean();

    public static DateOnly? DateOf(in Value value) => value.IsNull ? null : value.AsDate();

    public static DateTimeOffset? InstantOf(in Value value) => value.IsNull ? null : value.AsInstant();

    /// <summary>A days-and-time duration; years and months have no fixed length and count as absent.</summary>
    public static TimeSpan? DurationOf(in Value value) => value.Kind == ValueKind.Duration ? value.AsDuration() : null;

    public static Context? ObjectOf(in Value value) => value.IsNull ? null : value.AsObject();

    public static Value[]? ListOf(in Value value) => value.IsNull ? null : value.ListItems();

    public static Value ValueOf(string? x) => Value.Text(x);

    public static Value ValueOf(decimal? x) => x is { } value ? Value.Number(value) : default;

    public static Value ValueOf(bool? x) => x is { } value ? Value.Boolean(value) : default;

    public static Value ValueOf(DateOnly? x) => x is { } value ? Value.Date(value) : default;

    public static Value ValueOf(DateTimeOffset? x) => x is { } value ? Value.Instant(value) : default;

    public static Value ValueOf(TimeSpan? x) => x is { } value ? Value.Duration(value) : default;

    public static int Length(Value[]? list) => list?.Length ?? 0;

    /// <summary>The place of an item in a list that has it.</summary>
    public static int Place(Value[]? list, decimal? place) =>
        place is { } at && at >= 0 && at < Length(list) && at == Math.Floor(at)
            ? (int)at
            : throw new RuleFault(DiagnosticCode.RuleText);

    public static int Place(Value[]? list, int place) => (uint)place < (uint)Length(list) ? place : throw new RuleFault(DiagnosticCode.RuleText);

    public static decimal? Count(int count) => count;

    public static bool Equal(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

    /// <summary>Whether a text in upper case equals another, without making it.</summary>
    public static bool UpperEqual(string? x, string? y)
    {
        if (x is null || y is null || x.Length != y.Length) return x is null && y is null;
        for (var i = 0; i < x.Length; i++)
        {
            var letter = x[i];
            if (!char.IsAscii(letter)) return Equal(Upper(x), y);
            if ((char.IsAsciiLetterLower(letter) ? (char)(letter & ~0x20) : letter) != y[i]) return false;
        }

        return true;
    }

    public static bool Equal(decimal? x, decimal? y) => x == y;

    public static bool Equal(bool? x, bool? y) => x == y;

    public static bool Equal(DateOnly? x, DateOnly? y) => x == y;

    public static bool Equal(DateTimeOffset? x, DateTimeOffset? y) => x == y;

    public static bool Equal(TimeSpan? x, TimeSpan? y) => x == y;

    // A number of the facts against a constant, which is what most rules are made of.
    public static bool Equal(Context? of, int slot, decimal y)
    {
        ref readonly var x = ref At(of, slot);
        return x.Kind == ValueKind.Number && x.Compared(y) == 0;
    }

    public static bool Less(Context? of, int slot, decimal y)
    {
        ref readonly var x = ref At(of, slot);
        return x.Kind == ValueKind.Number && x.Compared(y) < 0;
    }

    public static bool AtMost(Context? of, int slot, decimal y)
    {
        ref readonly var x = ref At(of, slot);
        return x.Kind == ValueKind.Number && x.Compared(y) <= 0;
    }

    public static bool More(Context? of, int slot, decimal y)
    {
        ref readonly var x = ref At(of, slot);
        return x.Kind == ValueKind.Number && x.Compared(y) > 0;
    }

    public static bool AtLeast(Context? of, int slot, decimal y)
    {
        ref readonly var x = ref At(of, slot);
        return x.Kind == ValueKind.Number && x.Compared(y) >= 0;
    }

    public static bool Less(string? x, string? y) => x is not null && y is not null && string.CompareOrdinal(x, y) < 0;

    public static bool Less(decimal? x, decimal? y) => x < y;

    public static bool Less(DateOnly? x, DateOnly? y) => x < y;

    public static bool Less(DateTimeOffset? x, DateTimeOffset? y) => x < y;

    public static bool Less(TimeSpan? x, TimeSpan? y) => x < y;

    public static bool AtMost(string? x, string? y) => x is not null && y is not null && string.CompareOrdinal(x, y) <= 0;

    public static bool AtMost(decimal? x, decimal? y) => x <= y;

    public static bool AtMost(DateOnly? x, DateOnly? y) => x <= y;

    public static bool AtMost(DateTimeOffset? x, DateTimeOffset? y) => x <= y;

    public static bool AtMost(TimeSpan? x, TimeSpan? y) => x <= y;

    /// <summary>Position of a text among the ordered values of a field, best first.</summary>
    public static decimal? Rank(ImmutableArray<string> values, string? x) =>
        x is not null && values.IndexOf(x, 0, values.Length, StringComparer.Ordinal) is >= 0 and var rank ? rank : null;

    public static bool In(FrozenSet<string> set, string? x) => x is not null && set.Contains(x);

    public static bool In(FrozenSet<decimal> set, decimal? x) => x is { } number && set.Contains(number);

    public static decimal? Negate(decimal? x) => -x;

    public static decimal? Add(decimal? x, decimal? y) => x + y;

    public static decimal? Subtract(decimal? x, decimal? y) => x - y;

    public static decimal? Multiply(decimal? x, decimal? y) => x * y;

    public static decimal? Divide(decimal? x, decimal? y) => x / y;

    public static decimal? Remainder(decimal? x, decimal? y) => x % y;

    public static decimal? AddPresent(decimal? sum, decimal? x) => x is null ? sum : sum + x;

    public static decimal? LesserPresent(decimal? least, decimal? x) => x is null || least <= x ? least : x;

    public static decimal? GreaterPresent(decimal? most, decimal? x) => x is null || most >= x ? most : x;

    public static decimal? Abs(decimal? x) => x is { } n ? Math.Abs(n) : null;

    public static decimal? Floor(decimal? x) => x is { } n ? Math.Floor(n) : null;

    public static decimal? Ceiling(decimal? x) => x is { } n ? Math.Ceiling(n) : null;

    /// <summary>Half to even, as <c>Math.Round</c>.</summary>
    public static decimal? Round(decimal? x, decimal? digits)
    {
        if (x is not { } n || digits is not { } d) return null;
        if (d is < 0 or > 28 || d != Math.Floor(d)) throw new RuleFault(DiagnosticCode.RuleOverflow);
        return Math.Round(n, (int)d);
    }

    public static decimal? Min(decimal? x, decimal? y) => x is { } a && y is { } b ? Math.Min(a, b) : null;

    public static decimal? Max(decimal? x, decimal? y) => x is { } a && y is { } b ? Math.Max(a, b) : null;

    public static decimal? Length(string? x) => x?.Length;

    public static string? Upper(string? x) => x?.ToUpperInvariant();

#pragma warning disable CA1308 // The rule asks for lower case.
    public static string? Lower(string? x) => x?.ToLowerInvariant();
#pragma warning restore CA1308

    public static string? Trim(string? x) => x?.Trim();

    public static bool StartsWith(string? x, string? y) =>
        x is not null && y is not null && x.StartsWith(y, StringComparison.Ordinal);

    public static bool EndsWith(string? x, string? y) =>
        x is not null && y is not null && x.EndsWith(y, StringComparison.Ordinal);

    public static bool Contains(string? x, string? y) =>
        x is not null && y is not null && x.Contains(y, StringComparison.Ordinal);

    public static bool IsNullOrEmpty(string? x) => string.IsNullOrEmpty(x);

    public static bool IsNullOrWhiteSpace(string? x) => string.IsNullOrWhiteSpace(x);

    public static string? Join(string? x, string? y) =>
        (x?.Length ?? 0) + (y?.Length ?? 0) <= MaxText ? x + y : throw new RuleFault(DiagnosticCode.RuleText);

    public static string? Substring(string? x, decimal? start) => Substring(x, start, x?.Length - start);

    public static string? Substring(string? x, decimal? start, decimal? length)
    {
        if (x is null || start is not { } from || length is not { } count) return null;
        if (from < 0 || count < 0 || from != Math.Floor(from) || count != Math.Floor(count) || from > x.Length
            || count > x.Length - from)
            throw new RuleFault(DiagnosticCode.RuleText);
        return x.Substring((int)from, (int)count);
    }

    private static ref readonly Value At(Context? of, int slot)
    {
        if (of is not null) return ref of.At(slot);
        return ref Nothing;
    }
}
