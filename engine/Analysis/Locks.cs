using System.Collections.Immutable;

namespace Policy.Engine.Analysis;

/// <summary>Where a zone's document loosens what a locked row or entry of its parent's decides.</summary>
internal static class Locks
{
    public static ImmutableArray<string> Ids(Document document) => document switch
    {
        DecisionTableDocument table => [.. table.Rows.Where(r => r.Locked).Select(r => r.Id)],
        ListDocument list => [.. list.Entries.Where(e => e.Locked).Select(e => e.Id)],
        ScorecardDocument card =>
            [.. card.Characteristics.Where(c => c.Locked).Select(c => c.Id), .. card.Overrides.Where(o => o.Locked).Select(o => o.Id)],
        _ => [],
    };

    public static ImmutableArray<Region> Loosened(RuleSet parent, RuleSet zone, string key, Budget budget, AnalysisOptions options)
    {
        var locked = Ids(parent.Document(key)!).ToHashSet(StringComparer.Ordinal);
        if (locked.Count == 0) return [];
        var builder = new SpaceBuilder();
        if (Subject.Of(parent, key) is not { } theirs || Subject.Of(zone, key) is not { } ours
            || !Differences.SameFacts(theirs, ours) || !Differences.SameLines(theirs, ours)
            || Readings.Of(theirs, builder) is not { } before || Readings.Of(ours, builder) is not { } after)
        {
            budget.End();
            return [];
        }

        var space = builder.Build();
        var (one, other) = (before.In(space), after.In(space));
        if (AllStay(one, other, locked)) return [];
        var (ranks, boxes) = (Strictness.Ranks(ours.Document, theirs.Document), one.Lines.Where(l => locked.Contains(l.Id)).Select(l => l.Box).ToList());
        var search = new PairSearch(one, other, budget)
        {
            Skip = box => !boxes.Exists(b => b.Overlaps(box)),
            Sought = pair => pair.Before.Text != pair.After.Text
                && pair.LinesBefore.Any(l => locked.Contains(l.Id))
                && !Strictness.Stricter(ranks, pair.Before.Value, pair.After.Value),
        };
        search.All(space.All, options.MostPerCode, out var pairs);
        return [.. pairs.Select(pair => Differences.RegionOf(pair, ours, Shows))];

        bool Shows(Facts facts)
        {
            if (Facts.Read(theirs.Facts, facts.ToJson()).Facts is not { } same) return false;
            var (was, now) = (theirs.Evaluate(same), ours.Evaluate(facts));
            return was.Faults.IsEmpty && now.Faults.IsEmpty && was.Matched.Any(locked.Contains)
                && Differences.Decided(was) != Differences.Decided(now) && !Strictness.Stricter(ranks, was.Outputs, now.Outputs);
        }
    }

    /// <summary>Where all hits are listed, a row that is still there is still given.</summary>
    private static bool AllStay(Model one, Model other, HashSet<string> locked) =>
        one.Policy is HitPolicy.RuleOrder or HitPolicy.OutputOrder or HitPolicy.Collect && other.Policy == one.Policy
        && one.Lines.Where(l => locked.Contains(l.Id)).All(
            l => other.Lines.Any(o => o.Id == l.Id && o.Box.Covers(l.Box) && o.Outcome.Text == l.Outcome.Text));
}
