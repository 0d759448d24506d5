using System.Collections.Immutable;
using Policy.Engine.Compiling;

namespace Policy.Engine.Cases;

/// <summary>Runs the golden cases of documents.</summary>
public static class CaseRun
{
    /// <summary>Runs all cases of a document of the rule set; any other key throws <see cref="ArgumentException"/>.</summary>
    public static ImmutableArray<CaseResult> Run(RuleSet rules, string key)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var document = rules.Document(key) ?? throw new ArgumentException($"There is no document `{key}`.", nameof(key));
        var results = ImmutableArray.CreateBuilder<CaseResult>(document.Cases.Length);
        for (var i = 0; i < document.Cases.Length; i++) results.Add(Run(rules, document, i));
        return results.MoveToImmutable();
    }

    private static CaseResult Run(RuleSet rules, Document document, int index)
    {
        var item = document.Cases[index];
        var reporter = new Reporter(document.Key);
        var at = reporter.At("cases").At(index);

        // A fact type decides nothing: its cases show facts that read.
        var facts = Facts.Read(rules.FactTypeOf(document.Key)!, item.Facts, submitted: false, at.At("facts"));
        if (facts is null || document is FactTypeDocument) return new CaseResult(document.Key, item.Id, reporter.Found, []);

        var evaluation = rules.Evaluate(document.Key, facts);
        foreach (var fault in evaluation.Faults) at.At("expect").Error(DiagnosticCode.CaseFaulted, Messages.Faulted(fault));
        Comparison.Compare(item.Expect, evaluation.Outputs, at.At("expect"));
        return new CaseResult(document.Key, item.Id, reporter.Found, evaluation.Matched);
    }
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
