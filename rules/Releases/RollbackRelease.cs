using System.Collections.Immutable;

namespace Policy.Rules.Releases;

/// <summary>Makes a new release with the zone's own versions of another one; what it inherits is what its parent has then. At
/// the instant of a scheduled release it takes that one's place. Refused: <c>unknown-release</c>, <c>unknown-zone</c>, <c>nothing-to-publish</c>,
/// <c>errors</c>, <c>cases-failing</c>, <c>property-failing</c>, <c>parent-locked</c>, <c>role</c> unless approver, <c>invalid-text</c>.</summary>
/// <param name="Zone">Key of the zone.</param>
/// <param name="Number">Number of the earlier release.</param>
/// <param name="Comment">Why.</param>
/// <param name="By">Who rolls back.</param>
/// <param name="EffectiveFrom">From when on; null: now.</param>
public sealed record RollbackRelease(string Zone, int Number, string Comment, Actor By, DateTimeOffset? EffectiveFrom = null)
{
    /// <summary>What it changes: every key of which that release and the one in force then have different versions.</summary>
    internal static Result<ReleaseChange> Decide(RollbackRelease command, Timeline timeline, DateTimeOffset now)
    {
        if (command.By.Role != Role.Approver) return Refusals.Role(command.By, Role.Approver);
        if (!Comments.IsComment(command.Comment)) return Refusals.InvalidText;
        var earlier = timeline.All.FirstOrDefault(r => r.Number == command.Number);
        if (earlier is null) return Refusals.UnknownRelease(command.Zone, command.Number);

        var at = command.EffectiveFrom ?? now;
        var wanted = ReleasePlan.Own(command.Zone, earlier);
        var versions = wanted.ToImmutableSortedDictionary(w => w.Key, w => (int?)w.Value, StringComparer.Ordinal);
        foreach (var key in ReleasePlan.Own(command.Zone, timeline.InForce(at)).Keys.Where(k => !wanted.ContainsKey(k)))
            versions = versions.SetItem(key, null);
        return new ReleaseChange(
            command.Zone, at, versions, ReleaseCause.RolledBack, command.By.Name, command.Comment, now);
    }
}
