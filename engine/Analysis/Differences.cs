using System.Collections.Immutable;

namespace Policy.Engine.Analysis;

/// <summary>Where two versions of a document decide differently.</summary>
internal static class Differences
{
    public static ImmutableArray<Region> Between(
        RuleSet before, RuleSet after, Document one, Document other, Budget budget, AnalysisOptions options)
    {
        if (Subject.Of(before, one.Key) is not { } earlier || Subject.Of(after, other.Key) is not { } later || !SameFacts(earlier, later))
        {
            budget.End();
            return [];
        }

        return (one, other) switch
        {
            (DecisionTableDocument, DecisionTableDocument) or (ListDocument, ListDocument) when SameLines(earlier, later) =>
                Lines(earlier, later, budget, options),
            (ScorecardDocument a, ScorecardDocument b) => ScorecardDifferences.Between(earlier, later, a, b, budget, options),
            _ => SearchedDifferences.Between(earlier, later, budget),
        };
    }

    /// <summary>Where two edits both differ from what they started from; null when that cannot be told.</summary>
    public static SharedChange? Shared(RuleSet start, RuleSet one, RuleSet other, string key, Budget budget, AnalysisOptions options)
    {
        if (start.Document(key) is null || one.Document(key) is null || other.Document(key) is null) return null;
        if (Subject.Of(start, key) is not { } origin || Subject.Of(one, key) is not { } mine || Subject.Of(other, key) is not { } theirs) return null;
        if (!SameFacts(origin, mine) || !SameFacts(origin, theirs) || !SameLines(origin, mine) || !SameLines(origin, theirs)) return null;
        var builder = new SpaceBuilder();
        if (Readings.Of(origin, builder) is not { } from || Readings.Of(mine, builder) is not { } to || Readings.Of(theirs, builder) is not { } too)
            return null;

        var space = builder.Build();
        var (before, after, afterToo) = (from.In(space), to.In(space), too.In(space));
        if (!new PairSearch(before, after, budget).All(space.All, options.MostPerCode, out var changed)) return null;
        foreach (var change in changed)
        {
            var answer = new PairSearch(before, afterToo, budget).First(change.Box, out var pair);
            if (answer == Answer.Undecided) return null;
            if (answer == Answer.No) continue;
            var here = new PairSearch(after, afterToo, budget) { Sought = static _ => true };
            if (here.First(pair!.Box, out var both) != Answer.Yes) return null;
            return new SharedChange(RegionOf(both!, mine, f => Differ(origin, mine, f) && Differ(origin, theirs, f)), true);
        }

        return new SharedChange(null, true);
    }

    /// <summary>A region with the first facts in it on which both versions, evaluated, differ.</summary>
    public static Region RegionOf(Pair pair, Subject earlier, Subject later) =>
        RegionOf(pair, later, facts => Differ(earlier, later, facts));

    /// <summary>A region with the first facts in it that show it.</summary>
    public static Region RegionOf(Pair pair, Subject subject, Func<Facts, bool> shows) => new(
        RegionText.Of(pair.Box),
        pair.Before.Value,
        pair.After.Value,
        Ids(pair.LinesBefore),
        Ids(pair.LinesAfter),
        new Witness(subject).In(pair.Box, shows))
    {
        Area = new Area(subject, pair.Box).Has,
    };

    private static ImmutableArray<Region> Lines(Subject earlier, Subject later, Budget budget, AnalysisOptions options)
    {
        var builder = new SpaceBuilder();
        if (Readings.Of(earlier, builder) is not { } before || Readings.Of(later, builder) is not { } after)
        {
            budget.End();
            return [];
        }

        var space = builder.Build();
        new PairSearch(before.In(space), after.In(space), budget).All(space.All, options.MostPerCode, out var pairs);
        return [.. pairs.Select(p => RegionOf(p, earlier, later))];
    }

    private static ImmutableArray<string> Ids(ImmutableArray<Line> lines) => [.. lines.Select(l => l.Id).Where(id => id.Length > 0)];

    /// <summary>Whether the outcomes on the same facts differ.</summary>
    public static bool Differ(Subject earlier, Subject later, Facts facts)
    {
        if (Facts.Read(earlier.Facts, facts.ToJson()).Facts is not { } same) return false;
        var (before, after) = (earlier.Evaluate(same), later.Evaluate(facts));
        return before.Faults.IsEmpty != after.Faults.IsEmpty || (before.Faults.IsEmpty && Decided(before) != Decided(after));
    }

    /// <summary>What counts as the outcome: of a list the effect, of a scorecard all but the single points.</summary>
    public static Value Decided(Evaluation evaluation) => evaluation.Outputs is { Kind: ValueKind.Object } outputs
        ? outputs.AsObject() switch
        {
            { Shape.Names: ["effect", "hits"] } list => list[0],
            { Shape.Names: ["score", "grade", "points", "override"] } card => Value.List([card[0], card[1], card[3]]),
            _ => outputs,
        }
        : evaluation.Outputs;

    /// <summary>True when both read the same fields with the same values allowed.</summary>
    public static bool SameFacts(Subject earlier, Subject later) => ReferenceEquals(earlier.Facts, later.Facts)
        || RowChanges.Between(earlier.Rules.Document(earlier.Document.Facts)!, later.Rules.Document(later.Document.Facts)!).IsEmpty;

    /// <summary>True when both run over the same lines and put the lines' results together alike.</summary>
    public static bool SameLines(Subject one, Subject other) => (one.Document, other.Document) switch
    {
        (DecisionTableDocument a, DecisionTableDocument b) =>
            a.ForEach == b.ForEach && a.Outputs.Select(o => (o.Name, o.Combine)).SequenceEqual(b.Outputs.Select(o => (o.Name, o.Combine))),
        (ListDocument a, ListDocument b) => a.ForEach == b.ForEach,
        _ => false,
    };
}
