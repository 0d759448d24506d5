using System.Collections.Immutable;
using Policy.Engine.Analysis;

namespace Policy.Engine.Cases;

/// <summary>What cases show of a list: entries that hit, their periods, and the effect of items on none.</summary>
internal sealed class ListWatch
{
    private readonly Subject _subject;
    private readonly ListDocument _list;
    private readonly Cover _cover;
    private readonly Budget _budget;
    private readonly LimitSpace _limits;
    private readonly ImmutableArray<WatchedCell> _periods;
    private readonly ILookup<int, Line> _lines;
    private readonly Box _all;
    private readonly Dictionary<string, int> _places;

    // The list without its periods: which entries match, whatever the day.
    private readonly RuleSet _timeless;

    public ListWatch(Subject subject, ListDocument list, Budget budget)
    {
        (_subject, _list, _budget, _cover) = (subject, list, budget, new Cover(budget));
        _places = list.Entries.Select((entry, place) => (entry.Id, place)).ToDictionary(e => e.Id, e => e.place, StringComparer.Ordinal);
        var builder = new SpaceBuilder();
        _limits = new LimitSpace(subject, builder);
        var isTimeless = list.Entries.All(e => (e.From ?? e.To) is null);
        if (!isTimeless) _limits.Day();
        _periods = isTimeless ? [] : [.. list.Entries.Select(e => _limits.Period(0, e.From, e.To))];
        _timeless = isTimeless ? subject.Rules : Timeless();

        // Longer lists are measured, but nothing is sought for them.
        var reading = list.Entries.Length <= ListReading.MostEntries ? new ListReading(subject, list, builder) : null;
        var space = builder.Build();
        _all = space.All;
        _lines = (reading?.In(space).Lines ?? []).ToLookup(l => l.Position);
    }

    public Watch Watch()
    {
        var lines = _list.Entries.Select(Entry).ToList();
        if (_list.Otherwise is not null) lines.Add(Otherwise());
        return new Watch(_subject, [.. lines], [], See);
    }

    private WatchedLine Entry(ListEntry entry, int place) =>
        new(place, ItemKind.Entry, entry.Id, (entry.From ?? entry.To) is null ? [] : [_periods[place]])
        {
            Note = entry.Note,
            Never = () => _lines.Contains(place) && _lines[place].All(l => l.Box.IsEmpty),
            Where = goal => _lines[place].Select(l => _limits.Narrowed(l.Box, goal)).SelectMany(box => Free(box, Stronger(entry)).Append(box)),
        };

    private WatchedLine Otherwise() => new(_list.Entries.Length, ItemKind.Otherwise, "", [])
    {
        Where = _ => Free(_all, Boxes(static _ => true)),
    };

    private IEnumerable<Box> Stronger(ListEntry entry) =>
        Boxes(other => _list.Effects.IndexOf(other.Effect) < _list.Effects.IndexOf(entry.Effect));

    private IEnumerable<Box> Boxes(Func<ListEntry, bool> wanted) =>
        _lines.Where(l => l.Key < _list.Entries.Length && wanted(_list.Entries[l.Key])).SelectMany(l => l).Select(l => l.Box);

    private IEnumerable<Box> Free(Box box, IEnumerable<Box> others)
    {
        _budget.Begin();
        return _cover.Uncovered(box, [.. others], out var free) == Answer.Yes ? [free] : [];
    }

    private Sight See(Facts facts)
    {
        var evaluation = _subject.Evaluate(facts);
        var decided = evaluation.Matched.Select(id => _places[id]).ToImmutableHashSet();
        var outside = evaluation.Outputs.AsObject()["hits"].AsList().ToArray().Any(h => h.AsObject()["id"].IsNull);
        var failing = new int[_list.Entries.Length + 1];
        Array.Fill(failing, SightPass.Several);
        foreach (var id in _timeless.Evaluate(_list.Key, facts).Matched)
            failing[_places[id]] = decided.Contains(_places[id]) ? SightPass.None : 0;
        return new Sight(evaluation, outside ? decided.Add(_list.Entries.Length) : decided, [new SightPass([Cases.Watch.DayOf(facts)], failing)]);
    }

    private RuleSet Timeless() => new Variants(_subject.Rules, _list.Key)
        .Compile(_list with { Entries = [.. _list.Entries.Select(e => e with { From = null, To = null })] })!;
}
