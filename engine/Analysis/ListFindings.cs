using System.Collections.Immutable;

namespace Policy.Engine.Analysis;

/// <summary>Entries of a list that another entry makes needless or contradicts. What could cover an entry is looked up, so that
/// the work follows the length of the list.</summary>
internal sealed class ListFindings
{
    private const int MostLookups = 5_000;

    private readonly ListDocument _list;
    private readonly Keywords _keywords;
    private readonly Dictionary<string, List<int>> _byValues = new(StringComparer.Ordinal);

    private ListFindings(ListDocument list)
    {
        (_list, _keywords) = (list, Keywords.Of(list));
        for (var i = 0; i < list.Entries.Length; i++)
        {
            var key = Key(Enumerable.Range(0, list.Columns.Length).Select(c => Form(c, list.Entries[i].Values[c])));
            if (!_byValues.TryGetValue(key, out var entries)) _byValues[key] = entries = [];
            entries.Add(i);
        }
    }

    public static ImmutableArray<Finding> Find(Subject subject, ListDocument list, Budget budget, AnalysisOptions options)
    {
        var findings = new ListFindings(list);
        var found = ImmutableArray.CreateBuilder<Finding>();
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < list.Entries.Length; i++)
        {
            if (findings.Covering(i, budget) is not { } by) continue;
            var (code, severity) = findings.Judge(i, by);
            counts[code] = counts.GetValueOrDefault(code) + 1;
            if (counts[code] > options.MostPerCode) budget.End();
            else found.Add(findings.Reported(subject, i, by, code, severity));
        }

        return found.ToImmutable();
    }

    /// <summary>The entry that hits wherever this one does and is at least as strong; the strongest of them. Null when
    /// there is none.</summary>
    private int? Covering(int entry, Budget budget)
    {
        var options = _list.Columns.Select((_, c) => Wider(c, _list.Entries[entry].Values[c])).ToArray();
        if (options.Aggregate(1L, (n, o) => n * o.Length) > MostLookups || !budget.Spend(options.Sum(o => o.Length)))
        {
            budget.End();
            return null;
        }

        var covering = Combined(options).SelectMany(key => _byValues.GetValueOrDefault(key) ?? [])
            .Where(other => other != entry && Lasts(other, entry) && Beats(other, entry)).ToList();
        return covering.Count == 0 ? null : covering.MinBy(o => (Strength(o), o));
    }

    private (string Code, Severity Severity) Judge(int entry, int by) => (Same(entry, by), Strength(by) < Strength(entry)) switch
    {
        (true, false) => (FindingCode.Duplicate, Severity.Warning),
        (true, true) => (FindingCode.Conflict, Severity.Warning),
        (false, true) => (FindingCode.Unreachable, Severity.Warning),
        _ => (FindingCode.Redundant, Severity.Information),
    };

    private Finding Reported(Subject subject, int entry, int by, string code, Severity severity)
    {
        var (one, other) = (_list.Entries[entry], _list.Entries[by]);
        var builder = new SpaceBuilder();
        var reading = new ListReading(subject, _list with { Entries = [one] }, builder);
        var space = builder.Build();
        var box = reading.In(space).Lines.FirstOrDefault()?.Box ?? space.All;
        return new Finding
        {
            Code = code, Severity = severity, Document = _list.Key, Rows = [one.Id, other.Id], Region = RegionText.Of(box),
            Witness = new Witness(subject).In(box, f => subject.Evaluate(f).Matched is var m && m.Contains(one.Id) && m.Contains(other.Id)),
            Message = code switch
            {
                FindingCode.Duplicate => Messages.SameEntry(one.Id, other.Id),
                FindingCode.Conflict => Messages.ContradictingEntry(one, other),
                FindingCode.Unreachable => Messages.WeakerEntry(one, other),
                _ => Messages.NarrowerEntry(one.Id, other.Id),
            },
        };
    }

    /// <summary>A stronger one always beats; of equals the wider one, and of the same the earlier one.</summary>
    private bool Beats(int other, int entry) => Strength(other) < Strength(entry)
        || (Strength(other) == Strength(entry) && (!Same(entry, other) || other < entry || !Lasts(entry, other)));

    private bool Lasts(int other, int entry)
    {
        var (wide, narrow) = (_list.Entries[other], _list.Entries[entry]);
        return (wide.From is null || wide.From <= narrow.From) && (wide.To is null || wide.To >= narrow.To);
    }

    private bool Same(int one, int other) => Enumerable.Range(0, _list.Columns.Length)
        .All(c => Form(c, _list.Entries[one].Values[c]) == Form(c, _list.Entries[other].Values[c]));

    private int Strength(int entry) => _list.Effects.IndexOf(_list.Entries[entry].Effect);

    /// <summary>The values of a column that match whatever this one matches; null: the column does not matter.</summary>
    private string?[] Wider(int column, string? value) => (value, _list.Columns[column].Match) switch
    {
        (null, _) => [null],
        (_, ListMatch.Equals) => [value, null],
        (_, ListMatch.Prefix) => [.. Enumerable.Range(1, value.Length).Select(n => value[..n]), null],
        _ => [.. _keywords.Within(column, value), null],
    };

    private string? Form(int column, string? value) =>
        value is not null && _list.Columns[column].Match == ListMatch.Keyword ? EntryLists.KeywordText.Normalize(value) : value;

    private static IEnumerable<string> Combined(string?[][] options)
    {
        IEnumerable<string> keys = [""];
        foreach (var column in options) keys = keys.SelectMany(k => column.Select(o => k + Part(o))).ToList();
        return keys;
    }

    private static string Key(IEnumerable<string?> values) => string.Concat(values.Select(Part));

    private static string Part(string? value) => value is null ? "\0\0" : $"{value}\0";
}
