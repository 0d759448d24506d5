namespace Policy.Engine.Analysis;

/// <summary>Inputs for which nothing is decided: no line hits, and there is no default.</summary>
internal static class Gaps
{
    public static void Find(Study study)
    {
        var model = study.Model;
        if (model.HasDefault || !IsSingleHit(model.Policy)) return;
        study.Budget.Begin(4);
        var boxes = model.Lines.Select(l => l.Box);
        foreach (var gap in study.Cover.AllUncovered(study.Space.All, boxes, study.Room(FindingCode.Gap)))
            study.Seen(FindingCode.Gap, Severity.Warning, [], Messages.Gap, gap, static e => e.Matched.IsEmpty && e.Faults.IsEmpty);
    }

    private static bool IsSingleHit(HitPolicy policy) => policy is HitPolicy.Unique or HitPolicy.Any or HitPolicy.Priority or HitPolicy.First;
}
