namespace Policy.Engine.Analysis;

/// <summary>Lines that hit together: a fault under <c>unique</c>, under <c>any</c> when they contradict each other; with
/// several hits it is for information, except that the same line twice counts double.</summary>
internal static class Overlaps
{
    public static void Find(Study study)
    {
        var model = study.Model;
        if (model.FirstWins || model.Policy is HitPolicy.First or HitPolicy.Priority) return;
        study.Budget.Begin(4);
        for (var i = 0; i < model.Lines.Length; i++)
        for (var j = i + 1; j < model.Lines.Length; j++)
        {
            var (one, other) = (model.Lines[i], model.Lines[j]);
            if (!one.Box.Overlaps(other.Box)) continue;
            Report(study, one, other);
            if (!study.Budget.Spend(1) || study.IsFull) return;
        }
    }

    private static void Report(Study study, Line one, Line other)
    {
        var (policy, box) = (study.Model.Policy, one.Box.Intersect(other.Box));
        string[] rows = [one.Id, other.Id];
        var same = one.Outcome.Text == other.Outcome.Text;
        if (policy == HitPolicy.Unique)
            study.Seen(FindingCode.Overlap, Severity.Error, rows, Messages.NotUnique(one.Id, other.Id), box, Faults(DiagnosticCode.NotUnique));
        else if (policy == HitPolicy.Any && !same)
            study.Seen(FindingCode.Conflict, Severity.Error, rows, Messages.Contradict(one.Id, other.Id), box, Faults(DiagnosticCode.NotSame));
        else if (same && one.Box.SameAs(other.Box))
            study.Proved(FindingCode.Duplicate, Severity.Warning, rows, Messages.Duplicate(one.Id, other.Id), box, Both(rows));
        else if (policy != HitPolicy.Any)
            study.Seen(FindingCode.Overlap, Severity.Information, rows, Messages.Together(one.Id, other.Id), box, Both(rows));
    }

    private static Func<Evaluation, bool> Faults(string code) => e => e.Faults.Any(f => f.Code == code);

    private static Func<Evaluation, bool> Both(string[] rows) => e => rows.All(e.Matched.Contains);
}
