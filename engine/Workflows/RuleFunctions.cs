using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Policy.Engine.Workflows;

/// <summary>All that an emitted rule can call, and its constants by position. A comparison with an absent value is
/// false, arithmetic with an absent value is absent; texts compare ordinally, numbers are decimals.</summary>
internal sealed class RuleFunctions(ImmutableArray<Value> constants, ImmutableArray<FrozenSet<Value>> sets)
{
    /// <summary>Longest text a rule may build.</summary>
    private const int MaxText = 10_000;

    public decimal? Constant(int index) => constants[index].AsNumber();

    public string? Text(int index) => constants[index].AsText();

    public DateOnly? Date(int index) => constants[index].AsDate();

    public DateTimeOffset? Instant(int index) => constants[index].AsInstant();

    public TimeSpan? Duration(int index) => constants[index].AsDuration();

    // Typed absence and typed identity: both branches of a conditional then have one type.
    public string? NoText() => null;

    public decimal? NoNumber() => null;

    public bool? NoBoolean() => null;

    public DateOnly? NoDate() => null;

    public DateTimeOffset? NoInstant() => null;

    public TimeSpan? NoDuration() => null;

    public decimal? Number(decimal? x) => x;

    public decimal? Number(int x) => x;

    public bool? Boolean(bool? x) => x;

    public bool True(bool? x) => x == true;

    public bool Absent(object? x) => x is null;

    public bool Equal(string? x, string? y) => x is not null && string.Equals(x, y, StringComparison.Ordinal);

    public bool Equal(decimal? x, decimal? y) => x is not null && x == y;

    public bool Equal(bool? x, bool? y) => x is not null && x == y;

    public bool Equal(DateOnly? x, DateOnly? y) => x is not null && x == y;

    public bool Equal(DateTimeOffset? x, DateTimeOffset? y) => x is not null && x == y;

    public bool Equal(TimeSpan? x, TimeSpan? y) => x is not null && x == y;

    public bool Differ(string? x, string? y) =>
        x is not null && y is not null && !string.Equals(x, y, StringComparison.Ordinal);

    public bool Differ(decimal? x, decimal? y) => x is not null && y is not null && x != y;

    public bool Differ(bool? x, bool? y) => x is not null && y is not null && x != y;

    public bool Differ(DateOnly? x, DateOnly? y) => x is not null && y is not null && x != y;

    public bool Differ(DateTimeOffset? x, DateTimeOffset? y) => x is not null && y is not null && x != y;

    public bool Differ(TimeSpan? x, TimeSpan? y) => x is not null && y is not null && x != y;

    public bool Less(string? x, string? y) => x is not null && y is not null && string.CompareOrdinal(x, y) < 0;

    public bool Less(decimal? x, decimal? y) => x < y;

    public bool Less(DateOnly? x, DateOnly? y) => x < y;

    public bool Less(DateTimeOffset? x, DateTimeOffset? y) => x < y;

    public bool Less(TimeSpan? x, TimeSpan? y) => x < y;

    public bool AtMost(string? x, string? y) => x is not null && y is not null && string.CompareOrdinal(x, y) <= 0;

    public bool AtMost(decimal? x, decimal? y) => x <= y;

    public bool AtMost(DateOnly? x, DateOnly? y) => x <= y;

    public bool AtMost(DateTimeOffset? x, DateTimeOffset? y) => x <= y;

    public bool AtMost(TimeSpan? x, TimeSpan? y) => x <= y;

    /// <summary>Position of a text among the ordered values of a field, best first.</summary>
    public decimal? Rank(int values, string? x)
    {
        if (x is null) return null;
        var items = constants[values].AsList();
        for (var i = 0; i < items.Length; i++)
            if (string.Equals(items[i].AsText(), x, StringComparison.Ordinal)) return i;
        return null;
    }

    public bool In(int set, string? x) => x is not null && sets[set].Contains(Value.Text(x));

