using System.Collections.Immutable;

namespace Policy.Rules.Releases;

/// <summary>The compiled releases a process decides with. Readers take no lock; a change is compiled aside, warmed and
/// exchanged whole; a release that does not compile never replaces a good one.</summary>
public sealed class ActiveReleases
{
    // The helper who fills this in chooses the constructor.

    /// <summary>True when every zone's releases are loaded.</summary>
    public bool Loaded => throw new NotImplementedException();

    /// <summary>Why the newest state could not be taken over; null when all is well.</summary>
    public string? Trouble => throw new NotImplementedException();

    /// <summary>Keys of the zones that can decide.</summary>
    public ImmutableArray<string> Zones => throw new NotImplementedException();

    /// <summary>The release in force in a zone at an instant: the one with the latest effective-from not after it, of
    /// equals the highest number. Null when the zone is unknown or had none.</summary>
    public CompiledRelease? InForce(string zone, DateTimeOffset at) => throw new NotImplementedException();

    /// <summary>A release by number, compiled when first asked for; null when there is none.</summary>
    public ValueTask<CompiledRelease?> Find(string zone, int number, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Takes over what the store has now.</summary>
    public Task Refresh(CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Follows the store until cancelled: refreshes on PostgreSQL notifications, and every second as the safety net.</summary>
    public Task Follow(CancellationToken cancellation) => throw new NotImplementedException();
}
