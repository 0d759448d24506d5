using System.Collections.Immutable;
using Policy.Engine.Flows;

namespace Policy.Engine;

/// <summary>The result of evaluating a document. A fault never means "no match": whoever decides by an evaluation with
/// faults decides against the parcel.</summary>
public sealed record Evaluation
{
    // Of a flow the outcome only: the rest stands in its steps until somebody asks.
    private Value _outputs;
    private ImmutableArray<string> _matched = [];
    private FlowSteps? _flow;
    private FlowSteps? _steps;

    /// <summary>The outputs: an object for single hits, lists, scorecards, workflows, scripts and flows (step outputs by
    /// step id, and <c>outcome</c>); a list for multiple hits and for <c>forEach</c> without combining; a number for
    /// aggregations. Null when nothing was decided.</summary>
    public Value Outputs
    {
        get => _flow is null ? _outputs : _flow.Outputs(_outputs);
        init => (_matched, _flow, _outputs) = (Matched, null, value);
    }

    /// <summary>Ids of the rows, entries, overrides or rules that decided; in a flow, each with its step: <c>step/row</c>.</summary>
    public ImmutableArray<string> Matched
    {
        get => _flow is null ? _matched : _flow.Matched;
        init => (_outputs, _flow, _matched) = (Outputs, null, value);
    }

    /// <summary>What went wrong; empty for a sound evaluation.</summary>
    public ImmutableArray<Fault> Faults { get; init; } = [];

    /// <summary>Flows only: one evaluation per step that ran, in order.</summary>
    public ImmutableArray<StepEvaluation> Steps => _steps?.Steps ?? [];

    /// <summary>Why; null unless asked for.</summary>
    public Trace? Trace { get; init; }

    /// <summary>Flows only: the outcome, which <see cref="Outputs"/> has too; null when there is none.</summary>
    public Value Outcome => _flow is not null ? _outputs
        : _outputs.Kind == ValueKind.Object ? _outputs.AsObject()[CompiledFlow.Outcome] : Value.Null;

    /// <summary>The same, with what went wrong before.</summary>
    internal Evaluation After(ImmutableArray<Fault> faults) => faults.IsEmpty ? this : this with { Faults = [.. faults, .. Faults] };

    /// <summary>The evaluation of a flow.</summary>
    internal static Evaluation Of(FlowSteps flow, Value outcome, ImmutableArray<Fault> faults) =>
        new() { _flow = flow, _outputs = outcome, _steps = flow, Faults = faults };
}

/// <summary>The evaluation of a step of a flow.</summary>
public readonly record struct StepEvaluation
{
    internal StepEvaluation(CompiledStep step, Evaluation evaluation) => (Compiled, Evaluation) = (step, evaluation);

    /// <summary>The step's id.</summary>
    public string Step => Compiled.Id;

    /// <summary>Key of the document used.</summary>
    public string Document => Compiled.Document.Source.Key;

    /// <summary>True when the document's force lets it run in shadow only: it changes nothing.</summary>
    public bool Shadow => Compiled.Document.Shadow;

    /// <summary>The evaluation.</summary>
    public Evaluation Evaluation { get; }

    /// <summary>The step itself.</summary>
    internal CompiledStep Compiled { get; }
}

/// <summary>Something that went wrong while evaluating.</summary>
/// <param name="Code">Stable code, see <see cref="DiagnosticCode"/>.</param>
/// <param name="Document">Key of the document.</param>
/// <param name="Item">Row, entry, characteristic, rule or step; null when the document as a whole is meant.</param>
/// <param name="Message">What happened, with the values involved.</param>
public sealed record Fault(string Code, string Document, string? Item, LocalizedText Message);
