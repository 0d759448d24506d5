using System.Collections.Immutable;
using Policy.Rules.Releases;

namespace Policy.Rules.Policies;

/// <summary>What waits for people, over all zones.</summary>
/// <param name="Drafts">Drafts that were submitted or sent back, the longest waiting first.</param>
/// <param name="Scheduled">Published releases whose instant has not come, so that they may still be taken back, the next first.</param>
/// <param name="Planned">Zones that decide nothing until they are approved.</param>
public sealed record ReviewQueue(ImmutableArray<WaitingDraft> Drafts, ImmutableArray<Release> Scheduled, ImmutableArray<Zone> Planned)
{
    /// <summary>How much of it cannot go on without a person. What is scheduled goes on by itself.</summary>
    public int CountFor(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return Drafts.Count(d => d.WaitsFor(actor)) + (actor.Role == Role.Administrator ? Planned.Length : 0);
    }
}

/// <summary>A draft that waits for somebody.</summary>
/// <param name="Zone">Key of the zone.</param>
/// <param name="Key">Key of the document.</param>
/// <param name="State">Submitted: waits for an approver; rejected: for one of its authors.</param>
/// <param name="Editors">Everybody who wrote it.</param>
/// <param name="Since">Since when it waits.</param>
/// <param name="Comment">What was last said of it; null for nothing.</param>
/// <param name="Submission">What was submitted; null when it was sent back.</param>
/// <param name="Comments">Comments on the policy that are not settled.</param>
public sealed record WaitingDraft(
    string Zone,
    string Key,
    DraftState State,
    ImmutableArray<string> Editors,
    DateTimeOffset Since,
    string? Comment,
    Submission? Submission,
    ImmutableArray<PolicyComment> Comments)
{
    /// <summary>Whether a person may take its next step: an approver who did not write it, or an author who did.</summary>
    public bool WaitsFor(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var wrote = Editors.Contains(actor.Name, StringComparer.OrdinalIgnoreCase);
        return State == DraftState.Submitted ? actor.Role == Role.Approver && !wrote : actor.Role == Role.Author && wrote;
    }
}
