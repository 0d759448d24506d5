using System.Collections.Immutable;
using Policy.Rules.Audit;

namespace Policy.Rules.Policies;

/// <summary>Sends the submitted draft back. Refused: <c>not-submitted</c>, <c>invalid-text</c>, <c>role</c> unless
/// approver.</summary>
public sealed record RejectDraft(string Zone, string Key, string Comment, Actor By)
{
    internal static Result<ImmutableArray<AuditedEvent>> Decide(
        PolicyState? state, RejectDraft command, DateTimeOffset now)
    {
        if (command.By.Role != Role.Approver) return Refusals.Role(command.By, Role.Approver);
        if (!Comments.IsComment(command.Comment)) return Refusals.InvalidText;
        if (state?.Draft is not { State: DraftState.Submitted }) return Refusals.NotSubmitted(command.Key);
        return ImmutableArray.Create<AuditedEvent>(new DraftRejected(command.Comment, command.By.Name, now));
    }
}
