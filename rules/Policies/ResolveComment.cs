using System.Collections.Immutable;
using Policy.Rules.Audit;

namespace Policy.Rules.Policies;

/// <summary>Settles an open comment. Refused: <c>unknown-comment</c>, <c>role</c> unless author or approver.</summary>
public sealed record ResolveComment(string Zone, string Key, int Number, Actor By)
{
    internal static Result<ImmutableArray<AuditedEvent>> Decide(PolicyState? state, ResolveComment command, DateTimeOffset now)
    {
        if (command.By.Role is not (Role.Author or Role.Approver)) return Refusals.Role(command.By, Role.Author);
        if (state?.OpenComments.Any(c => c.Number == command.Number) != true) return Refusals.UnknownComment(command.Key, command.Number);
        return ImmutableArray.Create<AuditedEvent>(new CommentResolved(command.Number, command.By.Name, now));
    }
}
