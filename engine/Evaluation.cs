using System.Collections.Immutable;

namespace Policy.Engine;

/// <summary>The result of evaluating a document. A fault never means "no match": whoever decides by an evaluation with
/// faults decides against the parcel.</summary>
public sealed record Evaluation
{
    /// <summary>The outputs: an object for single hits, lists, scorecards, workflows, scripts and flows (step outputs by
    /// step id, and <c>outcome</c>); a list for multiple hits and for <c>forEach</c> without combining; a number for
    /// aggregations. Null when nothing was decided.</summary>
    public Value Outputs { get; init; }

    /// <summary>Ids of the rows, entries, overrides or rules that decided; in a flow, each with its step: <c>step/row</c>.</summary>
    public ImmutableArray<string> Matched { get; init; } = [];

    /// <summary>What went wrong; empty for a sound evaluation.</summary>
    public ImmutableArray<Fault> Faults { get; init; } = [];

    /// <summary>Flows only: one evaluation per step that ran, in order.</summary>
    public ImmutableArray<StepEvaluation> Steps { get; init; } = [];

    /// <summary>Why; null unless asked for.</summary>
    public Trace? Trace { get; init; }
}

/// <summary>The evaluation of a step of a flow.</summary>
/// <param name="Step">The step's id.</param>
/// <param name="Document">Key of the document used.</param>
/// <param name="Shadow">True when the document's force lets it run in shadow only: it changes nothing.</param>
/// <param name="Evaluation">The evaluation.</param>
public sealed record StepEvaluation(string Step, string Document, bool Shadow, Evaluation Evaluation);

/// <summary>Something that went wrong while evaluating.</summary>
/// <param name="Code">Stable code, see <see cref="DiagnosticCode"/>.</param>
/// <param name="Document">Key of the document.</param>
/// <param name="Item">Row, entry, characteristic, rule or step; null when the document as a whole is meant.</param>
/// <param name="Message">What happened, with the values involved.</param>
public sealed record Fault(string Code, string Document, string? Item, LocalizedText Message);
