using System.Collections.Immutable;
using Policy.Rules.Audit;
using Policy.Rules.Trials;

namespace Policy.Rules;

/// <summary>A zone as its events leave it; its stream has the zone's key.</summary>
/// <param name="Id">Key of the zone.</param>
/// <param name="Zone">The zone.</param>
/// <param name="Releases">How many releases it has.</param>
/// <param name="Length">Events in the stream.</param>
/// <param name="Head">Hash of the last event.</param>
internal sealed record ZoneState(string Id, Zone Zone, int Releases, long Length, string Head)
{
    /// <summary>When each release that took effect was activated, by number.</summary>
    public ImmutableSortedDictionary<int, DateTimeOffset> Activated { get; init; } = ImmutableSortedDictionary<int, DateTimeOffset>.Empty;

    /// <summary>How many trials there were.</summary>
    public int Trials { get; init; }

    /// <summary>Number of the trial that runs; null when none does.</summary>
    public int? Trial { get; init; }

    public static ZoneState Begin(ZoneAdded added) =>
        new(added.Zone.Key, added.Zone, Releases: 0, Length: 1, EventChain.Hash(added.Zone.Key, 1, added));

    public ZoneState After(AuditedEvent next)
    {
        var state = next switch
        {
            ReleaseMade made => this with { Releases = made.Release.Number },
            ReleaseActivated activated => this with { Activated = Activated.Add(activated.Number, activated.At) },
            TrialStarted started => this with { Trials = started.Trial.Number, Trial = started.Trial.Number },
            TrialEnded => this with { Trial = null },
            ZoneStatusChanged changed => this with { Zone = Zone with { Status = changed.Status } },
            _ => this,
        };
        return state with { Length = Length + 1, Head = EventChain.Hash(Id, Length + 1, next) };
    }
}
