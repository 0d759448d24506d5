using System.Collections.Immutable;
using Policy.Engine.Expressions;

namespace Policy.Engine.Flows;

/// <summary>The steps of one evaluation of a flow, and what follows from them: made when somebody asks, once.</summary>
/// <param name="shape">The form of the flow's outputs.</param>
/// <param name="steps">The steps.</param>
/// <param name="evaluations">By step: its evaluation; null when it did not run.</param>
internal sealed class FlowSteps(Shape shape, ImmutableArray<CompiledStep> steps, Evaluation?[] evaluations)
{
    private Context? _outputs;
    private ImmutableArray<StepEvaluation> _ran;
    private ImmutableArray<string> _matched;

    /// <summary>The steps that ran.</summary>
    public ImmutableArray<StepEvaluation> Steps
    {
        get
        {
            if (_ran.IsDefault) _ran = Ran();
            return _ran;
        }
    }

    /// <summary>What decided in the live steps, each with its step.</summary>
    public ImmutableArray<string> Matched
    {
        get
        {
            if (_matched.IsDefault) _matched = Decided();
            return _matched;
        }
    }

    /// <summary>The outputs of the live steps, and the outcome.</summary>
    public Value Outputs(Value outcome)
    {
        if (_outputs is { } made) return Value.Object(made);
        var values = new Value[shape.Names.Length];
        for (var i = 0; i < steps.Length; i++)
            if (Live(i) is { } evaluation) values[shape.Slot(steps[i].Id)] = evaluation.Outputs;
        values[^1] = outcome;
        return Value.Object(_outputs = new Context(shape, values));
    }

    /// <summary>What went wrong in the live steps, then in the flow itself.</summary>
    public ImmutableArray<Fault> Faults(Frame flow)
    {
        var faults = flow.Faults;
        for (var i = steps.Length - 1; i >= 0; i--)
            if (Live(i) is { Faults.IsEmpty: false } evaluation) faults = faults.InsertRange(0, evaluation.Faults);
        return faults;
    }

    /// <summary>The evaluation of a step; null when it did not run, or in shadow.</summary>
    private Evaluation? Live(int step) => steps[step].Document.Shadow ? null : evaluations[step];

    private ImmutableArray<StepEvaluation> Ran()
    {
        var ran = ImmutableArray.CreateBuilder<StepEvaluation>(steps.Length);
        for (var i = 0; i < steps.Length; i++)
            if (evaluations[i] is { } evaluation) ran.Add(new StepEvaluation(steps[i], evaluation));
        return ran.DrainToImmutable();
    }

    private ImmutableArray<string> Decided()
    {
        var count = 0;
        for (var i = 0; i < steps.Length; i++)
            if (Live(i) is { } evaluation) count += evaluation.Matched.Length;
        var matched = ImmutableArray.CreateBuilder<string>(count);
        for (var i = 0; i < steps.Length; i++)
        {
            if (Live(i) is not { } evaluation) continue;
            foreach (var id in evaluation.Matched) matched.Add(steps[i].Matched(id));
        }

        return matched.MoveToImmutable();
    }
}
