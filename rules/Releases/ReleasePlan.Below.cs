using System.Collections.Immutable;

namespace Policy.Rules.Releases;

/// <summary>What a change makes of a zone below.</summary>
/// <param name="Zone">Key of the zone.</param>
/// <param name="Planned">Its release, or why there can be none.</param>
internal sealed record ZonePlan(string Zone, Result<PlannedRelease> Planned);

/// <summary>What a change makes of the zones below, zone by zone.</summary>
internal sealed partial class ReleasePlan
{
    /// <summary>Plans, at the instant of a change alone, what it makes of each zone below that it reaches, parents before children. One
    /// that refuses keeps no other from being planned, but those below it. Refused when the zone of the change itself is.</summary>
    public static Result<ImmutableArray<ZonePlan>> Below(PlanGround ground, ReleaseChange change)
    {
        var plan = new ReleasePlan(ground, change);
        var zone = ground.Zones.Single(z => z.Key == change.Zone);
        var own = Own(zone.Key, plan._timelines[zone.Key].InForce(change.At));
        foreach (var (key, version) in change.Versions) own = version is { } number ? own.SetItem(key, number) : own.Remove(key);
        var entries = plan.Compose(zone, plan.ParentOf(zone).InForce(change.At), own);
        if (!entries.Succeeded) return entries.Refusal;
        plan.Add(zone, change.At, entries.Value);
        return plan.Children(zone).ToImmutableArray();
    }

    private IEnumerable<ZonePlan> Children(Zone parent)
    {
        foreach (var zone in _ground.Zones.Where(z => z.Parent == parent.Key))
        {
            var inForce = _timelines[zone.Key].InForce(_change.At);
            var entries = Compose(zone, ParentOf(zone).InForce(_change.At), Own(zone.Key, inForce));
            if (entries.Refusal is { } refusal)
            {
                foreach (var refused in Refused(zone, refusal)) yield return refused;
                continue;
            }

            if (SameEntries(entries.Value!, inForce)) continue;
            Add(zone, _change.At, entries.Value!);
            yield return new ZonePlan(zone.Key, _planned[^1]);
            foreach (var below in Children(zone)) yield return below;
        }
    }

    private IEnumerable<ZonePlan> Refused(Zone zone, Refusal refusal) =>
        _ground.Zones.Where(z => z.Parent == zone.Key).SelectMany(z => Refused(z, refusal)).Prepend(new ZonePlan(zone.Key, refusal));
}
