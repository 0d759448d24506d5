using System.Collections.Immutable;

namespace Policy.Engine.Analysis;

/// <summary>Bins without a value or behind others, values without a bin, scores without a grade, grades without a score,
/// overrides that never decide.</summary>
internal static class ScorecardFindings
{
    public static ImmutableArray<Finding> Find(Subject subject, ScorecardDocument card, Budget budget, AnalysisOptions options)
    {
        var builder = new SpaceBuilder();
        var reading = new ScorecardReading(subject, card, builder);
        var space = builder.Build();
        var study = new Study(subject, reading.Overrides(space), space, budget, options);
        for (var i = 0; i < card.Characteristics.Length; i++) Bins(study, card.Characteristics[i].Id, reading.Bins(space, i));
        Overrides(study, card);
        if (Groups(space, [reading], []) is { } groups && Scores.Of(space, (card.Base, 0), groups, budget) is { } scores)
            Grades(study, card, reading, scores.Reached[^1]);
        else budget.End();
        return [.. study.Findings];
    }

    /// <summary>The characteristics of scorecards as choices, dimension by dimension; null when one reads conditions, or when
    /// nothing is known of how its input hangs together with others.</summary>
    public static List<ImmutableArray<Choice>>? Groups(Space space, ImmutableArray<ScorecardReading> ones, ImmutableArray<ScorecardReading> others)
    {
        if (ones.Concat(others).Any(r => r.Dimensions.Any(d => d is null))) return null;
        if (space.Dimensions.Any(d => d.Kind == DimensionKind.Condition && d.Name.Contains(" in (", StringComparison.Ordinal))) return null;
        return
        [
            .. ones.Concat(others).SelectMany(r => r.Dimensions).Distinct()
                .Select(d => Scores.Choices(space, d!.Value, On(ones, d.Value), On(others, d.Value))),
        ];

        List<Model> On(ImmutableArray<ScorecardReading> readings, int dimension) =>
            [.. readings.SelectMany(r => r.Dimensions.Select((d, i) => (d, i)).Where(p => p.d == dimension).Select(p => r.Points(space, p.i)))];
    }

    private static void Bins(Study study, string id, ImmutableArray<Box> bins)
    {
        for (var i = 0; i < bins.Length; i++)
        {
            var bin = bins[i];
            study.Budget.Begin();
            if (bin.IsEmpty) study.Proved(FindingCode.Unreachable, Severity.Warning, [$"{id}/{i + 1}"], Messages.NeverHits($"{id}/{i + 1}"));
            else if (study.Cover.Uncovered(bin, bins[..i], out _) == Answer.No)
                study.Proved(FindingCode.Unreachable, Severity.Warning, [$"{id}/{i + 1}"], Messages.HiddenBin(id, i + 1), bin, static _ => true);
            for (var j = i + 1; j < bins.Length; j++)
                if (bin.Overlaps(bins[j]))
                    study.Seen(FindingCode.Overlap, Severity.Information, [$"{id}/{i + 1}", $"{id}/{j + 1}"], Messages.OverlappingBins(id, i + 1, j + 1), bin.Intersect(bins[j]), e => Earned(e, id));
        }

        foreach (var gap in study.Cover.AllUncovered(study.Space.All, bins, study.Room(FindingCode.Gap)))
            study.Seen(FindingCode.Gap, Severity.Information, [id], Messages.NoBin(id), gap, e => e.Faults.All(f => f.Item != id) && !Earned(e, id));
    }

    private static bool Earned(Evaluation evaluation, string id) => evaluation.Matched.Contains(id) || !evaluation.Outputs.AsObject()["override"].IsNull;

    private static void Overrides(Study study, ScorecardDocument card)
    {
        // An override that may be true in several ways has a line for each.
        for (var i = 0; i < card.Overrides.Length; i++)
        {
            var lines = study.Model.Lines.Where(l => l.Position == i).ToList();
            var earlier = study.Model.Lines.Where(l => l.Position < i).Select(l => l.Box).ToList();
            if (lines.Exists(l => study.Cover.Uncovered(l.Box, earlier, out _) != Answer.No)) continue;
            study.Proved(FindingCode.Unreachable, Severity.Warning, [card.Overrides[i].Id], Messages.HiddenOverride(card.Overrides[i].Id));
        }
    }

    private static void Grades(Study study, ScorecardDocument card, ScorecardReading reading, Dictionary<(decimal One, decimal Other), Box> scores)
    {
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var ((score, _), box) in scores.OrderBy(s => s.Key.One))
        {
            if (reading.GradeOf(score) is { } grade) given.Add(grade);
            else study.Seen(FindingCode.Gap, Severity.Error, [], Messages.NoGrade(score), box, static e => e.Faults.Any(f => f.Code == DiagnosticCode.NoGrade));
        }

        foreach (var grade in card.Grades.Select(g => g.Grade).Distinct().Where(g => !given.Contains(g)))
            study.Proved(FindingCode.Unreachable, Severity.Warning, [grade], Messages.UnreachedGrade(grade, scores.Keys.Min(s => s.One), scores.Keys.Max(s => s.One)));
    }
}
