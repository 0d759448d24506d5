using Policy.Rules.Audit;
using Policy.Rules.Releases;

namespace Policy.Rules;

/// <summary>The zone joined the tree.</summary>
public sealed record ZoneAdded(Zone Zone, string By, DateTimeOffset At) : AuditedEvent(By, At);

/// <summary>The zone has another status.</summary>
public sealed record ZoneStatusChanged(ZoneStatus Status, string By, DateTimeOffset At) : AuditedEvent(By, At);

/// <summary>The zone has a further release.</summary>
public sealed record ReleaseMade(Release Release, string By, DateTimeOffset At) : AuditedEvent(By, At);

/// <summary>The release has taken effect.</summary>
/// <param name="Number">Number of the release.</param>
/// <param name="EffectiveFrom">The instant from which it applies.</param>
/// <param name="By">Always <see cref="ActivateReleases.By"/>.</param>
/// <param name="At">When that was recorded: at or after its instant.</param>
public sealed record ReleaseActivated(int Number, DateTimeOffset EffectiveFrom, string By, DateTimeOffset At) : AuditedEvent(By, At);
