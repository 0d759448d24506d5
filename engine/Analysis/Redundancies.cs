namespace Policy.Engine.Analysis;

/// <summary>Lines that can go without any change: wherever they decide, the next to decide gives the same.</summary>
internal static class Redundancies
{
    // What no line gives: a line that says the same as the default is meant to say it.
    private static readonly Outcome Nothing = new("", Value.Null);

    public static void Find(Study study, List<Line> reached)
    {
        var model = study.Model;
        if (!model.FirstWins && model.Policy != HitPolicy.Any) return;
        foreach (var line in reached)
        {
            study.Budget.Begin();
            if (!study.Budget.Spend(model.Lines.Length)) return;
            var near = model with { Lines = [.. model.Lines.Where(l => l.Box.Overlaps(line.Box))], Otherwise = Nothing };
            var without = near with { Lines = near.Lines.Remove(line) };
            if (new PairSearch(near, without, study.Budget).First(line.Box, out _) != Answer.No) continue;
            var same = without.Lines.Where(l => l.Outcome.Text == line.Outcome.Text).Select(l => l.Id).Take(10).ToList();
            study.Proved(
                FindingCode.Redundant, Severity.Information, [line.Id, .. same], Messages.Redundant(line.Id, same), line.Box,
                e => e.Matched.Contains(line.Id));
        }
    }
}
