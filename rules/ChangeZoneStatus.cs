using System.Collections.Immutable;
using Policy.Rules.Audit;

namespace Policy.Rules;

/// <summary>Says that a planned zone was approved, alone or as part of an approved one: it decides from then on. Nothing happens when the
/// zone has the status already. Refused: <c>unknown-zone</c>, <c>zone-status</c> for any other change, <c>role</c> unless
/// administrator.</summary>
/// <param name="Zone">Key of the zone.</param>
/// <param name="Status">Its status from now on.</param>
/// <param name="By">Who says so.</param>
public sealed record ChangeZoneStatus(string Zone, ZoneStatus Status, Actor By)
{
    internal static Result<ImmutableArray<AuditedEvent>> Decide(ZoneState? state, ChangeZoneStatus command, DateTimeOffset now)
    {
        if (command.By.Role != Role.Administrator) return Refusals.Role(command.By, Role.Administrator);
        if (state is null) return Refusals.UnknownZone(command.Zone);
        if (state.Zone.Status == command.Status) return ImmutableArray<AuditedEvent>.Empty;
        if (state.Zone.Status != ZoneStatus.Planned || !Enum.IsDefined(command.Status)) return Refusals.ZoneStatus(command.Zone);
        return ImmutableArray.Create<AuditedEvent>(new ZoneStatusChanged(command.Status, command.By.Name, now));
    }
}
