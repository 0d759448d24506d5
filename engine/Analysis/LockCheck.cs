using System.Collections.Immutable;

namespace Policy.Engine.Analysis;

/// <summary>Whether a zone's document keeps what the locked rows or entries of its parent's decide.</summary>
/// <param name="Document">Key of the document.</param>
/// <param name="Loosened">Disjoint regions where a locked row decides in the parent and the zone gives another outcome that is not
/// known to be stricter: <c>Before</c> is the parent's outcome, <c>After</c> the zone's.</param>
/// <param name="IsDecided">True when these are all and each is proved by its witness.</param>
public sealed record LockCheck(string Document, ImmutableArray<Region> Loosened, bool IsDecided)
{
    /// <summary>True when it is proved that nothing is loosened.</summary>
    public bool Holds => IsDecided && Loosened.IsEmpty;

    /// <summary>Ids of the locked rows, entries, characteristics and overrides of a document; empty for those that have none.</summary>
    public static ImmutableArray<string> LockedItems(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return Locks.Ids(document);
    }

    /// <summary>Compares the document of a key in a zone with its parent's; a key that one of them has not throws
    /// <see cref="ArgumentException"/>.</summary>
    /// <remarks>An outcome is stricter when some output with <c>values</c> (from best to worst), or the effect of a list, is, and none
    /// is looser; what else the row gives is then free. A fault is decided closed and loosens nothing. Where all hits are listed
    /// (<c>ruleOrder</c>, <c>outputOrder</c>, <c>collect</c>) a row that is still there is kept. Scorecards, flows, scripts,
    /// workflows, and documents over different fact types, are not decided.</remarks>
    /// <param name="parent">Rule set of the parent.</param>
    /// <param name="zone">Rule set of the zone.</param>
    /// <param name="key">Key of the document in both.</param>
    /// <param name="options">How far to go; null: the defaults.</param>
    /// <param name="cancellation">Ends the check, which then gives what it has.</param>
    public static LockCheck Of(
        RuleSet parent, RuleSet zone, string key, AnalysisOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(parent);
        ArgumentNullException.ThrowIfNull(zone);
        if (parent.Document(key) is null || zone.Document(key) is null)
            throw new ArgumentException($"There is no document `{key}` in both rule sets.", nameof(key));
        options ??= new AnalysisOptions();
        var budget = new Budget(options.Steps, cancellation);
        var loosened = Locks.Loosened(parent, zone, key, budget, options);
        return new LockCheck(key, loosened, !budget.HasEnded && loosened.All(r => r.IsProved));
    }
}
