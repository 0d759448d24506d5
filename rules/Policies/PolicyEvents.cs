using System.Collections.Immutable;
using Policy.Rules.Audit;

namespace Policy.Rules.Policies;

/// <summary>The policy was begun in its zone.</summary>
public sealed record PolicyCreated(string Zone, string Key, string By, DateTimeOffset At) : AuditedEvent(By, At);

/// <summary>The draft was begun or changed; a submission it may have been under is void.</summary>
/// <param name="Json">The text as the officer left it.</param>
/// <param name="ETag">The draft's new ETag.</param>
/// <param name="By">Who saved it.</param>
/// <param name="At">When.</param>
public sealed record DraftEdited(string Json, string ETag, string By, DateTimeOffset At) : AuditedEvent(By, At);

/// <summary>The draft was given up; what is in force stays.</summary>
public sealed record DraftDiscarded(string Comment, string By, DateTimeOffset At) : AuditedEvent(By, At);

/// <summary>The draft waits for an approver.</summary>
/// <param name="Comment">The author's comment.</param>
/// <param name="EffectiveFrom">When it is meant to take effect; null: as soon as it is published.</param>
/// <param name="Grounds">What was submitted.</param>
/// <param name="By">Who submitted it.</param>
/// <param name="At">When.</param>
public sealed record DraftSubmitted(
    string Comment, DateTimeOffset? EffectiveFrom, ReviewGrounds Grounds, string By, DateTimeOffset At) : AuditedEvent(By, At);

/// <summary>The draft was sent back.</summary>
public sealed record DraftRejected(string Comment, string By, DateTimeOffset At) : AuditedEvent(By, At);

/// <summary>The draft became a version.</summary>
/// <param name="Number">Number of the version.</param>
/// <param name="Hash">Content hash of the version.</param>
/// <param name="Authors">Who wrote it.</param>
/// <param name="Comment">The approver's comment.</param>
/// <param name="Grounds">What was approved; the approval holds for nothing else.</param>
/// <param name="Simulation">Hash of the simulation report that was before the approver; null where nothing was in force to
/// compare with.</param>
/// <param name="By">Who approved it.</param>
/// <param name="At">When.</param>
public sealed record VersionApproved(
    int Number,
    string Hash,
    ImmutableArray<string> Authors,
    string Comment,
    ReviewGrounds Grounds,
    string? Simulation,
    string By,
    DateTimeOffset At) : AuditedEvent(By, At);

/// <summary>Somebody said something of the policy.</summary>
/// <param name="Comment">What, and where.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
public sealed record CommentAdded(PolicyComment Comment, string By, DateTimeOffset At) : AuditedEvent(By, At);

/// <summary>What a comment asked for is settled.</summary>
public sealed record CommentResolved(int Number, string By, DateTimeOffset At) : AuditedEvent(By, At);
