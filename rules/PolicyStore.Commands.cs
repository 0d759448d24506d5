using System.Collections.Immutable;
using System.Text;
using JasperFx;
using Marten;
using Marten.Exceptions;
using Policy.Rules.Audit;
using Policy.Rules.Policies;
using Policy.Rules.Releases;
using Policy.Rules.Storage;

namespace Policy.Rules;

/// <summary>Commands: load, decide, append with the expected version, save, all in one transaction. A command that
/// meets another one at work is decided anew on the new state.</summary>
public sealed partial class PolicyStore
{
    private const int Attempts = 4;

    /// <summary>Adds a zone; nothing happens when an equal zone exists. It inherits its parent's releases. Refused:
    /// <c>unknown-zone</c> for the parent, <c>zone-exists</c>, <c>invalid-key</c>, <c>invalid-title</c>, <c>role</c> unless
    /// administrator.</summary>
    public async Task<Result<Zone>> AddZone(Zone zone, Actor by, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(zone);
        ArgumentNullException.ThrowIfNull(by);
        if (by.Role != Role.Administrator) return Refusals.Role(by, Role.Administrator);
        if (!Keys.IsKey(zone.Key)) return Refusals.InvalidKey(zone.Key);
        if (!Zone.IsTitle(zone.Title.ZhCn) || !Zone.IsTitle(zone.Title.En)) return Refusals.InvalidTitle(zone.Key);
        await using var held = await AdvisoryLock.Acquire(_source, AdvisoryLock.Releases, cancellation);
        await using var session = _store.LightweightSession();
        var zones = await Zones(session, cancellation);
        if (zones.FirstOrDefault(z => z.Key == zone.Key) is { } existing)
            return existing == zone ? existing : Refusals.ZoneExists(zone.Key);
        if (zone.Parent is null && !zones.IsEmpty) return Refusals.ZoneExists(zone.Key);
        if (zone.Parent is not null && zones.All(z => z.Key != zone.Parent)) return Refusals.UnknownZone(zone.Parent);

        var now = await Now(session, cancellation);
        var added = new ZoneAdded(zone, by.Name, now);
        session.Events.StartStream<ZoneState>(zone.Key, added);
        var change = new ReleaseChange(
            zone.Key, now, ImmutableSortedDictionary<string, int?>.Empty, ReleaseCause.Inherited, by.Name, "", now);
        var ground = await PlanGround(session, zones.Add(zone), zone.Key, DateTimeOffset.MinValue, change, cancellation);
        var state = ZoneState.Begin(added);
        await Append(session, ReleasePlan.Inherit(ground, change), _ => Task.FromResult(state), cancellation);
        await session.SaveChangesAsync(cancellation);
        return zone;
    }

    /// <inheritdoc cref="Execute(SaveDraft, CancellationToken)"/>
    public async Task<Result<Zone>> Execute(ChangeZoneStatus command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        await using var held = await AdvisoryLock.Acquire(_source, AdvisoryLock.Releases, cancellation);
        await using var session = _store.LightweightSession();
        var state = await session.LoadAsync<ZoneState>(command.Zone, cancellation);
        var decided = ChangeZoneStatus.Decide(state, command, _clock.GetUtcNow());
        if (!decided.Succeeded) return decided.Refusal;
        if (decided.Value.IsEmpty) return state!.Zone;
        Append(session, state!, decided.Value);
        await session.SaveChangesAsync(cancellation);
        return state!.Zone with { Status = command.Status };
    }

    /// <summary>Carries out a command.</summary>
    public async Task<Result<DraftSaved>> Execute(SaveDraft command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        await using var session = _store.QuerySession();
        if (!await Exists(session, command.Zone, cancellation)) return Refusals.UnknownZone(command.Zone);
        var saved = await Execute(
            command.Zone,
            command.Key,
            async (_, state, now) => await Task.FromResult(SaveDraft.Decide(state, command, now)),
            cancellation);
        if (!saved.Succeeded) return saved.Refusal;
        var check = await Check(session, command.Zone, command.Key, command.Json, [], _clock.GetUtcNow(), cancellation);
        return new DraftSaved(saved.Value.Draft!.ETag, check.Candidate.Problems);
    }

