using System.Collections.Immutable;

namespace Policy.Rules.Decisions;

/// <summary>A recorded decision: all that is needed to explain and replay it.</summary>
public sealed record DecisionRecord
{
    /// <summary>Id given by the platform.</summary>
    public required string DecisionId { get; init; }

    /// <summary>Declaration number, unique.</summary>
    public required string DeclarationNo { get; init; }

    /// <summary>Key of the zone.</summary>
    public required string Zone { get; init; }

    /// <summary>When the declaration was made: decides which release counts.</summary>
    public required DateTimeOffset DeclaredAt { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>Hash of the declaration as submitted, before the platform added to it; sealed as personal fields are.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Number of the release that decided.</summary>
    public required int ReleaseNumber { get; init; }

    /// <summary>Content hash of that release.</summary>
    public required string ReleaseHash { get; init; }

    /// <summary>Number of the trial whose candidate decided in the place of that release; null when none did.</summary>
    public int? Trial { get; init; }

    /// <summary>The build of the engine that decided; this process's own where nothing else is said.</summary>
    public string EngineBuild { get; init; } = Decisions.EngineBuild.Current;

    /// <summary>The complete facts: the declaration with all that the platform added (credit record, draw), canonical JSON.</summary>
    public required string Facts { get; init; }

    /// <summary>The decision: canonical JSON without id and time of deciding, so that a replay gives the same bytes.</summary>
    public required string Decision { get; init; }

    /// <summary><c>release</c>, <c>inspect</c>, <c>review</c>, <c>return</c> or <c>prohibit</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary><c>green</c> or <c>red</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>Deciding rows as <c>document/row</c>.</summary>
    public ImmutableArray<string> Rows { get; init; } = [];
}

/// <summary>What happened to a decision that was to be recorded.</summary>
public enum AppendStatus
{
    /// <summary>It is durable.</summary>
    Recorded,

    /// <summary>The same declaration was decided before; that decision is returned.</summary>
    Repeated,

    /// <summary>Another declaration of the same number was decided before.</summary>
    Conflict,

    /// <summary>The log cannot take it now; nothing was recorded.</summary>
    Full,
}

/// <summary>The answer of the log.</summary>
/// <param name="Status">What happened.</param>
/// <param name="Record">The decision now in the log under that number; null when full.</param>
public sealed record Appended(AppendStatus Status, DecisionRecord? Record);

/// <summary>What to look for; null means any.</summary>
public sealed record DecisionQuery(
    string? Zone = null,
    string? Outcome = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    string? Row = null,
    int Take = 50,
    string? After = null);

/// <summary>A page of decisions, newest first.</summary>
/// <param name="Records">The decisions.</param>
/// <param name="Next">Give it as <c>After</c> for the next page; null on the last one.</param>
public sealed record DecisionPage(ImmutableArray<DecisionRecord> Records, string? Next);

/// <summary>The facts of a recorded decision.</summary>
/// <param name="DeclarationNo">Number of the declaration.</param>
/// <param name="Json">The facts in UTF-8, their personal fields sealed.</param>
internal readonly record struct RecordedFacts(string DeclarationNo, byte[] Json);
