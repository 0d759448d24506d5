using System.Collections.Immutable;
using Policy.Engine;

namespace Policy.Rules.Decisions;

/// <summary>How a declaration is decided, before anybody writes it down.</summary>
/// <param name="Outcome">The outcome; of a document other than the clearance flow a text of its outputs.</param>
/// <param name="Channel">The channel; empty where there is none.</param>
/// <param name="Selected">Whether it was drawn for inspection.</param>
/// <param name="Faults">What went wrong.</param>
/// <param name="Evaluation">The evaluation of the document.</param>
/// <param name="Reasons">The rows that decided, then the faults.</param>
internal sealed record Judgement(
    string Outcome,
    string Channel,
    bool Selected,
    ImmutableArray<Fault> Faults,
    Evaluation Evaluation,
    ImmutableArray<Reason> Reasons);