    /// <inheritdoc cref="Execute(SaveDraft, CancellationToken)"/>
    public async Task<Result<Draft>> Execute(SubmitDraft command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        var submitted = await Execute(
            command.Zone,
            command.Key,
            async (session, state, now) =>
                SubmitDraft.Decide(state, command, await Review(session, state, command.EffectiveFrom, command.Waivers, now, cancellation), now),
            cancellation);
        return submitted.Succeeded ? submitted.Value.Draft! : submitted.Refusal;
    }

    /// <inheritdoc cref="Execute(SaveDraft, CancellationToken)"/>
    public async Task<Result<PolicyVersion>> Execute(ApproveDraft command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        PolicyVersion? version = null;
        var approved = await Execute(
            command.Zone,
            command.Key,
            async (session, state, now) =>
            {
                var submission = state?.Draft?.Submission;
                var review = await Review(
                    session, state, submission?.EffectiveFrom, submission?.Grounds.Waivers ?? [], now, cancellation);
                var decided = ApproveDraft.Decide(state, command, review, now);
                if (!decided.Succeeded) return decided;
                version = ApproveDraft.Version(
                    state!, Encoding.UTF8.GetString(DocumentJson.Write(review!.Check.Authored!)), (VersionApproved)decided.Value[^1]);
                session.Insert(version);
                return decided;
            },
            cancellation);
        return approved.Succeeded ? version! : approved.Refusal;
    }

    /// <inheritdoc cref="Execute(SaveDraft, CancellationToken)"/>
    public async Task<Result<Draft>> Execute(RejectDraft command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        var rejected = await Execute(
            command.Zone,
            command.Key,
            (_, state, now) => Task.FromResult(RejectDraft.Decide(state, command, now)),
            cancellation);
        return rejected.Succeeded ? rejected.Value.Draft! : rejected.Refusal;
    }

    /// <inheritdoc cref="Execute(SaveDraft, CancellationToken)"/>
    public async Task<Result<PolicyView>> Execute(DiscardDraft command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        return await Viewed(
            await Execute(command.Zone, command.Key, (_, state, now) => Task.FromResult(DiscardDraft.Decide(state, command, now)), cancellation),
            cancellation);
    }

    /// <inheritdoc cref="Execute(SaveDraft, CancellationToken)"/>
    public async Task<Result<PolicyView>> Execute(AddComment command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        return await Viewed(
            await Execute(command.Zone, command.Key, (_, state, now) => Task.FromResult(AddComment.Decide(state, command, now)), cancellation),
            cancellation);
    }

    /// <inheritdoc cref="Execute(SaveDraft, CancellationToken)"/>
    public async Task<Result<PolicyView>> Execute(ResolveComment command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        return await Viewed(
            await Execute(command.Zone, command.Key, (_, state, now) => Task.FromResult(ResolveComment.Decide(state, command, now)), cancellation),
            cancellation);
    }

    private async Task<Result<PolicyView>> Viewed(Result<PolicyState> done, CancellationToken cancellation) => done.Succeeded
        ? (await Policy(done.Value.Zone, done.Value.Key, _clock.GetUtcNow(), cancellation))!
        : done.Refusal;

    private static async Task<bool> Exists(IQuerySession session, string zone, CancellationToken cancellation) =>
        await session.LoadAsync<ZoneState>(zone, cancellation) is not null;

    // The one storage step of policies.
    private async Task<Result<PolicyState>> Execute(
        string zone,
        string key,
        Func<IDocumentSession, PolicyState?, DateTimeOffset, Task<Result<ImmutableArray<AuditedEvent>>>> decide,
        CancellationToken cancellation)
    {
        var id = PolicyState.Stream(zone, key);
        for (var attempt = 1; ; attempt++)
        {
            await using var session = _store.LightweightSession();
            var stream = await session.Events.FetchForWriting<PolicyState>(id, cancellation);
            var decided = await decide(session, stream.Aggregate, _clock.GetUtcNow());
            if (!decided.Succeeded) return decided.Refusal;
            var state = stream.Aggregate ?? PolicyState.Begin(zone, key);
            foreach (var next in EventChain.Link(id, state.Length, state.Head, decided.Value))
            {
                stream.AppendOne(next);
                state = state.After(next);
            }

            try
            {
                await session.SaveChangesAsync(cancellation);
                return state;
            }
            catch (Exception e) when (IsConflict(e))
            {
                if (attempt == Attempts) return Refusals.StaleDraft;
            }
        }
    }

    private static bool IsConflict(Exception e) =>
        e is ConcurrencyException or ExistingStreamIdCollisionException or DocumentAlreadyExistsException;
}
