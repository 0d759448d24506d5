using System.Collections.Immutable;
using System.Text;
using Marten;
using Policy.Rules.Audit;
using Policy.Rules.Policies;
using Policy.Rules.Releases;
using Policy.Rules.Storage;

namespace Policy.Rules;

/// <summary>Commands that make releases: planned, checked, and stored whole in one transaction or not at all.</summary>
public sealed partial class PolicyStore
{
    /// <inheritdoc cref="Execute(SaveDraft, CancellationToken)"/>
    public Task<Result<Release>> Execute(PublishRelease command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        return Release(
            command.Zone,
            async (session, now) =>
            {
                var ids = command.Policies.Select(p => PolicyVersion.IdOf(command.Zone, p.Key, p.Version)).ToArray();
                var versions = await session.LoadManyAsync<PolicyVersion>(cancellation, ids);
                return PublishRelease.Decide(
                    command, versions.ToDictionary(v => v.Id, StringComparer.Ordinal), await Timeline(session, command.Zone, cancellation), now);
            },
            cancellation);
    }

    /// <inheritdoc cref="Execute(SaveDraft, CancellationToken)"/>
    public Task<Result<Release>> Execute(WithdrawPolicies command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        return Release(command.Zone, (_, now) => Task.FromResult(WithdrawPolicies.Decide(command, now)), cancellation);
    }

    /// <inheritdoc cref="Execute(SaveDraft, CancellationToken)"/>
    public Task<Result<Release>> Execute(RollbackRelease command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        return Release(
            command.Zone,
            async (session, now) =>
                RollbackRelease.Decide(command, await Timeline(session, command.Zone, cancellation), now),
            cancellation);
    }

    /// <summary>Carries out the command; of hosts that do at once, one finds something to do.</summary>
    public async Task<Activations> Execute(ActivateReleases command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        await using var held = await AdvisoryLock.Acquire(_source, AdvisoryLock.Releases, cancellation);
        await using var session = _store.LightweightSession();
        var activated = ImmutableArray.CreateBuilder<(string, int)>();
        var scheduled = ImmutableArray<DateTimeOffset>.Empty;
        foreach (var zone in await session.Query<ZoneState>().ToListAsync(cancellation))
        {
            var releases = (await Timeline(session, zone.Id, cancellation)).All;
            scheduled = scheduled.AddRange(ActivateReleases.Scheduled(command, releases));
            var events = ActivateReleases.Decide(command, zone, releases);
            if (events.IsEmpty) continue;
            Append(session, zone, events);
            activated.AddRange(events.Select(e => (zone.Id, e.Number)));
        }

        if (activated.Count > 0) await session.SaveChangesAsync(cancellation);
        return new Activations(activated.ToImmutable(), [.. scheduled.Distinct().Order()]);
    }

    private async Task<Result<Release>> Release(
        string zone,
        Func<IQuerySession, DateTimeOffset, Task<Result<ReleaseChange>>> decide,
        CancellationToken cancellation)
    {
        await using var held = await AdvisoryLock.Acquire(_source, AdvisoryLock.Releases, cancellation);
        await using var session = _store.LightweightSession();
        var zones = await Zones(session, cancellation);
        if (zones.All(z => z.Key != zone)) return Refusals.UnknownZone(zone);
        var change = await decide(session, await Now(session, cancellation));
        if (!change.Succeeded) return change.Refusal;

        var ground = await PlanGround(session, zones, zone, change.Value.At, change.Value, cancellation);
        var plan = ReleasePlan.Make(ground, change.Value);
        if (!plan.Succeeded) return plan.Refusal;
        foreach (var planned in plan.Value)
        {
            if (_checks.Check(planned) is { } refusal) return refusal;
        }

        await Append(session, plan.Value, async key => (await session.LoadAsync<ZoneState>(key, cancellation))!, cancellation);
        await session.SaveChangesAsync(cancellation);
        return plan.Value[0].Release;
    }

    // The clocks of hosts differ: a release is never recorded before one that was there already, else what was known when would not
    // be what people saw, and one published now would not decide.
    private async Task<DateTimeOffset> Now(IQuerySession session, CancellationToken cancellation)
    {
        var now = _clock.GetUtcNow();
        foreach (var head in await StoredReleases.Heads(session, cancellation))
        {
            if ((await _releases.Of(session, head, cancellation)).All is [.., var last] && last.RecordedAt >= now) now = last.RecordedAt.AddMicroseconds(1);
        }

        return now;
    }

