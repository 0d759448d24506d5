using System.Collections.Immutable;
using Policy.Engine.Expressions;

namespace Policy.Engine.Compiling;

/// <summary>A document and what became of it. One that does not compile by itself may still do within flows, whose
/// steps it then reads; what counts is what was found there.</summary>
internal sealed record Attempt(
    Document Document, FactType? Facts, CompiledDocument? Compiled, ImmutableArray<Requirement> Requirements,
    ImmutableArray<Symbol> Functions, Reporter Reporter, Reporter Statements)
{
    public bool ReadsSteps { get; init; }

    public List<Reporter> WithinFlows { get; } = [];

    /// <summary>True when it stands by itself, so that another rule set may take it over.</summary>
    public bool Reusable => Compiled is not null && WithinFlows.Count == 0;

    public IEnumerable<Diagnostic> Findings =>
        (WithinFlows.Count == 0 ? Reporter.Found : WithinFlows.SelectMany(r => r.Found).Distinct()).Concat(Statements.Found);
}
