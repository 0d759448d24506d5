using System.Collections.Immutable;
using Policy.Engine.EntryLists;

namespace Policy.Engine.Analysis;

/// <summary>Rows or entries that are alike but for their periods, which follow one another as a rule: days on which two of
/// them apply, and days between them on which none does. Those without a period apply always and are no part of it.</summary>
internal static class Periods
{
    public static IEnumerable<Finding> Find(Document document, Budget budget, AnalysisOptions options)
    {
        var lines = Lines(document).ToList();
        if (!budget.Spend(lines.Count)) return [];
        var found = lines.GroupBy(l => l.Alike, StringComparer.Ordinal).SelectMany(g => Find(document.Key, [.. g]))
            .GroupBy(f => f.Code).ToList();
        if (found.Exists(code => code.Count() > options.MostPerCode)) budget.End();
        return found.SelectMany(code => code.Take(options.MostPerCode));
    }

    private static IEnumerable<Dated> Lines(Document document) => document switch
    {
        DecisionTableDocument table => table.Rows.Select(r => new Dated(r.Id, Key(r.When.Select(cell => cell.Trim())), r.From, r.To)),
        ListDocument list => list.Entries.Select(e => new Dated(e.Id, Key(e.Values.Select((v, c) => Form(list.Columns[c], v))), e.From, e.To)),
        _ => [],
    };

    private static IEnumerable<Finding> Find(string document, ImmutableArray<Dated> alike)
    {
        var dated = alike.Where(l => !l.IsAlways && l.From < l.To).OrderBy(l => l.From).ThenBy(l => l.To).ToList();
        var (always, last) = (alike.Any(l => l.IsAlways), dated.FirstOrDefault());
        foreach (var next in dated.Skip(1))
        {
            if (next.From < last!.To)
            {
                var end = last.To < next.To ? last.To : next.To;
                yield return Of(FindingCode.PeriodOverlap, document, last, next, next.From, end, Messages.PeriodsOverlap);
            }
            else if (next.From > last.To && !always)
            {
                yield return Of(FindingCode.PeriodGap, document, last, next, last.To, next.From, Messages.PeriodsApart);
            }

            if (next.To > last.To) last = next;
        }
    }

    private static Finding Of(
        string code,
        string document,
        Dated one,
        Dated other,
        DateOnly from,
        DateOnly to,
        Func<string, string, LocalizedText, LocalizedText> message)
    {
        var builder = new SpaceBuilder();
        var days = builder.Period(from == DateOnly.MinValue ? null : from, to == DateOnly.MaxValue ? null : to);
        return new Finding
        {
            Code = code, Severity = Severity.Warning, Document = document, Rows = [one.Id, other.Id],
            Region = days is { } side ? RegionText.Of(builder.Build().BoxOf([side])) : ImmutableSortedDictionary<string, string>.Empty,
            Message = message(one.Id, other.Id, Messages.Days(from, to)),
        };
    }

    private static string? Form(ListColumn column, string? value) =>
        value is not null && column.Match == ListMatch.Keyword ? KeywordText.Normalize(value) : value;

    private static string Key(IEnumerable<string?> values) => string.Concat(values.Select(v => v is null ? "\0\0" : $"{v}\0"));

    /// <summary>A row or entry with the days on which it applies: from the first, up to but not including the last.</summary>
    private sealed record Dated(string Id, string Alike, DateOnly From, DateOnly To)
    {
        public Dated(string id, string alike, DateOnly? from, DateOnly? to)
            : this(id, alike, from ?? DateOnly.MinValue, to ?? DateOnly.MaxValue)
        {
        }

        public bool IsAlways => From == DateOnly.MinValue && To == DateOnly.MaxValue;
    }
}
