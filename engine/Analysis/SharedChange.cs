
namespace Policy.Engine.Analysis;

/// <summary>Whether two edits of one document meet: whether there are facts that both decide otherwise than the document they started
/// from.</summary>
/// <param name="Region">A region that both change: <c>Before</c> is the outcome of the one edit, <c>After</c> that of the other; null
/// when none was found.</param>
/// <param name="IsDecided">True when a region was found, or it is proved that there is none.</param>
public sealed record SharedChange(Region? Region, bool IsDecided)
{
    /// <summary>True when it is proved that the edits do not meet.</summary>
    public bool IsNone => IsDecided && Region is null;

    /// <summary>Compares two edits, each within its rule set, with what they started from. Documents that are not tables or lists,
    /// and a key that one of the rule sets has not, are not decided.</summary>
    /// <param name="start">The rule set that both started from.</param>
    /// <param name="one">The rule set with the one edit.</param>
    /// <param name="other">The rule set with the other.</param>
    /// <param name="key">Key of the document.</param>
    /// <param name="options">How far to go; null: the defaults.</param>
    /// <param name="cancellation">Ends the comparison, which is then not decided.</param>
    public static SharedChange Of(
        RuleSet start, RuleSet one, RuleSet other, string key, AnalysisOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        options ??= new AnalysisOptions();
        return Differences.Shared(start, one, other, key, new Budget(options.Steps, cancellation), options) ?? new SharedChange(null, false);
    }
}
