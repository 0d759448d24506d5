using System.Collections.Immutable;
using Policy.Engine.EntryLists;

namespace Policy.Engine.Analysis;

/// <summary>Rows or entries that are alike but for their periods, which follow one another as a rule: days on which two of
/// them apply, and days between them on which none does, for information only where a wider one applies meanwhile (a season).
/// Those without a period apply always and are no part of it.</summary>
internal static class Periods
{
    public static IEnumerable<Finding> Find(Subject subject, Budget budget, AnalysisOptions options)
    {
        var lines = Lines(subject.Document).ToList();
        if (!budget.Spend(lines.Count)) return [];
        var kept = new Dictionary<string, int>(StringComparer.Ordinal);
        var found = new List<Finding>();
        foreach (var (code, one, other, from, to) in lines.GroupBy(l => l.Alike, StringComparer.Ordinal).SelectMany(g => Find([.. g])))
        {
            kept[code] = kept.GetValueOrDefault(code) + 1;
            if (kept[code] > options.MostPerCode || !budget.Spend(lines.Count)) budget.End();
            else found.Add(Reported(subject, code, one, other, from, to));
        }

        return found;
    }

    private static IEnumerable<Dated> Lines(Document document) => document switch
    {
        DecisionTableDocument table => table.Rows.Select(r => new Dated(r.Id, Key(r.When.Select(cell => cell.Trim())), r.From, r.To)),
        ListDocument list => list.Entries.Select(e => new Dated(e.Id, Key(e.Values.Select((v, c) => Form(list.Columns[c], v))), e.From, e.To)),
        _ => [],
    };

    private static IEnumerable<(string Code, Dated One, Dated Other, DateOnly From, DateOnly To)> Find(ImmutableArray<Dated> alike)
    {
        var dated = alike.Where(l => !l.IsAlways && l.From < l.To).OrderBy(l => l.From).ThenBy(l => l.To).ToList();
        var (always, last) = (alike.Any(l => l.IsAlways), dated.FirstOrDefault());
        foreach (var next in dated.Skip(1))
        {
            if (next.From < last!.To) yield return (FindingCode.PeriodOverlap, last, next, next.From, last.To < next.To ? last.To : next.To);
            else if (next.From > last.To && !always) yield return (FindingCode.PeriodGap, last, next, last.To, next.From);
            if (next.To > last.To) last = next;
        }
    }

    private static Finding Reported(Subject subject, string code, Dated one, Dated other, DateOnly from, DateOnly to)
    {
        var builder = new SpaceBuilder();
        var side = builder.Period(from == DateOnly.MinValue ? null : from, to == DateOnly.MaxValue ? null : to);
        var (days, gap) = (Messages.Days(from, to), code == FindingCode.PeriodGap);
        return new Finding
        {
            Code = code, Document = subject.Document.Key, Rows = [one.Id, other.Id],
            Severity = gap && IsFilled(subject, other, from, to) ? Severity.Information : Severity.Warning,
            Region = side is { } period ? RegionText.Of(builder.Build().BoxOf([period])) : ImmutableSortedDictionary<string, string>.Empty,
            Message = gap ? Messages.PeriodsApart(one.Id, other.Id, days) : Messages.PeriodsOverlap(one.Id, other.Id, days),
        };
    }

    /// <summary>True when, were the row in force on the days of the gap, another one would hit there wherever it does.</summary>
    private static bool IsFilled(Subject subject, Dated row, DateOnly from, DateOnly to)
    {
        var builder = new SpaceBuilder();
        IReading reading = subject.Document switch
        {
            DecisionTableDocument table => new TableReading(subject, table with
            {
                Rows = [.. table.Rows.Select(r => r.Id == row.Id ? r with { From = from, To = to } : r)],
            }, builder),
            ListDocument list => new ListReading(subject, list with
            {
                Entries = [.. list.Entries.Select(e => e.Id == row.Id ? e with { From = from, To = to } : e)],
            }, builder),
            _ => throw new InvalidOperationException(),
        };
        var lines = reading.In(builder.Build()).Lines.Where(l => l.Id.Length > 0).ToLookup(l => l.Id == row.Id, l => l.Box);
        return lines[true].All(gap => lines[false].Any(other => other.Covers(gap)));
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
