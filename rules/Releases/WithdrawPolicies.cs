using System.Collections.Immutable;

namespace Policy.Rules.Releases;

/// <summary>Takes policies of the zone's own out of force in a new release; what the parent has under their keys applies again. Refused:
/// <c>nothing-to-publish</c> when the zone has none of them in force then, <c>errors</c> when others need one, <c>cases-failing</c>,
/// <c>property-failing</c>, <c>parent-locked</c>, <c>unknown-zone</c>, <c>role</c> unless approver, <c>invalid-text</c>.</summary>
/// <param name="Zone">Key of the zone.</param>
/// <param name="Keys">Keys of the policies.</param>
/// <param name="EffectiveFrom">From when on; null: now.</param>
/// <param name="Comment">Why.</param>
/// <param name="By">Who withdraws them.</param>
public sealed record WithdrawPolicies(
    string Zone, ImmutableArray<string> Keys, DateTimeOffset? EffectiveFrom, string Comment, Actor By)
{
    internal static Result<ReleaseChange> Decide(WithdrawPolicies command, DateTimeOffset now)
    {
        if (command.By.Role != Role.Approver) return Refusals.Role(command.By, Role.Approver);
        if (!Comments.IsComment(command.Comment)) return Refusals.InvalidText;
        if (command.Keys.FirstOrDefault(k => !Rules.Keys.IsKey(k)) is { } wrong) return Refusals.InvalidKey(wrong);
        return new ReleaseChange(
            command.Zone,
            command.EffectiveFrom ?? now,
            command.Keys.ToImmutableSortedDictionary(k => k, _ => (int?)null, StringComparer.Ordinal),
            ReleaseCause.Withdrawn,
            command.By.Name,
            command.Comment,
            now);
    }
}
