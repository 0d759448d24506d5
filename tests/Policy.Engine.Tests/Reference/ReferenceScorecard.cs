namespace Policy.Engine.Tests.Reference;

/// <summary>A scorecard, bin by bin.</summary>
internal static class ReferenceScorecard
{
    public static ReferenceResult Evaluate(ScorecardDocument card, Dictionary<string, object?> facts)
    {
        var around = new ReferenceScope([facts]);
        var points = new Dictionary<string, object?>();
        var matched = new List<string>();
        foreach (var characteristic in card.Characteristics)
        {
            var input = ReferenceFeel.Evaluate(characteristic.Input, around);
            var bin = characteristic.Bins.FirstOrDefault(b => ReferenceFeel.Test(b.When, input, around) == true);
            points[characteristic.Id] = bin?.Points ?? 0m;
            if (bin is not null) matched.Add(characteristic.Id);
        }

        var score = card.Base + points.Values.Sum(p => (decimal)p!);
        var hard = card.Overrides.FirstOrDefault(o => ReferenceFeel.Evaluate(o.When, around) is true);
        var grade = hard?.Grade ?? card.Grades.FirstOrDefault(g =>
            ReferenceFeel.Test(g.When, score, around) == true)?.Grade;
        if (grade is null) around.Faulted = true;
        var outputs = new Dictionary<string,
            object?> { ["score"] = score, ["grade"] = grade, ["points"] = points, ["override"] = hard?.Id };
        return new ReferenceResult(outputs, hard is null ? matched : [hard.Id], around.Faulted);
    }
}
