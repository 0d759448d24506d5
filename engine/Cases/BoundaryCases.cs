using System.Collections.Immutable;
using Policy.Engine.Analysis;

namespace Policy.Engine.Cases;

/// <summary>Cases made for what the cases of a document leave out: items that none makes decide, values at and beside every limit,
/// absent values. Their expectations are what the document gives now: a person says whether that is right.</summary>
/// <param name="Document">Key of the document.</param>
/// <param name="Cases">The cases, few: the one that shows the most comes first.</param>
/// <param name="Open">What no facts were found for, named like the ids of cases; items that are proved never to decide are not
/// among them.</param>
public sealed record BoundaryCases(string Document, ImmutableArray<Case> Cases, ImmutableArray<string> Open)
{
    /// <summary>Makes the cases for a document of the rule set; any other key throws <see cref="ArgumentException"/>. The same document
    /// gives the same cases. Documents that <see cref="CaseCoverage"/> does not measure have none.</summary>
    /// <param name="rules">The rule set.</param>
    /// <param name="key">Key of the document.</param>
    /// <param name="options">How far to go; null: the defaults.</param>
    /// <param name="cancellation">Ends the search: what is left is open.</param>
    public static BoundaryCases Of(
        RuleSet rules, string key, AnalysisOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (rules.Document(key) is null) throw new ArgumentException($"There is no document `{key}`.", nameof(key));
        var budget = new Budget((options ?? new AnalysisOptions()).Steps, cancellation);
        return Watch.Of(rules, key, budget) is { } watch
            ? new CaseSearch(watch, cancellation).Run()
            : new BoundaryCases(key, [], []);
    }
}
