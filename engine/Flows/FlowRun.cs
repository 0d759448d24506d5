using System.Collections.Immutable;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions;

namespace Policy.Engine.Flows;

/// <summary>One run through the steps of a flow.</summary>
/// <param name="flow">The flow's frame.</param>
/// <param name="values">What the flow and its steps read.</param>
/// <param name="trace">True to explain.</param>
internal readonly ref struct FlowRun(Frame flow, Value[] values, bool trace)
{
    // Of one step after the other: what goes wrong in them is theirs, and does not count as the flow's in shadow.
    private readonly Frame _frame = Frame.Rent(flow.Facts, Known.Nothing, flow.AsOf, flow.Document);
    private readonly List<TraceItem>? _items = trace ? [] : null;

    /// <summary>The steps, explained.</summary>
    public ImmutableArray<TraceItem> Explained => [.. _items!];

    /// <summary>Null when the step's condition is not true.</summary>
    public Evaluation? Step(CompiledStep step)
    {
        if (step.When is { } when)
        {
            _frame.Turn(flow.Facts, flow.Decisions, flow.Document);
            _frame.Current = step.Id;
            var holds = Conditions.Holds(when, _frame);
            if (!holds) _items?.Add(Missed(step, when, _frame.HasFaults));
            if (_frame.HasFaults) return new Evaluation { Faults = _frame.Faults };
            if (!holds) return null;
        }

        _items?.Add(new TraceItem(step.Id, true, true, !step.Document.Shadow, []));
        if (FactsOf(step) is not { } facts) return new Evaluation { Faults = [step.Mapping.Absent(flow.Document, step.Id)] };
        var unmet = Unmet(step, facts);
        _frame.Turn(facts, new Known(values, step.Positions), step.Document.Source.Key);
        return Decisions.Settled(step.Document.Evaluate(_frame, trace)).After(unmet);
    }

    public void End() => _frame.Return();

    /// <summary>The facts handed over, made once for all steps that are handed the same.</summary>
    private Context? FactsOf(CompiledStep step)
    {
        if (step.MappedAt is not { } place) return flow.Facts;
        if (values[place].IsNull && step.Mapping.Map(flow.Facts) is { } mapped) values[place] = Value.Object(mapped);
        return values[place].IsNull ? null : values[place].AsObject();
    }

    /// <summary>Evaluates what the step's document requires and no earlier step gives.</summary>
    private ImmutableArray<Fault> Unmet(CompiledStep step, Context facts)
    {
        var faults = ImmutableArray<Fault>.Empty;
        foreach (var (requirement, place) in step.Unmet)
        {
            var evaluation = requirement.Evaluate(facts, flow.AsOf, step.Document.Source.Key);
            values[place] = Decisions.OutputOf(evaluation);
            faults = faults.AddRange(evaluation.Faults);
        }

        return faults;
    }

    private static TraceItem Missed(CompiledStep step, Expression when, bool faulted) =>
        new(step.Id, true, false, false, [new TraceCell("", when.Text, Value.False, faulted ? null : false)]);
}
