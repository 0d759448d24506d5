namespace Policy.Engine.Analysis;

/// <summary>Checks one property: what refutes it, or nothing, with the budget ended where it is not decided.</summary>
internal static class Properties
{
    public static IReadOnlyList<Finding> Check(
        RuleSet rules, string key, PropertyStatement property, Func<string, RuleSet?> zones, Budget budget)
    {
        if (Subject.Of(rules, key) is { } subject)
        {
            var found = property.Kind switch
            {
                "complete" => Complete(subject, property, budget),
                "monotone" => Monotone.Check(subject, property, budget),
                "implies" => Implication.Check(subject, property, budget),
                _ => Strictness.Check(subject, property, zones, budget),
            };
            if (found is not null) return found;
        }

        budget.End();
        return [];
    }

    /// <summary>A finding that a property is broken.</summary>
    public static Finding Broken(Subject subject, PropertyStatement property, Box box, IEnumerable<string> rows, LocalizedText message, Facts? witness) => new()
    {
        Code = FindingCode.Property, Severity = Severity.Error, Document = subject.Document.Key, Property = property.Id,
        Rows = [.. rows.Where(r => r.Length > 0)], Region = RegionText.Of(box), Message = message, Witness = witness, IsProved = witness is not null,
    };

    private static IReadOnlyList<Finding>? Complete(Subject subject, PropertyStatement property, Budget budget)
    {
        var builder = new SpaceBuilder();
        if (Readings.Of(subject, builder) is not { } reading) return null;
        var space = builder.Build();
        var boxes = reading.In(space).Lines.Select(l => l.Box).ToList();
        if (new Cover(budget).Uncovered(space.All, boxes, out var gap) != Answer.Yes) return [];
        var witness = new Witness(subject).In(gap, f => subject.Evaluate(f) is { Matched.IsEmpty: true, Faults.IsEmpty: true });
        return [Broken(subject, property, gap, [], Messages.Incomplete(property.Id), witness)];
    }
}