    public bool In(int set, decimal? x) => x is { } number && sets[set].Contains(Value.Number(number));

    public decimal? Negate(decimal? x) => -x;

    public decimal? Add(decimal? x, decimal? y) => Calculate(x, y, decimal.Add);

    public decimal? Subtract(decimal? x, decimal? y) => Calculate(x, y, decimal.Subtract);

    public decimal? Multiply(decimal? x, decimal? y) => Calculate(x, y, decimal.Multiply);

    public decimal? Divide(decimal? x, decimal? y) => Calculate(x, y, decimal.Divide);

    public decimal? Remainder(decimal? x, decimal? y) => Calculate(x, y, decimal.Remainder);

    public decimal? Sum(IEnumerable<decimal?> items)
    {
        decimal? sum = 0m;
        foreach (var item in items) sum = Add(sum, item ?? 0m);
        return sum;
    }

    public decimal? Abs(decimal? x) => x is { } n ? Math.Abs(n) : null;

    public decimal? Floor(decimal? x) => x is { } n ? Math.Floor(n) : null;

    public decimal? Ceiling(decimal? x) => x is { } n ? Math.Ceiling(n) : null;

    /// <summary>Half to even, as <c>Math.Round</c>.</summary>
    public decimal? Round(decimal? x, decimal? digits) => x is { } n && digits is { } d
        ? d is >= 0 and <= 28 && d == Math.Floor(d) ? Math.Round(n, (int)d)
            : throw new RuleFault(DiagnosticCode.RuleOverflow)
        : null;

    public decimal? Smaller(decimal? x, decimal? y) => x is { } a && y is { } b ? Math.Min(a, b) : null;

    public decimal? Larger(decimal? x, decimal? y) => x is { } a && y is { } b ? Math.Max(a, b) : null;

    public decimal? Length(string? x) => x?.Length;

    public string? Upper(string? x) => x?.ToUpperInvariant();

#pragma warning disable CA1308 // The rule asks for lower case.
    public string? Lower(string? x) => x?.ToLowerInvariant();
#pragma warning restore CA1308

    public string? Trim(string? x) => x?.Trim();

    public bool StartsWith(string? x, string? y) =>
        x is not null && y is not null && x.StartsWith(y, StringComparison.Ordinal);

    public bool EndsWith(string? x, string? y) =>
        x is not null && y is not null && x.EndsWith(y, StringComparison.Ordinal);

    public bool Includes(string? x, string? y) =>
        x is not null && y is not null && x.Contains(y, StringComparison.Ordinal);

    public bool Empty(string? x) => string.IsNullOrEmpty(x);

    public bool Blank(string? x) => string.IsNullOrWhiteSpace(x);

    public string? Join(string? x, string? y)
    {
        if (x is null || y is null) return null;
        return x.Length + y.Length <= MaxText ? x + y : throw new RuleFault(DiagnosticCode.RuleText);
    }

    public string? Part(string? x, decimal? start, decimal? length)
    {
        if (x is null || start is not { } from || length is not { } count) return null;
        if (from < 0 || count < 0 || from != Math.Floor(from) || count != Math.Floor(count) || from > x.Length
            || count > x.Length - from)
            throw new RuleFault(DiagnosticCode.RuleText);
        return x.Substring((int)from, (int)count);
    }

    private static decimal? Calculate(decimal? x, decimal? y, Func<decimal, decimal, decimal> operation)
    {
        if (x is not { } a || y is not { } b) return null;
        try
        {
            return operation(a, b);
        }
        catch (DivideByZeroException)
        {
            throw new RuleFault(DiagnosticCode.RuleDivisionByZero);
        }
        catch (OverflowException)
        {
            throw new RuleFault(DiagnosticCode.RuleOverflow);
        }
    }
}

#pragma warning disable CA1032, CA1064 // Caught by Microsoft RulesEngine, which hands on its message only.
internal sealed class RuleFault(string code) : Exception(code);
#pragma warning restore CA1032, CA1064
