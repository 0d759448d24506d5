using System.Collections.Immutable;

namespace Policy.Engine.Analysis;

/// <summary>Where two scorecards give another grade, override or score. Scores are sums, so the groups of characteristics are gone
/// through one by one, and a box is not divided further once all that can follow gives the same.</summary>
internal sealed class ScorecardDifferences
{
    private readonly ScorecardReading _one;
    private readonly ScorecardReading _other;
    private readonly List<ImmutableArray<Choice>> _groups;
    private readonly Budget _budget;
    private readonly Dictionary<(int Group, decimal One, decimal Other), ImmutableHashSet<Result>> _results = [];

    private ScorecardDifferences(ScorecardReading one, ScorecardReading other, List<ImmutableArray<Choice>> groups, Budget budget) =>
        (_one, _other, _groups, _budget) = (one, other, groups, budget);

    public static ImmutableArray<Region> Between(
        Subject earlier, Subject later, ScorecardDocument one, ScorecardDocument other, Budget budget, AnalysisOptions options)
    {
        var builder = new SpaceBuilder();
        var (before, after) = (new ScorecardReading(earlier, one, builder), new ScorecardReading(later, other, builder));
        var space = builder.Build();
        if (ScorecardFindings.Groups(space, [before], [after]) is not { } groups)
        {
            budget.End();
            return [];
        }

        // With unequal defaults nothing cancels out: every combination of overrides is wanted.
        var overridden = after.Overrides(space) with { Otherwise = Outcome.None with { Text = "" } };
        new PairSearch(before.Overrides(space), overridden, budget).All(space.All, options.MostPerCode, out var overrides);
        var differences = new ScorecardDifferences(before, after, groups, budget);
        var pairs = new List<Pair>();
        foreach (var (box, by, byOther) in Combined(before.Overrides(space), after.Overrides(space), overrides, space, budget))
            differences.Divide(box, 0, (one.Base, other.Base), by, byOther, pairs);
        var joined = Joining.Joined(pairs);
        if (joined.Count > options.MostPerCode) budget.End();
        return [.. joined.Take(options.MostPerCode).Select(p => Differences.RegionOf(p, earlier, later))];
    }

    /// <summary>Disjoint boxes throughout which each scorecard has one override or none.</summary>
    private static IEnumerable<(Box Box, Line? By, Line? ByOther)> Combined(Model one, Model other, List<Pair> differing, Space space, Budget budget)
    {
        foreach (var pair in differing) yield return (pair.Box, pair.LinesBefore.FirstOrDefault(), pair.LinesAfter.FirstOrDefault());

        // Where both have the same override, or none: what is left of the space, line by line.
        var taken = differing.ConvertAll(p => p.Box);
        var cover = new Cover(budget);
        foreach (var line in one.Lines)
        foreach (var box in cover.AllUncovered(line.Box, taken.ToList(), 1000))
        {
            yield return (box, line, other.Lines.First(l => l.Outcome.Text == line.Outcome.Text));
            taken.Add(box);
        }

        foreach (var box in cover.AllUncovered(space.All, taken, 1000)) yield return (box, null, null);
    }

    /// <summary>Divides a box group by group until every point of it gives one result, and keeps it when that is a
    /// difference.</summary>
    private void Divide(Box box, int group, (decimal One, decimal Other) score, Line? by, Line? byOther, List<Pair> pairs)
    {
        if (box.IsEmpty || !_budget.Spend(1)) return;
        var results = Results(group, score.One, score.Other).Select(r => Overridden(r, by, byOther)).Distinct().ToList();
        if (results.TrueForAll(r => r.IsSame)) return;
        if (results is not [var only])
        {
            foreach (var choice in _groups[group])
                Divide(box.Intersect(choice.Box), group + 1, (score.One + choice.One, score.Other + choice.Other), by, byOther, pairs);
            return;
        }

        pairs.Add(new Pair(box, Given(only.Before, by, 0), Given(only.After, byOther, only.Change), by is null ? [] : [by], byOther is null ? [] : [byOther]));
    }

    /// <summary>All results that can follow from scores before the remaining groups are added.</summary>
    private ImmutableHashSet<Result> Results(int group, decimal one, decimal other)
    {
        if (_results.TryGetValue((group, one, other), out var known)) return known;
        if (!_budget.Spend(1)) return [];
        var results = group == _groups.Count
            ? [new Result(_one.GradeOf(one), _other.GradeOf(other), other - one, null, null)]
            : _groups[group].SelectMany(c => Results(group + 1, one + c.One, other + c.Other)).ToImmutableHashSet();
        return _results[(group, one, other)] = results;
    }

    private static Result Overridden(Result result, Line? by, Line? byOther) => result with
    {
        Before = by is null ? result.Before : Grade(by), After = byOther is null ? result.After : Grade(byOther),
        Override = by?.Id, OverrideAfter = byOther?.Id,
    };

    private static string? Grade(Line line) => line.Outcome.Value.AsObject()["grade"].AsText();

    private static Outcome Given(string? grade, Line? by, decimal change)
    {
        var given = new List<(string, Value)> { ("grade", grade is null ? Value.Null : Value.Text(grade)) };
        if (by is not null) given.Add(("override", Value.Text(by.Id)));
        if (change != 0) given.Add(("scoreChange", Value.Number(change)));
        return Outcome.Of(Value.Object(Context.Of([.. given])));
    }

    /// <summary>What two scorecards give; a grade that is null is a fault.</summary>
    private sealed record Result(string? Before, string? After, decimal Change, string? Override, string? OverrideAfter)
    {
        public bool IsSame => Before == After && Change == 0 && Override == OverrideAfter;
    }
}
