using System.Collections.Immutable;

namespace Policy.Engine.Documents;

/// <summary>JavaScript <c>function decide(facts)</c> without I/O, clock or randomness; its result is checked against
/// the declared outputs.</summary>
public sealed record ScriptDocument : Document
{
    /// <inheritdoc/>
    public override string Kind => "script";

    /// <summary>Declared outputs; a result that lacks one or has another type is a fault.</summary>
    public ImmutableArray<TableOutput> Outputs { get; init; } = [];

    /// <summary>The source text.</summary>
    public required string Source { get; init; }
}
