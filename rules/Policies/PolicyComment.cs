namespace Policy.Rules.Policies;

/// <summary>A comment on a policy, one of its rows, or one cell; open until somebody resolves it.</summary>
/// <param name="Number">Counts from 1 within the policy.</param>
/// <param name="Text">What is said, at most 4,000 UTF-16 units.</param>
/// <param name="Row">Id of the row, entry, characteristic or step; null: the document.</param>
/// <param name="Column">The input's expression or the output's name in that row; null: the row.</param>
/// <param name="By">Who said it.</param>
/// <param name="At">When.</param>
public sealed record PolicyComment(int Number, string Text, string? Row, string? Column, string By, DateTimeOffset At);
