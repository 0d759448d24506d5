using System.Collections.Immutable;

namespace Policy.Rules.Releases;

/// <summary>Where a release of a zone stands at an instant.</summary>
public enum ReleaseState
{
    /// <summary>Its instant has not come.</summary>
    Scheduled,

    /// <summary>It decides declarations made now.</summary>
    InForce,

    /// <summary>It was in force, or applies to a time that is past; another one followed or took its place.</summary>
    Superseded,

    /// <summary>Another one took its place before its instant came: it was never in force.</summary>
    TakenBack,
}

/// <summary>The releases of a zone as they stand at an instant.</summary>
public sealed class ReleaseStates
{
    private readonly Timeline _timeline;
    private readonly DateTimeOffset _now;
    private readonly ImmutableHashSet<int> _takenBack;

    /// <summary>Looks at all releases of one zone.</summary>
    public ReleaseStates(IEnumerable<Release> releases, DateTimeOffset now)
    {
        (_timeline, _now) = (new Timeline(releases), now);
        var instants = _timeline.All.Select(ReleaseInstant.Of).ToLookup(i => i.EffectiveFrom);
        _takenBack = [.. instants.SelectMany(same => same.Where(i => same.Any(i.IsReplacedBy)).Select(i => i.Number))];
    }

    /// <summary>The release in force now; null when there is none.</summary>
    public Release? InForce => _timeline.InForce(_now);

    /// <summary>Where a release of the zone stands.</summary>
    public ReleaseState Of(Release release)
    {
        ArgumentNullException.ThrowIfNull(release);
        return _takenBack.Contains(release.Number) ? ReleaseState.TakenBack
            : release.EffectiveFrom > _now ? ReleaseState.Scheduled
            : release == InForce ? ReleaseState.InForce
            : ReleaseState.Superseded;
    }

    /// <summary>The release that applies until another one takes effect, and goes on to apply when that one is taken back; null
    /// when it is the first.</summary>
    public Release? Before(Release release)
    {
        ArgumentNullException.ThrowIfNull(release);
        return _timeline.Effective.LastOrDefault(r => r.EffectiveFrom < release.EffectiveFrom);
    }
}
