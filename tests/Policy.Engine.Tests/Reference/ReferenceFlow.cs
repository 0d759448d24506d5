namespace Policy.Engine.Tests.Reference;

/// <summary>A flow, step by step: later steps see the outputs of earlier ones under their ids.</summary>
internal static class ReferenceFlow
{
    public static ReferenceResult Evaluate(FlowDocument flow, IReadOnlyDictionary<string, Document> documents,
        Dictionary<string, object?> facts)
    {
        var steps = new Dictionary<string, object?>();
        var outputs = new Dictionary<string, object?>();
        var matched = new List<string>();
        var faulted = false;
        foreach (var step in flow.Steps)
        {
            var around = new ReferenceScope([facts, steps]);
            var runs = step.When is null || ReferenceFeel.Evaluate(step.When, around) is true;
            var result = around.Faulted ? new ReferenceResult(null, [], true)
                : runs ? Evaluate(documents[step.Use], facts, steps)
                : new ReferenceResult(null, [], false);
            outputs[step.Id] = result.Outputs;
            steps[step.Id] = result.Faulted ? ReferenceScope.Broken : result.Outputs;
            matched.AddRange(result.Matched.Select(m => $"{step.Id}/{m}"));
            faulted |= result.Faulted;
        }

        var last = new ReferenceScope([facts, steps]);
        outputs["outcome"] = flow.Outcome is null ? null : ReferenceFeel.Evaluate(flow.Outcome, last);
        return new ReferenceResult(outputs, matched, faulted || last.Faulted);
    }

    /// <summary>A table evaluated alone: what it requires is evaluated first, and its faults are faults of the
    /// table.</summary>
    public static ReferenceResult Alone(DecisionTableDocument table, Document[] required, Dictionary<string,
        object?> facts)
    {
        var results = required.ToDictionary(d => d.Key, d => Evaluate(d, facts, []));
        var steps = results.ToDictionary(r => r.Key, r => r.Value.Faulted ? ReferenceScope.Broken : r.Value.Outputs);
        var result = ReferenceTable.Evaluate(table, facts, steps);
        return result with { Faulted = result.Faulted || results.Values.Any(r => r.Faulted) };
    }

    private static ReferenceResult Evaluate(Document document, Dictionary<string, object?> facts, Dictionary<string,
        object?> steps) => document switch
    {
        DecisionTableDocument table => ReferenceTable.Evaluate(table, facts, steps),
        ListDocument list => ReferenceList.Evaluate(list, facts),
        ScorecardDocument card => ReferenceScorecard.Evaluate(card, facts),
        _ => throw new InvalidOperationException(document.Kind),
    };
}
