using System.Collections.Immutable;
using Policy.Rules.Audit;

namespace Policy.Rules.Policies;

/// <summary>Comments on a policy. Refused: <c>unknown-policy</c>, <c>invalid-text</c> (empty too), <c>role</c> unless author or
/// approver.</summary>
/// <param name="Zone">Key of the zone.</param>
/// <param name="Key">Key of the document.</param>
/// <param name="Text">What is said.</param>
/// <param name="Row">Id of the row that is meant; null: the document.</param>
/// <param name="Column">Column of the cell that is meant; null: the row.</param>
/// <param name="By">Who says it.</param>
public sealed record AddComment(string Zone, string Key, string Text, string? Row, string? Column, Actor By)
{
    private const int LongestPlace = 1000;

    internal static Result<ImmutableArray<AuditedEvent>> Decide(PolicyState? state, AddComment command, DateTimeOffset now)
    {
        if (command.By.Role is not (Role.Author or Role.Approver)) return Refusals.Role(command.By, Role.Author);
        if (!Comments.IsComment(command.Text) || string.IsNullOrWhiteSpace(command.Text)) return Refusals.InvalidText;
        if (command is { Row: null, Column: not null } || !IsPlace(command.Row) || !IsPlace(command.Column)) return Refusals.InvalidText;
        if (state is null) return Refusals.UnknownPolicy(command.Zone, command.Key);
        var comment = new PolicyComment(state.Comments + 1, command.Text, command.Row, command.Column, command.By.Name, now);
        return ImmutableArray.Create<AuditedEvent>(new CommentAdded(comment, command.By.Name, now));
    }

    private static bool IsPlace(string? text) => text is null || (text.Length <= LongestPlace && Comments.IsComment(text));
}
