namespace Policy.Engine.Analysis;

/// <summary>Lines that never decide: no value passes their cells, or others always come first, alone or together.</summary>
internal static class Unreachables
{
    private const int MostNamed = 10;

    /// <summary>Reports them and gives those that do decide somewhere.</summary>
    public static List<Line> Find(Study study)
    {
        var (model, reached) = (study.Model, new List<Line>());
        for (var i = 0; i < model.Lines.Length; i++)
        {
            var line = model.Lines[i];
            if (line.Box.IsEmpty) study.Proved(FindingCode.Unreachable, Severity.Warning, [line.Id], Messages.NeverHits(line.Id));
            else if (!model.FirstWins || !Hidden(study, line, i)) reached.Add(line);
        }

        return reached;
    }

    private static bool Hidden(Study study, Line line, int place)
    {
        study.Budget.Begin();
        var earlier = study.Model.Lines[..place].Where(l => l.Box.Overlaps(line.Box)).ToList();
        study.Budget.Spend(place);
        if (study.Cover.Uncovered(line.Box, [.. earlier.Select(l => l.Box)], out _) != Answer.No) return false;
        var alone = earlier.Find(l => l.Box.Covers(line.Box));
        var hiding = (alone is null ? earlier : [alone]).Select(l => l.Id).Take(MostNamed).ToList();
        study.Proved(
            FindingCode.Unreachable, Severity.Warning, [line.Id, .. hiding], Messages.Hidden(line.Id, hiding), line.Box,
            e => !e.Matched.IsEmpty && !e.Matched.Contains(line.Id));
        return true;
    }
}
