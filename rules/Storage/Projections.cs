using JasperFx.Events;
using Marten.Events.Aggregation;
using Policy.Rules.Audit;
using Policy.Rules.Policies;

namespace Policy.Rules.Storage;

/// <summary>Keeps <see cref="PolicyState"/> beside its events, in the same transaction.</summary>
internal sealed class PolicyProjection : SingleStreamProjection<PolicyState, string>
{
    public override PolicyState? Evolve(PolicyState? snapshot, string id, IEvent e)
    {
        var state = e.Data is PolicyCreated created ? PolicyState.Begin(created.Zone, created.Key) : snapshot;
        return state?.After((AuditedEvent)e.Data);
    }
}

/// <summary>Keeps <see cref="ZoneState"/> beside its events, in the same transaction.</summary>
internal sealed class ZoneProjection : SingleStreamProjection<ZoneState, string>
{
    public override ZoneState? Evolve(ZoneState? snapshot, string id, IEvent e) => e.Data switch
    {
        ZoneAdded added => ZoneState.Begin(added),
        var next => snapshot?.After((AuditedEvent)next),
    };
}

/// <summary>Keeps <see cref="AuditState"/> beside its events, in the same transaction.</summary>
internal sealed class AuditProjection : SingleStreamProjection<AuditState, string>
{
    public override AuditState? Evolve(AuditState? snapshot, string id, IEvent e) =>
        id == AuditState.Stream ? (snapshot ?? AuditState.Empty).After((AuditedEvent)e.Data) : snapshot;
}
