using System.Collections.Immutable;
using System.Globalization;
using Policy.Engine;
using Policy.Rules.Comparisons;
using Policy.Rules.Decisions;

namespace Policy.Host.Api;

/// <summary>Reads query parameters and finds every problem, also those that nobody asked for.</summary>
internal sealed class QueryParameters(IQueryCollection query)
{
    private const int MaxLength = 200;

    private static readonly string[] Instants =
        ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly ImmutableArray<Diagnostic>.Builder _problems = ImmutableArray.CreateBuilder<Diagnostic>();

    /// <summary>A text; null when the parameter is absent or bad.</summary>
    public string? Text(string name)
    {
        _known.Add(name);
        if (!query.TryGetValue(name, out var values)) return null;
        if (values is not [{ Length: > 0 and <= MaxLength } text] || text.Contains('\0', StringComparison.Ordinal))
        {
            Bad(name, $"只能有一个值，1 到 {MaxLength} 个字符。", $"Give one value of 1 to {MaxLength} characters.");
            return null;
        }

        return text;
    }

    /// <summary>A text that must be there.</summary>
    public string? Required(string name)
    {
        if (Text(name) is { } text) return text;
        if (!query.ContainsKey(name)) Bad(name, "缺少此参数。", "This parameter must be given.");
        return null;
    }

    /// <summary>One of some texts.</summary>
    public string? OneOf(string name, ImmutableArray<string> values)
    {
        if (Text(name) is not { } text || values.Contains(text)) return query[name];
        var all = string.Join(", ", values);
        Bad(name, $"`{text}` 不是其中之一：{all}。", $"`{text}` is none of {all}.");
        return null;
    }

    /// <summary>An instant, or a day, which is its first instant in UTC+8.</summary>
    public DateTimeOffset? Instant(string name)
    {
        if (Text(name) is not { } text) return null;
        var (culture, plain) = (CultureInfo.InvariantCulture, DateTimeStyles.None);
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", culture, plain, out var day))
            return new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.FromHours(8));
        // A plus sign that was not escaped arrives as a space; without an offset the instant would be anybody's guess.
        var iso = text.Replace(' ', '+');
        if (DateTime.TryParseExact(iso, Instants, culture, DateTimeStyles.RoundtripKind, out var time)
            && time.Kind != DateTimeKind.Unspecified
            && DateTimeOffset.TryParseExact(iso, Instants, culture, plain, out var instant))
            return instant;
        Bad(
            name,
            $"`{text}` 不是日期或带时区的时间，例如 2026-11-11 或 2026-11-11T00:00:00+08:00。",
            $"`{text}` is neither a day nor an instant such as 2026-11-11 or 2026-11-11T00:00:00+08:00.");
        return null;
    }

    /// <summary>A whole number.</summary>
    public int? Number(string name, int least, int most)
    {
        if (Text(name) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least
            && number <= most)
            return number;
        Bad(name, $"`{text}` 不是 {least} 到 {most} 的整数。", $"`{text}` is not a whole number from {least} to {most}.");
        return null;
    }

    /// <summary>The key of a page of decisions.</summary>
    public string? PageKey(string name)
    {
        if (Text(name) is not { } text) return null;
        if (DecisionLog.IsPageKey(text)) return text;
        Bad(name, $"`{text}` 不是上一页给出的 next。", $"`{text}` is not the next of a page.");
        return null;
    }

    /// <summary>A side of a comparison.</summary>
    public ComparedSide? Side(string name)
    {
        if (Text(name) is not { } text) return null;
        if (ComparedSide.Parse(text) is { } side) return side;
        Bad(
            name,
            $"`{text}` 不是版本号、draft、inForce、release:编号、试验区，或形如 guangzhou:draft 的写法。",
            $"`{text}` is not the number of a version, draft, inForce, release:N, a zone, or one of these behind a zone as in guangzhou:draft.");
        return null;
    }

    /// <summary>All that is wrong, parameters that were not read included; null when nothing is.</summary>
    public ApiProblem? Problem()
    {
        foreach (var name in query.Keys.Where(name => !_known.Contains(name)))
            Bad(name, "没有这个参数。", "There is no such parameter.");
        return _problems.Count == 0 ? null : ApiProblem.BadFields(_problems.ToImmutable());
    }

    private void Bad(string name, string zhCn, string en) =>
        _problems.Add(new Diagnostic("invalid-parameter", Severity.Error, "", $"/{name}", new LocalizedText(zhCn, en)));
}
