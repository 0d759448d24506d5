using System.Collections.Immutable;

namespace Policy.Rules.Policies;

/// <summary>Where the draft of a policy stands.</summary>
public enum DraftState
{
    /// <summary>Being edited.</summary>
    Draft,

    /// <summary>Waits for an approver.</summary>
    Submitted,

    /// <summary>Sent back by an approver.</summary>
    Rejected,
}

/// <summary>The draft of a policy.</summary>
/// <param name="Json">The text as the officer left it; it may be broken.</param>
/// <param name="ETag">Changes with every save; quotes excluded.</param>
/// <param name="BaseVersion">Version the draft was begun from; 0 for a new policy.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Editors">Everybody who saved it since it was begun; none of them may approve it.</param>
/// <param name="SavedAt">When it was last saved.</param>
/// <param name="Comment">What was last said of it: by its author when he submitted it, by the approver when he sent it
/// back, which stays while the author mends it. Null when nothing was said.</param>
/// <param name="Submission">What waits for an approver; null unless it is submitted.</param>
public sealed record Draft(
    string Json,
    string ETag,
    int BaseVersion,
    DraftState State,
    ImmutableArray<string> Editors,
    DateTimeOffset SavedAt,
    string? Comment = null,
    Submission? Submission = null);

/// <summary>A draft as it was submitted.</summary>
/// <param name="By">Who submitted it.</param>
/// <param name="At">When.</param>
/// <param name="EffectiveFrom">When it is meant to take effect; null: as soon as it is published.</param>
/// <param name="Grounds">What the review is about.</param>
public sealed record Submission(string By, DateTimeOffset At, DateTimeOffset? EffectiveFrom, ReviewGrounds Grounds);
