using System.Collections.Immutable;
using Policy.Engine;

namespace Policy.Rules.Decisions;

/// <summary>A decision.</summary>
public sealed record Decision
{
    /// <summary><c>release</c>, <c>inspect</c>, <c>review</c>, <c>return</c> or <c>prohibit</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary><c>green</c> or <c>red</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>Deciding rows as <c>document/row</c>.</summary>
    public required ImmutableArray<string> Rows { get; init; }

    /// <summary>What went wrong; empty for a sound decision.</summary>
    public required ImmutableArray<Fault> Faults { get; init; }

    /// <summary>The evaluation of the flow.</summary>
    public required Evaluation Evaluation { get; init; }

    /// <summary>Canonical JSON in the form of the contract, without id and time of deciding.</summary>
    public required string Json { get; init; }
}
