using System.Globalization;
using System.Text;

namespace Policy.Engine.Tests.Reference;

/// <summary>A list, entry by entry.</summary>
internal static class ReferenceList
{
    public static ReferenceResult Evaluate(ListDocument list, Dictionary<string, object?> facts)
    {
        var around = new ReferenceScope([facts]);
        var hits = new List<(string? Id, string Effect, object? Line)>();
        if (list.When is null || ReferenceFeel.Evaluate(list.When, around) is true)
        {
            var items = list.ForEach is null ? [facts]
                : (facts[list.ForEach] as List<object?> ?? []).Cast<Dictionary<string, object?>>().ToList();
            for (var i = 0; i < items.Count; i++)
            {
                object? line = list.ForEach is null ? null : items[i].GetValueOrDefault("line") ?? i + 1m;
                var found = list.Entries
                    .Where(e => list.Columns.Zip(e.Values).All(c =>
                        c.Second is null || Matches(c.First.Match, items[i][c.First.Field], c.Second)))
                    .Where(e => ReferencePeriod.Includes(e.From, e.To, ReferencePeriod.Day(facts), around))
                    .Select(e => ((string?)e.Id, e.Effect, line))
                    .ToList();
                if (found.Count == 0 && list.Otherwise is not null) found.Add((null, list.Otherwise, line));
                hits.AddRange(found);
            }
        }

        var outputs = new Dictionary<string, object?>
        {
            ["effect"] = list.Effects.FirstOrDefault(e => hits.Any(h => h.Effect == e)),
            ["hits"] = hits.Select(h => (object?)new Dictionary<string,
                object?> { ["id"] = h.Id, ["effect"] = h.Effect, ["line"] = h.Line }).ToList(),
        };
        return new ReferenceResult(outputs, [.. hits.Where(h => h.Id is not null).Select(h => h.Id!).Distinct()],
            around.Faulted);
    }

    private static bool Matches(ListMatch match, object? value, string wanted) => (match, Plain.Bare(value)) switch
    {
        (ListMatch.Equals, string text) => string.Equals(text, wanted, StringComparison.Ordinal),
        (ListMatch.Equals, decimal number) => number == decimal.Parse(wanted, CultureInfo.InvariantCulture),
        (ListMatch.Equals, bool truth) => wanted == (truth ? "true" : "false"),
        (ListMatch.Prefix, string text) => text.StartsWith(wanted, StringComparison.Ordinal),
        (ListMatch.Keyword, string text) => Normal(text).Contains(Normal(wanted), StringComparison.Ordinal),
        _ => false,
    };

    // Width, case, spaces and punctuation do not hide a keyword.
    private static string Normal(string text) => string.Concat(
        text.Normalize(NormalizationForm.FormKC).ToLowerInvariant().EnumerateRunes().Where(Rune.IsLetterOrDigit));
}
