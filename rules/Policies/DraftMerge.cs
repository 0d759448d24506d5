using System.Collections.Immutable;
using Policy.Engine.Analysis;

namespace Policy.Rules.Policies;

/// <summary>Two edits of one draft put together.</summary>
/// <param name="Json">The merged draft, to be saved in place of the other's; null when the edits are in conflict.</param>
/// <param name="ETag">ETag of the other's draft, which the merged one takes the place of.</param>
/// <param name="Conflicts">What both changed differently; empty when they changed different rows.</param>
/// <param name="Shared">Facts that both decide otherwise than the draft they started from (<c>Before</c>: mine, <c>After</c>: theirs),
/// although they changed different rows; null when there are none.</param>
/// <param name="IsDecided">False when it is neither proved nor refuted that the edits leave each other's facts alone: a conflict too.</param>
public sealed record DraftMerge(
    string? Json, string ETag, ImmutableArray<MergeConflict> Conflicts, Region? Shared, bool IsDecided);

/// <summary>Something that two edits changed differently.</summary>
/// <param name="Member">Name of the member: <c>rows</c>, <c>hitPolicy</c>; empty for the document, when one of the texts is no document.</param>
/// <param name="Item">Id of the row (entry, characteristic, step, …); null: the member itself, or the order of its rows.</param>
/// <param name="Start">JSON of what both started from; null when it was not there.</param>
/// <param name="Mine">JSON of the one; null when it was removed.</param>
/// <param name="Theirs">JSON of the other, likewise.</param>
public sealed record MergeConflict(string Member, string? Item, string? Start, string? Mine, string? Theirs);
