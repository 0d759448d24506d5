using System.Collections.Immutable;

namespace Policy.Engine.Analysis;

/// <summary>How far an analysis may go.</summary>
public sealed record AnalysisOptions
{
    /// <summary>Steps of work, one being the comparison of two boxes; 100 million by default, seconds on one core. When they end
    /// what is left stays undecided.</summary>
    public long Steps { get; init; } = 100_000_000;

    /// <summary>Findings of one code, or regions of a difference, that are kept; 100 by default. More leave the analysis
    /// undecided.</summary>
    public int MostPerCode { get; init; } = 100;
}

/// <summary>What a document does wrong over all its inputs: gaps, overlaps, conflicts, rows never reached, duplicates, inputs
/// that do not matter.</summary>
/// <param name="Document">Key of the document.</param>
/// <param name="Findings">The findings; when not all is decided, one of code <see cref="FindingCode.NotDecided"/> is among them.</param>
/// <param name="IsDecided">True when there is nothing else to find; false when the budget ended, the analysis was cancelled, or
/// the document cannot be read as a set of regions.</param>
public sealed record DocumentAnalysis(string Document, ImmutableArray<Finding> Findings, bool IsDecided)
{
    /// <summary>Analyses a document of the rule set; any other key throws <see cref="ArgumentException"/>.</summary>
    /// <param name="rules">The rule set.</param>
    /// <param name="key">Key of the document.</param>
    /// <param name="options">How far to go; null: the defaults.</param>
    /// <param name="cancellation">Ends the analysis, which then gives what it has.</param>
    public static DocumentAnalysis Of(RuleSet rules, string key, AnalysisOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (rules.Document(key) is not { } document) throw new ArgumentException($"There is no document `{key}`.", nameof(key));
        if (document is FactTypeDocument) return new DocumentAnalysis(key, [], true);
        if (!Analyses.AreFor(document)) return new DocumentAnalysis(key, [Analyses.NotAnalysed(key)], false);
        options ??= new AnalysisOptions();
        var budget = new Budget(options.Steps, cancellation);
        var findings = Analyses.Run(rules, key, budget, options);
        if (!budget.HasEnded) return new DocumentAnalysis(key, findings, true);
        return new DocumentAnalysis(key, [.. findings, Analyses.NotDecided(key)], false);
    }
}
