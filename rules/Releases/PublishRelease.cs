using System.Collections.Immutable;
using Policy.Rules.Policies;

namespace Policy.Rules.Releases;

/// <summary>A version to publish.</summary>
/// <param name="Key">Key of the document.</param>
/// <param name="Version">Number of the zone's own version.</param>
public sealed record PolicyReference(string Key, int Version);

/// <summary>Publishes versions of a zone in a new release that carries over all else from the release in force at
/// <paramref name="EffectiveFrom"/>; later releases of the zone and all releases of zones below are made anew on the
/// new ground, in the same transaction. Refused: <c>unknown-version</c>, <c>approval-void</c> when a version
/// was approved to replace something else than what is in force then, <c>errors</c>, <c>cases-failing</c>, <c>property-failing</c>,
/// <c>parent-locked</c>, <c>role</c> unless approver, <c>unknown-zone</c>, <c>nothing-to-publish</c>,
/// <c>invalid-text</c>.</summary>
/// <param name="Zone">Key of the zone.</param>
/// <param name="Policies">Versions to publish; of several of one key the last counts.</param>
/// <param name="EffectiveFrom">When they take effect; null: now.</param>
/// <param name="Comment">Why.</param>
/// <param name="By">Who publishes.</param>
public sealed record PublishRelease(
    string Zone,
    ImmutableArray<PolicyReference> Policies,
    DateTimeOffset? EffectiveFrom,
    string Comment,
    Actor By)
{
    /// <summary>What it changes.</summary>
    /// <param name="command">The command.</param>
    /// <param name="versions">The versions it names, by id, as far as there are such.</param>
    /// <param name="timeline">The zone's releases.</param>
    /// <param name="now">The time.</param>
    internal static Result<ReleaseChange> Decide(
        PublishRelease command, IReadOnlyDictionary<string, PolicyVersion> versions, Timeline timeline, DateTimeOffset now)
    {
        if (command.By.Role != Role.Approver) return Refusals.Role(command.By, Role.Approver);
        if (!Comments.IsComment(command.Comment)) return Refusals.InvalidText;
        var at = command.EffectiveFrom ?? now;
        var inForce = (timeline.InForce(at)?.Entries ?? []).ToDictionary(e => e.Key, StringComparer.Ordinal);
        foreach (var policy in command.Policies)
        {
            if (!versions.TryGetValue(PolicyVersion.IdOf(command.Zone, policy.Key, policy.Version), out var version))
                return Refusals.UnknownVersion(command.Zone, policy);
            var replaced = inForce.GetValueOrDefault(policy.Key);
            if (replaced?.Layers[^1] != new Layer(command.Zone, policy.Version) && version.Grounds.Base != (replaced?.Hash ?? ""))
                return Refusals.ApprovalVoid(command.Zone, policy);
        }

        var change = ImmutableSortedDictionary.CreateBuilder<string, int?>(StringComparer.Ordinal);
        foreach (var policy in command.Policies) change[policy.Key] = policy.Version;
        return new ReleaseChange(
            command.Zone,
            at,
            change.ToImmutable(),
            ReleaseCause.Published,
            command.By.Name,
            command.Comment,
            now);
    }
}
