using System.Collections.Immutable;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions;

namespace Policy.Engine.Flows;

/// <summary>A flow that runs its steps in order.</summary>
internal sealed class CompiledFlow(
    FlowDocument document, Surroundings surroundings, ImmutableArray<CompiledStep> steps, Expression? outcome)
    : CompiledExpressions(document, surroundings, TypeOf(steps, outcome))
{
    public const string Outcome = "outcome";

    private readonly Shape _shape = ShapeOf(steps);

    public override Evaluation Evaluate(Context facts, Value[] decisions, DateOnly? asOf, bool trace)
    {
        var required = decisions.Length;
        var known = new Value[required + steps.Length];
        decisions.CopyTo(known, 0);
        var frame = Frame.Rent(facts, known, asOf, Source.Key);
        var outputs = new Value[_shape.Names.Length];
        var run = new Run(trace, steps.Length);
        for (var (i, live) = (0, 0); i < steps.Length; i++)
        {
            var step = steps[i];
            var evaluation = Step(step, frame, required, asOf, run);
            known[required + i] = evaluation is null ? Value.Null : Decisions.OutputOf(evaluation);
            if (evaluation is not null) run.Add(step, evaluation);
            if (!step.Document.Shadow) outputs[live++] = evaluation?.Outputs ?? Value.Null;
        }

        frame.Current = null;
        if (outcome is not null) outputs[^1] = outcome.Evaluate(frame);
        var result = Value.Object(new Context(_shape, outputs));
        var faults = run.Faults.Count == 0 && !frame.HasFaults ? [] : run.Faults.Concat(frame.Faults).ToImmutableArray();
        frame.Return();
        return new Evaluation
        {
            Outputs = result,
            Matched = run.Matched.DrainToImmutable(),
            Faults = faults,
            Steps = run.Steps.DrainToImmutable(),
            Trace = run.Items is null ? null : new Trace(Source.Key, [new TracePass(null, run.Items.ToImmutable(), result)]),
        };
    }

    /// <summary>Null when the step's condition is not true.</summary>
    private static Evaluation? Step(CompiledStep step, Frame frame, int required, DateOnly? asOf, Run run)
    {
        frame.Current = step.Id;
        if (step.When is not null)
        {
            // The condition's faults are the step's: in shadow they must not count as the flow's.
            var condition = Frame.Rent(frame.Facts, frame.Steps, asOf, frame.Document);
            condition.Current = step.Id;
            var holds = Conditions.Holds(step.When, condition);
            run.Condition(step, condition, holds);
            var faulted = condition.HasFaults ? new Evaluation { Faults = condition.Faults } : null;
            condition.Return();
            if (faulted is not null || !holds) return faulted;
        }

        if (step.Mapping.Map(frame.Facts) is not { } facts)
            return new Evaluation { Faults = [step.Mapping.Absent(frame.Document, step.Id)] };
        var (decisions, unmet) = DecisionsOf(step, frame, facts, required, asOf);
        var evaluation = Decisions.Settled(step.Document.Evaluate(facts, decisions, asOf, run.Items is not null));
        return unmet.IsEmpty ? evaluation : evaluation with { Faults = [.. unmet, .. evaluation.Faults] };
    }

    /// <summary>What the step's document reads: its required decisions, then the flow's steps so far.</summary>
    private static (Value[] Decisions, ImmutableArray<Fault> Faults) DecisionsOf(
        CompiledStep step, Frame frame, Context facts, int required, DateOnly? asOf)
    {
        var count = step.Sources.Length;
        if (count == 0 && !step.Document.ReadsSteps) return ([], []);
        var earlier = step.Document.ReadsSteps ? frame.Steps.AsSpan(required) : [];
        var decisions = new Value[count + earlier.Length];
        var faults = ImmutableArray<Fault>.Empty;
        for (var i = 0; i < count; i++)
        {
            if (step.Sources[i] is { } position)
            {
                decisions[i] = frame.Steps[required + position];
                continue;
            }

            var evaluation = step.Document.Requirements[i].Evaluate(facts, asOf, step.Document.Source.Key);
            decisions[i] = Decisions.OutputOf(evaluation);
            faults = faults.AddRange(evaluation.Faults);
        }

        earlier.CopyTo(decisions.AsSpan(count));
        return (decisions, faults);
    }

    private static Shape ShapeOf(ImmutableArray<CompiledStep> steps) =>
        new([.. steps.Where(s => !s.Document.Shadow).Select(s => s.Id), Outcome]);

    private static DataType TypeOf(ImmutableArray<CompiledStep> steps, Expression? outcome) => new(ValueKind.Object)
    {
        Shape = ShapeOf(steps),
        Members =
        [
            .. steps.Where(s => !s.Document.Shadow).Select(s => new DataType.Member(s.Id, s.Document.Output)),
            new DataType.Member(Outcome, outcome?.Type ?? DataType.Null),
        ],
    };

    /// <summary>What the steps have given so far.</summary>
    private sealed class Run(bool trace, int steps)
    {
        public ImmutableArray<TraceItem>.Builder? Items { get; } = trace ? ImmutableArray.CreateBuilder<TraceItem>() : null;

        public ImmutableArray<StepEvaluation>.Builder Steps { get; } = ImmutableArray.CreateBuilder<StepEvaluation>(steps);

        public ImmutableArray<string>.Builder Matched { get; } = ImmutableArray.CreateBuilder<string>(steps);

        public List<Fault> Faults { get; } = [];

        public void Condition(CompiledStep step, Frame frame, bool holds)
        {
            if (holds || Items is null) return;
            Items.Add(new TraceItem(step.Id, true, false, false,
                [new TraceCell("", step.When!.Text, Value.Boolean(holds), frame.HasFaults ? null : holds)]));
        }

        public void Add(CompiledStep step, Evaluation evaluation)
        {
            Steps.Add(new StepEvaluation(step.Id, step.Document.Source.Key, step.Document.Shadow, evaluation));
            if (Items is not null && (Items.Count == 0 || Items[^1].Id != step.Id))
                Items.Add(new TraceItem(step.Id, true, true, !step.Document.Shadow, []));
            if (step.Document.Shadow) return;
            Faults.AddRange(evaluation.Faults);
            foreach (var id in evaluation.Matched) Matched.Add(step.Matched(id));
        }
    }
}
