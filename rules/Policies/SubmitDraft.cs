using System.Collections.Immutable;
using Policy.Rules.Audit;

namespace Policy.Rules.Policies;

/// <summary>Submits the draft for approval. Refused: <c>no-draft</c>, <c>not-editable</c> when it is submitted
/// already, <c>errors</c>, <c>cases-failing</c>, <c>property-failing</c>, <c>parent-locked</c>, <c>invalid-text</c>, <c>role</c> unless
/// author.</summary>
public sealed record SubmitDraft(string Zone, string Key, string Comment, Actor By)
{
    internal static Result<ImmutableArray<AuditedEvent>> Decide(
        PolicyState? state, SubmitDraft command, DraftCheck? check, DateTimeOffset now)
    {
        if (command.By.Role != Role.Author) return Refusals.Role(command.By, Role.Author);
        if (!Comments.IsComment(command.Comment)) return Refusals.InvalidText;
        if (state?.Draft is not { } draft) return Refusals.NoDraft(command.Key);
        if (draft.State == DraftState.Submitted) return Refusals.NotEditable(command.Key);
        if (check?.Refusal is { } refusal) return refusal;
        return ImmutableArray.Create<AuditedEvent>(new DraftSubmitted(command.Comment, command.By.Name, now));
    }
}
