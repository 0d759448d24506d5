using System.Collections.Immutable;
using Policy.Rules.Audit;

namespace Policy.Rules.Policies;

/// <summary>Approves the submitted draft, which becomes the next version; the approval holds for exactly what was submitted and
/// the simulation of it. Refused: <c>not-submitted</c>, <c>own-draft</c> when <paramref name="By"/> edited it, <c>errors</c>,
/// <c>cases-failing</c>, <c>property-failing</c>, <c>parent-locked</c>, <c>stale-review</c> when what it would replace is not what it
/// was submitted against, or <paramref name="Grounds"/> is not what was submitted, <c>no-simulation</c>, <c>invalid-text</c>,
/// <c>role</c> unless approver.</summary>
/// <param name="Zone">Key of the zone.</param>
/// <param name="Key">Key of the document.</param>
/// <param name="Comment">Why.</param>
/// <param name="By">Who approves.</param>
/// <param name="Grounds">Hash of the grounds that the approver has seen; null: whatever was submitted.</param>
public sealed record ApproveDraft(string Zone, string Key, string Comment, Actor By, string? Grounds = null)
{
    internal static Result<ImmutableArray<AuditedEvent>> Decide(
        PolicyState? state, ApproveDraft command, DraftReview? review, DateTimeOffset now)
    {
        if (command.By.Role != Role.Approver) return Refusals.Role(command.By, Role.Approver);
        if (!Comments.IsComment(command.Comment)) return Refusals.InvalidText;
        if (state?.Draft is not { State: DraftState.Submitted, Submission: { } submission } draft) return Refusals.NotSubmitted(command.Key);
        if (draft.Editors.Contains(command.By.Name, StringComparer.OrdinalIgnoreCase)) return Refusals.OwnDraft(command.By);
        if (command.Grounds is { } seen && seen != submission.Grounds.Hash) return Refusals.StaleReview(command.Key);
        if (Missing(command.Key, submission, review!).FirstOrDefault() is { } missing) return missing;
        return ImmutableArray.Create<AuditedEvent>(new VersionApproved(
            state.Versions + 1,
            review!.Grounds!.Candidate,
            draft.Editors,
            command.Comment,
            review.Grounds!,
            review.Simulation,
            command.By.Name,
            now));
    }

    /// <summary>What keeps a submitted draft from being approved by whomever: all that is missing or wrong.</summary>
    internal static IEnumerable<Refusal> Missing(string key, Submission submission, DraftReview review)
    {
        if (review.Refusal is { } refusal) yield return refusal;
        else if (review.Grounds!.Hash != submission.Grounds.Hash) yield return Refusals.StaleReview(key);
        if (review is { NeedsSimulation: true, Simulation: null }) yield return Refusals.NoSimulation(key);
    }

    /// <summary>The version that the event makes of the draft.</summary>
    /// <param name="state">The policy before it.</param>
    /// <param name="json">Canonical JSON of the draft.</param>
    /// <param name="approved">The event.</param>
    internal static PolicyVersion Version(PolicyState state, string json, VersionApproved approved) => new(
        state.Zone,
        state.Key,
        approved.Number,
        json,
        approved.Hash,
        approved.Authors,
        approved.By,
        approved.Comment,
        approved.At,
        approved.Grounds,
        approved.Simulation);
}
