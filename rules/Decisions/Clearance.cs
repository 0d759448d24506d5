using System.Collections.Immutable;
using Policy.Engine;
using Policy.Rules.Releases;

namespace Policy.Rules.Decisions;

/// <summary>The clearance decision on a declaration: pure.</summary>
public static class Clearance
{
    /// <summary>Key of the flow that decides.</summary>
    public const string Flow = "clearance";

    /// <summary>Decides by a release. A fault closes: channel red, outcome never better than review.</summary>
    /// <param name="release">The release in force at the declaration's instant.</param>
    /// <param name="facts">The complete facts, of fact type <c>declaration</c>.</param>
    /// <param name="trace">True to explain.</param>
    public static Decision Decide(CompiledRelease release, Facts facts, bool trace = false) => throw new NotImplementedException();
}

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
