using System.Collections.Immutable;
using Policy.Engine.Expressions;

namespace Policy.Engine.Flows;

/// <summary>The steps of one evaluation of a flow, and what follows from them: made when somebody asks, once.</summary>
/// <param name="shape">The form of the flow's outputs.</param>
/// <param name="steps">The steps that ran.</param>
internal sealed class FlowSteps(Shape shape, ImmutableArray<StepEvaluation> steps)
{
    private Context? _outputs;
    private ImmutableArray<string> _matched;

    public ImmutableArray<StepEvaluation> Steps => steps;

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
        foreach (var step in steps)
            if (!step.Shadow) values[shape.Slot(step.Step)] = step.Evaluation.Outputs;
        values[^1] = outcome;
        return Value.Object(_outputs = new Context(shape, values));
    }

    /// <summary>What went wrong in the live steps, then in the flow itself.</summary>
    public ImmutableArray<Fault> Faults(Frame flow)
    {
        var faults = flow.Faults;
        for (var i = steps.Length - 1; i >= 0; i--)
            if (!steps[i].Shadow && !steps[i].Evaluation.Faults.IsEmpty) faults = faults.InsertRange(0, steps[i].Evaluation.Faults);
        return faults;
    }

    private ImmutableArray<string> Decided()
    {
        var count = 0;
        foreach (var step in steps)
            if (!step.Shadow) count += step.Evaluation.Matched.Length;
        var matched = ImmutableArray.CreateBuilder<string>(count);
        foreach (var step in steps)
        {
            if (step.Shadow) continue;
            foreach (var id in step.Evaluation.Matched) matched.Add(step.Compiled.Matched(id));
        }

        return matched.MoveToImmutable();
    }
}
