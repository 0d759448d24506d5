using System.Collections.Immutable;

namespace Policy.Engine;

/// <summary>Runs the golden cases of documents.</summary>
public static class CaseRun
{
    /// <summary>Runs all cases of a document of the rule set.</summary>
    public static ImmutableArray<CaseResult> Run(RuleSet rules, string key) => throw new NotImplementedException();
}

/// <summary>The result of a case.</summary>
/// <param name="Document">Key of the document.</param>
/// <param name="Case">Id of the case.</param>
/// <param name="Differences">What differs, one sentence each with its JSON pointer; empty when the case passes.</param>
/// <param name="Matched">Ids that decided.</param>
public sealed record CaseResult(
    string Document,
    string Case,
    ImmutableArray<Diagnostic> Differences,
    ImmutableArray<string> Matched)
{
    /// <summary>True when nothing differs.</summary>
    public bool Passed => Differences.IsEmpty;
}
