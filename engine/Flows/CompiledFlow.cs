using System.Buffers;
using System.Collections.Immutable;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions;

namespace Policy.Engine.Flows;

/// <summary>A flow that runs its steps in order.</summary>
/// <param name="document">The flow.</param>
/// <param name="surroundings">What its expressions see.</param>
/// <param name="steps">The steps.</param>
/// <param name="count">How many values a run works with: the decisions that the flow requires, the outputs of its steps, and what
/// its steps share beyond these.</param>
/// <param name="outcome">The outcome; null: there is none.</param>
internal sealed class CompiledFlow(
    FlowDocument document, Surroundings surroundings, ImmutableArray<CompiledStep> steps, int count, Expression? outcome)
    : CompiledExpressions(document, surroundings, TypeOf(steps, outcome))
{
    public const string Outcome = "outcome";

    private readonly Shape _shape = ShapeOf(steps);
    private readonly int[] _positions = [.. Enumerable.Range(0, surroundings.Requirements.Length + steps.Length)];

    public override Evaluation Evaluate(Frame frame, bool trace)
    {
        // Explanations are derived later, from the same values, which are then not used again.
        var values = trace ? new Value[count] : ArrayPool<Value>.Shared.Rent(count);
        values.AsSpan(0, count).Clear();
        for (var i = 0; i < Requirements.Length; i++) values[i] = frame.Decisions[i];
        frame.Decisions = new Known(values, _positions);

        var run = new FlowRun(frame, values, trace);
        var evaluations = new Evaluation?[steps.Length];
        for (var i = 0; i < steps.Length; i++)
        {
            if (run.Step(steps[i]) is not { } evaluation) continue;
            values[Requirements.Length + i] = Decisions.OutputOf(evaluation);
            evaluations[i] = evaluation;
        }

        frame.Current = null;
        var result = outcome?.Evaluate(frame) ?? Value.Null;
        var flow = new FlowSteps(_shape, steps, evaluations);
        var evaluated = Evaluation.Of(flow, result, flow.Faults(frame));
        run.End();
        if (trace) return evaluated with { Trace = new Trace(Source.Key, [new TracePass(null, run.Explained, evaluated.Outputs)]) };
        values.AsSpan(0, count).Clear();
        ArrayPool<Value>.Shared.Return(values);
        return evaluated;
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
}
