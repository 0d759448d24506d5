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

/// <summary>The draft waits for an approver.</summary>
public sealed record DraftSubmitted(string Comment, string By, DateTimeOffset At) : AuditedEvent(By, At);

/// <summary>The draft was sent back.</summary>
public sealed record DraftRejected(string Comment, string By, DateTimeOffset At) : AuditedEvent(By, At);

/// <summary>The draft became a version.</summary>
/// <param name="Number">Number of the version.</param>
/// <param name="Hash">Content hash of the version.</param>
/// <param name="Authors">Who wrote it.</param>
/// <param name="Comment">The approver's comment.</param>
/// <param name="By">Who approved it.</param>
/// <param name="At">When.</param>
public sealed record VersionApproved(
    int Number,
    string Hash,
    ImmutableArray<string> Authors,
    string Comment,
    string By,
    DateTimeOffset At) : AuditedEvent(By, At);
