using System.Collections.Immutable;
using Policy.Engine.Analysis;

namespace Policy.Engine.Cases;

/// <summary>What a document's own cases make decide, and which limits they try on both sides.</summary>
/// <param name="Document">Key of the document.</param>
/// <param name="Items">The items that can decide, in the document's order.</param>
/// <param name="Thresholds">The limits that the cells of items draw which can decide, in the document's order.</param>
/// <param name="IsMeasured">False for documents whose parts are not told apart: scripts, expressions, fact types, models in the
/// dialect of DMN, and documents that run within a flow only.</param>
public sealed record CaseCoverage(
    string Document, ImmutableArray<CoveredItem> Items, ImmutableArray<CoveredThreshold> Thresholds, bool IsMeasured)
{
    /// <summary>Items that some case makes decide, of those that can.</summary>
    public Tally Decided => Of(null);

    /// <summary>Sides of thresholds that some case lies on, two for each threshold.</summary>
    public Tally Sides => new(
        Thresholds.Sum(t => (t.Below.IsEmpty ? 0 : 1) + (t.Above.IsEmpty ? 0 : 1)), 2 * Thresholds.Length);

    /// <summary>The items of one kind that some case makes decide; null: of all kinds.</summary>
    public Tally Of(ItemKind? kind)
    {
        var counted = Items.Where(i => i.CanDecide && (kind is null || i.Kind == kind)).ToList();
        return new Tally(counted.Count(i => !i.Cases.IsEmpty), counted.Count);
    }

    /// <summary>Measures the cases of a document of the rule set; any other key throws <see cref="ArgumentException"/>. Cases whose
    /// facts do not read, or that end in a fault, show nothing.</summary>
    /// <param name="rules">The rule set.</param>
    /// <param name="key">Key of the document.</param>
    /// <param name="options">How far to go in proving that an item never decides; null: the defaults.</param>
    /// <param name="cancellation">Ends the proofs: what is open then counts as able to decide.</param>
    public static CaseCoverage Of(
        RuleSet rules, string key, AnalysisOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (rules.Document(key) is null) throw new ArgumentException($"There is no document `{key}`.", nameof(key));
        var budget = new Budget((options ?? new AnalysisOptions()).Steps, cancellation);
        return Watch.Of(rules, key, budget) is { } watch ? Coverage.Of(watch) : new CaseCoverage(key, [], [], false);
    }
}

/// <summary>What an item of a document is.</summary>
public enum ItemKind
{
    /// <summary>A row of a table.</summary>
    Row,

    /// <summary>An entry of a list.</summary>
    Entry,

    /// <summary>A bin of a scorecard; its id is the characteristic's, a slash and its place from 1.</summary>
    Bin,

    /// <summary>A grade band; its id is the grade, with <c>#2</c> for its second band.</summary>
    Band,

    /// <summary>An override of a scorecard.</summary>
    Override,

    /// <summary>A rule of a workflow.</summary>
    Rule,

    /// <summary>A step of a flow.</summary>
    Step,

    /// <summary>The default of a table or the <c>otherwise</c> of a list; its id is empty.</summary>
    Otherwise,
}

/// <summary>An item and the cases that make it decide.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="Cases">Ids of the cases; empty when none does.</param>
/// <param name="CanDecide">False when it is proved that nothing makes it decide.</param>
public sealed record CoveredItem(ItemKind Kind, string Id, ImmutableArray<string> Cases, bool CanDecide);

/// <summary>A limit that a cell, bin, band or period draws, and the cases on its sides: those for which all other cells of the item
/// hold and whose value lies between this limit and the cell's next.</summary>
/// <param name="Item">Id of the item.</param>
/// <param name="Input">The input's expression; <c>score</c> for bands, <c>date(declaredAt)</c> for periods.</param>
/// <param name="Bound">The limit: of days the first that lies above it.</param>
/// <param name="Below">Ids of the cases below.</param>
/// <param name="Above">Ids of the cases above.</param>
public sealed record CoveredThreshold(
    string Item, string Input, Value Bound, ImmutableArray<string> Below, ImmutableArray<string> Above);

/// <summary>A part of a number of things.</summary>
/// <param name="Count">How many of them.</param>
/// <param name="Total">How many there are.</param>
public readonly record struct Tally(int Count, int Total)
{
    /// <summary>The part in per cent; 100 of nothing.</summary>
    public decimal Percent => Total == 0 ? 100 : 100m * Count / Total;

    /// <summary>Both parts together.</summary>
    public static Tally operator +(Tally one, Tally other) => new(one.Count + other.Count, one.Total + other.Total);

    /// <summary>Both parts together.</summary>
    public Tally Add(Tally other) => this + other;
}
