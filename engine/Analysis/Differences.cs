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
            (DecisionTableDocument a, DecisionTableDocument b) when SameLines(a, b) => Tables(earlier, later, a, b, budget, options),
            _ => [],
        };
    }

    private static ImmutableArray<Region> Tables(
        Subject earlier, Subject later, DecisionTableDocument one, DecisionTableDocument other, Budget budget, AnalysisOptions options)
    {
        var builder = new SpaceBuilder();
        var (before, after) = (new TableReading(earlier, one, builder), new TableReading(later, other, builder));
        var space = builder.Build();
        new PairSearch(before.In(space), after.In(space), budget).All(space.All, options.MostPerCode, out var pairs);
        return [.. pairs.Select(p => RegionOf(p, earlier, later))];
    }

    private static Region RegionOf(Pair pair, Subject earlier, Subject later)
    {
        var witness = new Witness(later).In(pair.Box, facts => Differ(earlier, later, facts));
        return new Region(
            RegionText.Of(pair.Box), pair.Before.Value, pair.After.Value,
            [.. pair.LinesBefore.Select(l => l.Id)], [.. pair.LinesAfter.Select(l => l.Id)], witness);
    }

    private static bool Differ(Subject earlier, Subject later, Facts facts)
    {
        if (Facts.Read(earlier.Facts, facts.ToJson()).Facts is not { } same) return false;
        var (before, after) = (earlier.Evaluate(same), later.Evaluate(facts));
        return before.Faults.IsEmpty != after.Faults.IsEmpty || (before.Faults.IsEmpty && before.Outputs != after.Outputs);
    }

    /// <summary>True when both read the same fields with the same values allowed.</summary>
    private static bool SameFacts(Subject earlier, Subject later) => ReferenceEquals(earlier.Facts, later.Facts)
        || RowChanges.Between(earlier.Rules.Document(earlier.Document.Facts)!, later.Rules.Document(later.Document.Facts)!).IsEmpty;

    /// <summary>True when both run over the same lines and put the lines' results together alike.</summary>
    private static bool SameLines(DecisionTableDocument one, DecisionTableDocument other) =>
        one.ForEach == other.ForEach && one.Outputs.Select(o => (o.Name, o.Combine)).SequenceEqual(other.Outputs.Select(o => (o.Name, o.Combine)));
}
