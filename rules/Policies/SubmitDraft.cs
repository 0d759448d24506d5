using System.Collections.Immutable;
using Policy.Rules.Audit;

namespace Policy.Rules.Policies;

/// <summary>Submits the draft for approval. Refused: <c>no-draft</c>, <c>not-editable</c> when it is submitted
/// already, <c>errors</c>, <c>cases-failing</c>, <c>property-failing</c>, <c>unknown-property</c> in a waiver, <c>parent-locked</c>,
/// <c>invalid-text</c>, <c>role</c> unless author.</summary>
/// <param name="Zone">Key of the zone.</param>
/// <param name="Key">Key of the document.</param>
/// <param name="Comment">What the approver should know.</param>
/// <param name="By">Who submits.</param>
/// <param name="EffectiveFrom">When it is meant to take effect: it is reviewed against what is in force then. Null: now.</param>
/// <param name="Waivers">Properties that need not hold this time; none by default.</param>
public sealed record SubmitDraft(
    string Zone, string Key, string Comment, Actor By, DateTimeOffset? EffectiveFrom = null, ImmutableArray<Waiver> Waivers = default)
{
    /// <summary>Properties that need not hold this time; none by default.</summary>
    public ImmutableArray<Waiver> Waivers { get; init; } = Waivers.IsDefault ? [] : Waivers;

    internal static Result<ImmutableArray<AuditedEvent>> Decide(
        PolicyState? state, SubmitDraft command, DraftReview? review, DateTimeOffset now)
    {
        if (command.By.Role != Role.Author) return Refusals.Role(command.By, Role.Author);
        if (!Comments.IsComment(command.Comment)) return Refusals.InvalidText;
        if (state?.Draft is not { } draft) return Refusals.NoDraft(command.Key);
        if (draft.State == DraftState.Submitted) return Refusals.NotEditable(command.Key);
        if (review!.Refusal is { } refusal) return refusal;
        return ImmutableArray.Create<AuditedEvent>(
            new DraftSubmitted(command.Comment, command.EffectiveFrom, review.Grounds!, command.By.Name, now));
    }
}
