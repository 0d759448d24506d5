using System.Collections.Immutable;
using Policy.Rules.Policies;

namespace Policy.Admin.Comments;

/// <summary>What a comment is about.</summary>
/// <param name="Row">Id of the row, entry or characteristic; null: the policy.</param>
/// <param name="Column">Its column; null: the row.</param>
public sealed record CommentPlace(string? Row = null, string? Column = null)
{
    /// <summary>The place of a comment.</summary>
    public static CommentPlace Of(PolicyComment comment)
    {
        ArgumentNullException.ThrowIfNull(comment);
        return new(comment.Row, comment.Column);
    }
}

/// <summary>What the editors of a policy know of its open comments.</summary>
/// <param name="Open">The comments.</param>
/// <param name="Pick">Told of a place that somebody chose, and whether to open what is said of it.</param>
public sealed record CommentBoard(ImmutableArray<PolicyComment> Open, Action<CommentPlace, bool> Pick)
{
    /// <summary>The comments on a row and its cells.</summary>
    public ImmutableArray<PolicyComment> Of(string row) => [.. Open.Where(c => c.Row == row)];

    /// <summary>The comments by place: an answer is a further comment on the same place. What was said first comes first.</summary>
    public IEnumerable<IGrouping<CommentPlace, PolicyComment>> Threads() => Open.OrderBy(c => c.Number).GroupBy(CommentPlace.Of);
}
