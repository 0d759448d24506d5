using System.Collections.Immutable;
using Policy.Rules.Storage;
using Policy.Rules.Trials;

namespace Policy.Rules.Releases;

/// <summary>What a process decides with at one moment: immutable, exchanged whole.</summary>
internal sealed class ActiveZones(ImmutableDictionary<string, ActiveZone> zones)
{
    public static ActiveZones None { get; } = new(ImmutableDictionary.Create<string, ActiveZone>(StringComparer.Ordinal));

    public ImmutableArray<string> Deciding { get; } =
        [.. zones.Values.Where(z => z.Decides).Select(z => z.Head.Id).Order(StringComparer.Ordinal)];

    public ImmutableArray<ActiveTrial> Trials { get; } = [.. zones.Values.Select(z => z.Trial).OfType<ActiveTrial>()];

    public ActiveZone? Zone(string key) => zones.GetValueOrDefault(key);

    /// <summary>True when nothing was added to the zones since.</summary>
    public bool Has(IReadOnlyCollection<ZoneHead> heads) => heads.Count == zones.Count && heads.All(h => Zone(h.Id)?.Head == h);

    /// <summary>The releases that decide at an instant or later.</summary>
    public IEnumerable<Release> FromNowOn(DateTimeOffset now) => zones.Values.SelectMany(zone => zone.FromNowOn(now));
}

/// <summary>A zone, its releases, and its trial that runs, if any.</summary>
internal sealed record ActiveZone(ZoneHead Head, Timeline Timeline, ActiveTrial? Trial)
{
    public bool Decides => Head.Zone.Status != ZoneStatus.Planned && !Timeline.All.IsEmpty;

    public Release? Find(int number) => number >= 1 && number <= Timeline.All.Length ? Timeline.All[number - 1] : null;

    /// <summary>The release in force at an instant, then those before it.</summary>
    public IEnumerable<Release> Until(DateTimeOffset at)
    {
        for (var i = Timeline.IndexInForce(at); i >= 0; i--) yield return Timeline.Effective[i];
    }

    public IEnumerable<Release> FromNowOn(DateTimeOffset now) => Timeline.Effective[Math.Max(0, Timeline.IndexInForce(now))..];
}

/// <summary>A trial and its candidate, compiled.</summary>
internal sealed class ActiveTrial(StoredTrial trial, CompiledContent content)
{
    private volatile RunningTrial? _running;

    public StoredTrial Trial => trial;

    /// <summary>Null when it does not compile.</summary>
    public CompiledRelease? Candidate { get; } = content.Rules is { } rules ? new CompiledRelease(trial.Candidate, rules) : null;

    /// <summary>Why it does not compile; null when it does.</summary>
    public string? Trouble => content.Trouble is { } trouble ? $"The candidate of {trial.Id} does not compile: {trouble}" : null;

    /// <summary>The trial beside its live release; null when the candidate does not compile.</summary>
    public RunningTrial? Beside(CompiledRelease live) =>
        Candidate is null ? null : _running ??= new RunningTrial(trial, live, Candidate);
}
