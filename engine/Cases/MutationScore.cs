using System.Collections.Immutable;
using Policy.Engine.Analysis;

namespace Policy.Engine.Cases;

/// <summary>How far trying mutants may go.</summary>
public sealed record MutationOptions
{
    /// <summary>Mutants tried at most; 500 by default. Of documents with more than 2,000 rows or entries fewer are tried, a million
    /// divided by their number, and 20 at least. When there are more mutants, a sample is drawn that depends on the document's content alone.</summary>
    public int MostMutants { get; init; } = 500;

    /// <summary>Steps of analysis that each mutant may cost, see <see cref="AnalysisOptions.Steps"/>; a million by default.</summary>
    public long StepsPerMutant { get; init; } = 1_000_000;
}

/// <summary>How well the cases of a document guard it: small changes that a slip could make, and whether a case fails on them.</summary>
/// <param name="Document">Key of the document.</param>
/// <param name="Mutants">The mutants that were tried, in the document's order.</param>
/// <param name="Total">How many there are; more than were tried when they were sampled.</param>
/// <param name="IsMutated">False for documents that are not changed: workflows, scripts, expressions, flows, fact types, models in
/// the dialect of DMN, and documents that run within a flow only.</param>
public sealed record MutationScore(string Document, ImmutableArray<Mutant> Mutants, int Total, bool IsMutated)
{
    /// <summary>Mutants killed, of those tried that are not proved to be equivalent.</summary>
    public Tally Score => new(Count(MutantOutcome.Killed), Mutants.Length - Count(MutantOutcome.Equivalent));

    /// <summary>True when not all mutants were tried.</summary>
    public bool IsSampled => Mutants.Length < Total;

    /// <summary>The cases to add against the survivors, each once.</summary>
    public ImmutableArray<Case> Suggestions => [.. Mutants.Select(m => m.Case).OfType<Case>().DistinctBy(c => c.Id)];

    /// <summary>How many mutants had an outcome.</summary>
    public int Count(MutantOutcome outcome) => Mutants.Count(m => m.Outcome == outcome);

    /// <summary>Tries the mutants of a document of the rule set; any other key throws <see cref="ArgumentException"/>. Cases that fail on
    /// the document itself kill nothing.</summary>
    /// <param name="rules">The rule set.</param>
    /// <param name="key">Key of the document.</param>
    /// <param name="options">How far to go; null: the defaults.</param>
    /// <param name="cancellation">Ends the trial: the mutants left are not decided.</param>
    public static MutationScore Of(
        RuleSet rules, string key, MutationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (rules.Document(key) is null) throw new ArgumentException($"There is no document `{key}`.", nameof(key));
        return Trial.Of(rules, key, options ?? new MutationOptions(), cancellation);
    }
}

/// <summary>A document with one small change.</summary>
/// <param name="Kind">The change.</param>
/// <param name="Item">Id of the row, entry, characteristic, grade or override; empty for the document as a whole.</param>
/// <param name="Column">The input's expression, the output or another member that changes; null when the item as a whole does.</param>
/// <param name="Before">What is written; null when the item as a whole changes.</param>
/// <param name="After">What the mutant has instead; of a swap the id of the other item; null when the item is dropped.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="KilledBy">Id of the first case that fails on it; null when none does.</param>
/// <param name="Case">A case that would kill it, ready to be added; null unless it survived, and when the only facts that tell it
/// apart are those on which the document has a fault.</param>
public sealed record Mutant(
    MutationKind Kind, string Item, string? Column, string? Before, string? After, MutantOutcome Outcome, string? KilledBy, Case? Case);

/// <summary>What became of a mutant.</summary>
public enum MutantOutcome
{
    /// <summary>A case fails on it.</summary>
    Killed,

    /// <summary>Proved to decide the same as the document everywhere: no case can fail.</summary>
    Equivalent,

    /// <summary>Proved to decide differently, and no case fails.</summary>
    Survived,

    /// <summary>No case fails, and whether one could was not decided.</summary>
    NotDecided,
}

/// <summary>Small changes.</summary>
public enum MutationKind
{
    /// <summary>A bound, or a number compared with, moved by its smallest step; the end of a period by a day.</summary>
    ShiftBound,

    /// <summary>A bound that belongs to its interval no more, or now does.</summary>
    OpenOrCloseBound,

    /// <summary>A value left out of a list of values.</summary>
    DropValue,

    /// <summary>True for false, or the other way round.</summary>
    Negate,

    /// <summary>And for or, equal for unequal, or the other way round.</summary>
    ChangeOperator,

    /// <summary>Another declared value of an output, or a number moved by its smallest step.</summary>
    ChangeOutput,

    /// <summary>An item left out.</summary>
    DropItem,

    /// <summary>Two neighbours in each other's place.</summary>
    SwapItems,

    /// <summary>Another effect of an entry.</summary>
    ChangeEffect,

    /// <summary>A prefix that is shorter or longer by one character.</summary>
    ChangePrefix,

    /// <summary>Points moved by their smallest step.</summary>
    ChangePoints,
}
