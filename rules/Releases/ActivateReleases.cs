using System.Collections.Immutable;

namespace Policy.Rules.Releases;

/// <summary>Records, zone by zone, which releases have taken effect. Nothing waits for it, as what is in force follows
/// from the instants of the releases: it is the fact for the record. Whoever repeats it changes nothing.</summary>
/// <param name="Now">The instant up to which releases count as come.</param>
public sealed record ActivateReleases(DateTimeOffset Now)
{
    /// <summary>Who is named as having activated a release: no person.</summary>
    public const string By = "system";

    /// <summary>The activations that are missing in a zone, in the order in which the releases took effect. A release whose place another one had
    /// taken before its instant never took effect.</summary>
    internal static ImmutableArray<ReleaseActivated> Decide(ActivateReleases command, ZoneState zone, ImmutableArray<Release> releases)
    {
        var instants = releases.Select(ReleaseInstant.Of).ToLookup(r => r.EffectiveFrom);
        return
        [
            .. instants.SelectMany(same => same.Where(r => !same.Any(r.IsReplacedBy)))
                .Where(r => r.TookEffectAt <= command.Now && !zone.Activated.ContainsKey(r.Number))
                .OrderBy(r => r.TookEffectAt).ThenBy(r => r.Number)
                .Select(r => new ReleaseActivated(r.Number, r.EffectiveFrom, By, command.Now)),
        ];
    }

    /// <summary>The instants at which releases that still count are to take effect.</summary>
    internal static IEnumerable<DateTimeOffset> Scheduled(ActivateReleases command, IEnumerable<Release> releases) =>
        releases.Select(r => r.EffectiveFrom).Where(at => at > command.Now);
}

/// <summary>What activating releases did and what is to come.</summary>
/// <param name="Activated">The releases activated: key of the zone and number.</param>
/// <param name="Scheduled">The instants at which releases are to take effect, in order.</param>
public sealed record Activations(
    ImmutableArray<(string Zone, int Number)> Activated, ImmutableArray<DateTimeOffset> Scheduled);

/// <summary>When a release is to apply and when it became known.</summary>
internal sealed record ReleaseInstant(int Number, DateTimeOffset EffectiveFrom, DateTimeOffset RecordedAt)
{
    public static ReleaseInstant Of(Release release) => new(release.Number, release.EffectiveFrom, release.RecordedAt);

    /// <summary>A release recorded after its instant took effect when it was recorded.</summary>
    public DateTimeOffset TookEffectAt => EffectiveFrom > RecordedAt ? EffectiveFrom : RecordedAt;

    /// <summary>True when the other one took this one's place before it could take effect.</summary>
    public bool IsReplacedBy(ReleaseInstant other) =>
        other.EffectiveFrom == EffectiveFrom && other.Number > Number && other.RecordedAt <= TookEffectAt;
}
