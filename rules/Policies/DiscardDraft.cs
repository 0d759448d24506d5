using System.Collections.Immutable;
using Policy.Rules.Audit;

namespace Policy.Rules.Policies;

/// <summary>Gives the draft up. Refused: <c>no-draft</c>, <c>stale-draft</c> when <paramref name="IfMatch"/> is not its ETag,
/// <c>invalid-text</c>, <c>role</c> unless author.</summary>
public sealed record DiscardDraft(string Zone, string Key, string IfMatch, string Comment, Actor By)
{
    internal static Result<ImmutableArray<AuditedEvent>> Decide(PolicyState? state, DiscardDraft command, DateTimeOffset now)
    {
        if (command.By.Role != Role.Author) return Refusals.Role(command.By, Role.Author);
        if (!Comments.IsComment(command.Comment)) return Refusals.InvalidText;
        if (state?.Draft is not { } draft) return Refusals.NoDraft(command.Key);
        if (draft.ETag != command.IfMatch) return Refusals.StaleDraft;
        return ImmutableArray.Create<AuditedEvent>(new DraftDiscarded(command.Comment, command.By.Name, now));
    }
}
