using System.Collections.Immutable;
using System.Text;
using Policy.Engine;
using Policy.Rules.Audit;

namespace Policy.Rules.Policies;

/// <summary>Approves the submitted draft, which becomes the next version. Refused: <c>not-submitted</c>,
/// <c>own-draft</c> when <paramref name="By"/> edited it, <c>errors</c>, <c>cases-failing</c>, <c>property-failing</c>, <c>parent-locked</c>,
/// <c>invalid-text</c>, <c>role</c> unless approver.</summary>
public sealed record ApproveDraft(string Zone, string Key, string Comment, Actor By)
{
    internal static Result<ImmutableArray<AuditedEvent>> Decide(
        PolicyState? state, ApproveDraft command, DraftCheck? check, DateTimeOffset now)
    {
        if (command.By.Role != Role.Approver) return Refusals.Role(command.By, Role.Approver);
        if (!Comments.IsComment(command.Comment)) return Refusals.InvalidText;
        if (state?.Draft is not { State: DraftState.Submitted } draft) return Refusals.NotSubmitted(command.Key);
        if (draft.Editors.Contains(command.By.Name, StringComparer.OrdinalIgnoreCase)) return Refusals.OwnDraft(command.By);
        if (check!.Refusal is { } refusal) return refusal;
        return ImmutableArray.Create<AuditedEvent>(new VersionApproved(
            state.Versions + 1,
            DocumentJson.Hash(check.Authored!),
            draft.Editors,
            command.Comment,
            command.By.Name,
            now));
    }

    /// <summary>The version that the event makes of the draft.</summary>
    internal static PolicyVersion Version(PolicyState state, Document authored, VersionApproved approved) => new(
        state.Zone,
        state.Key,
        approved.Number,
        Encoding.UTF8.GetString(DocumentJson.Write(authored)),
        approved.Hash,
        approved.Authors,
        approved.By,
        approved.Comment,
        approved.At);
}