    // The releases of the zone and of all zones above and below, and the versions they are made of; a draft takes part as the
    // version that its approval would make of it.
    private async Task<PlanGround> PlanGround(
        IQuerySession session,
        ImmutableArray<Zone> zones,
        string zone,
        DateTimeOffset at,
        ReleaseChange change,
        CancellationToken cancellation,
        Document? draft = null)
    {
        string[] members = [.. Path(zones, zone).SkipLast(1), .. Below(zones, zone)];
        var timelines = new Dictionary<string, Timeline>(StringComparer.Ordinal);
        foreach (var member in members) timelines[member] = await Timeline(session, member, cancellation);
        var layers = timelines.Values
            .SelectMany(t => t.Effective[Math.Max(0, t.IndexInForce(at))..])
            .SelectMany(r => r.Entries.SelectMany(e => e.Layers.Select(l => PolicyVersion.IdOf(l.Zone, e.Key, l.Version))))
            .Concat(change.Versions.Where(v => v.Value is not null).Select(v => PolicyVersion.IdOf(zone, v.Key, v.Value!.Value)))
            .ToHashSet(StringComparer.Ordinal);
        var authored = await _documents.Authored(session, layers, cancellation);
        var waived = await Waived(session, layers, cancellation);
        return new PlanGround(
            zones,
            timelines,
            (key, layer) => draft is not null && key == draft.Key && layer.Zone == zone && change.Versions.GetValueOrDefault(key) == layer.Version
                ? draft
                : authored[PolicyVersion.IdOf(layer.Zone, key, layer.Version)],
            (key, layer) => waived.GetValueOrDefault(PolicyVersion.IdOf(layer.Zone, key, layer.Version), []));
    }

    // By id of the version, the ids of the properties it need not keep; versions without any are left out.
    private static async Task<Dictionary<string, ImmutableArray<string>>> Waived(
        IQuerySession session, IReadOnlyCollection<string> versions, CancellationToken cancellation)
    {
        var ids = versions.ToArray();
        var waivers = await session.Query<PolicyVersion>()
            .Where(v => v.Id.IsOneOf(ids) && v.Grounds.Waivers.Any())
            .Select(v => new { v.Id, v.Grounds.Waivers })
            .ToListAsync(cancellation);
        return waivers.ToDictionary(v => v.Id, v => v.Waivers.Select(w => w.Property).ToImmutableArray(), StringComparer.Ordinal);
    }

    private static IEnumerable<string> Below(ImmutableArray<Zone> zones, string zone) =>
        zones.Where(z => z.Parent == zone).SelectMany(z => Below(zones, z.Key)).Prepend(zone);

    private async Task Append(
        IDocumentSession session,
        ImmutableArray<PlannedRelease> plan,
        Func<string, Task<ZoneState>> load,
        CancellationToken cancellation)
    {
        foreach (var zone in plan.GroupBy(p => p.Release.Zone))
            Append(session, await load(zone.Key), zone.Select(p => new ReleaseMade(p.Release, p.Release.By, p.Release.RecordedAt)));

        session.Insert(plan.Select(p => p.Release));
        await StoreComposed(session, plan, cancellation);
    }

    // At the end of a zone's stream; the hosts are told when it is stored.
    private static void Append(IDocumentSession session, ZoneState zone, IEnumerable<AuditedEvent> events)
    {
        var linked = EventChain.Link(zone.Id, zone.Length, zone.Head, events).ToArray<object>();
        session.Events.Append(zone.Id, zone.Length + linked.Length, linked);
        session.QueueSqlCommand($"notify {ActiveReleases.Channel}");
    }

    private async Task StoreComposed(IDocumentSession session, IEnumerable<PlannedRelease> plan, CancellationToken cancellation)
    {
        var composed = plan.SelectMany(p => p.Release.Entries.Select(e => (e.Hash, Document: p.Documents[e.Key])))
            .DistinctBy(d => d.Hash).ToDictionary(d => d.Hash, d => d.Document, StringComparer.Ordinal);
        var stored = await StoredDocuments.Stored(session, composed.Keys, cancellation);
        session.Insert(composed.Where(d => !stored.Contains(d.Key))
            .Select(d => new ComposedDocument(d.Key, Encoding.UTF8.GetString(DocumentJson.Write(d.Value)))));
    }
}
