using System.Collections.Immutable;
using Marten;
using Policy.Rules.Decisions;
using Policy.Rules.Policies;
using Policy.Rules.Releases;
using Policy.Rules.Simulations;
using Policy.Rules.Storage;
using Policy.Rules.Trials;

namespace Policy.Rules;

/// <summary>Trials: planned as publishing would plan, and kept in the stream of their zone, so that hosts take them over as they
/// take over releases.</summary>
public sealed partial class PolicyStore
{
    /// <summary>The trials of a zone, newest first.</summary>
    public async Task<ImmutableArray<StoredTrial>> Trials(string zone, CancellationToken cancellation)
    {
        await using var session = _store.QuerySession();
        return [.. await session.Query<StoredTrial>().Where(t => t.Zone == zone).OrderByDescending(t => t.Number).ToListAsync(cancellation)];
    }

    /// <summary>A trial; null when there is none.</summary>
    public async Task<StoredTrial?> Trial(string zone, int number, CancellationToken cancellation)
    {
        await using var session = _store.QuerySession();
        return await session.LoadAsync<StoredTrial>(StoredTrial.IdOf(zone, number), cancellation);
    }

    /// <inheritdoc cref="Execute(SaveDraft, CancellationToken)"/>
    public async Task<Result<StoredTrial>> Execute(StartTrial command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (StartTrial.Refuse(command, _clock.GetUtcNow()) is { } refusal) return refusal;
        await using var held = await AdvisoryLock.Acquire(_source, AdvisoryLock.Releases, cancellation);
        await using var session = _store.LightweightSession();
        var now = _clock.GetUtcNow();
        var zone = await session.LoadAsync<ZoneState>(command.Zone, cancellation);
        var timeline = await Timeline(session, command.Zone, cancellation);
        if (StartTrial.Refuse(command, zone, timeline.InForce(now)) is { } notNow) return notNow;
        var planned = await Planned(session, command, timeline, now, cancellation);
        if (!planned.Succeeded) return planned.Refusal;

        var started = StartTrial.Decide(command, zone!, timeline.InForce(now)!, planned.Value.Release, now);
        Append(session, zone!, [started]);
        session.Insert(started.Trial);
        await StoreComposed(session, [planned.Value], cancellation);
        await session.SaveChangesAsync(cancellation);
        return started.Trial;
    }

    /// <inheritdoc cref="Execute(SaveDraft, CancellationToken)"/>
    public Task<Result<StoredTrial>> Execute(StopTrial command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        return End(command.Zone, command.Number, (trial, now) => StopTrial.Decide(trial, command, now), cancellation);
    }

    /// <inheritdoc cref="Execute(SaveDraft, CancellationToken)"/>
    public Task<Result<StoredTrial>> Execute(EndTrial command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        return End(command.Zone, command.Number, (trial, now) => EndTrial.Decide(trial, command, now), cancellation);
    }

    private async Task<Result<StoredTrial>> End(
        string zone, int number, Func<StoredTrial?, DateTimeOffset, Result<TrialEnded>> decide, CancellationToken cancellation)
    {
        await using var held = await AdvisoryLock.Acquire(_source, AdvisoryLock.Releases, cancellation);
        await using var session = _store.LightweightSession();
        var trial = await session.LoadAsync<StoredTrial>(StoredTrial.IdOf(zone, number), cancellation);
        var decided = decide(trial, _clock.GetUtcNow());
        if (!decided.Succeeded) return decided.Refusal;
        var ended = trial!.After(decided.Value);
        Append(session, (await session.LoadAsync<ZoneState>(zone, cancellation))!, [decided.Value]);
        session.Update(ended);
        await session.SaveChangesAsync(cancellation);
        return ended;
    }

    // The release that publishing would make now; of a canary it must be fit to be published.
    private async Task<Result<PlannedRelease>> Planned(
        IQuerySession session, StartTrial command, Timeline timeline, DateTimeOffset now, CancellationToken cancellation)
    {
        var states = (await session.LoadManyAsync<PolicyState>(cancellation, [.. command.Drafts.Select(k => PolicyState.Stream(command.Zone, k))]))
            .Where(s => s.Draft?.State == DraftState.Submitted).ToDictionary(s => s.Key, StringComparer.Ordinal);
        if (command.Drafts.FirstOrDefault(k => !states.ContainsKey(k)) is { } missing) return Refusals.NotSubmitted(missing);
        var ids = command.Policies.Select(p => PolicyVersion.IdOf(command.Zone, p.Key, p.Version)).ToArray();
        var versions = (await session.LoadManyAsync<PolicyVersion>(cancellation, ids)).ToDictionary(v => v.Id, StringComparer.Ordinal);
        foreach (var policy in command.Policies)
        {
            if (!versions.ContainsKey(PolicyVersion.IdOf(command.Zone, policy.Key, policy.Version)))
                return Refusals.UnknownVersion(command.Zone, policy);
        }

        if (command.Mode == TrialMode.Canary)
        {
            var publish = new PublishRelease(command.Zone, command.Policies, null, command.Comment, command.By);
            if (PublishRelease.Decide(publish, versions, timeline, now) is { Succeeded: false } refused) return refused.Refusal;
        }

        var change = new ReleaseChange(
            command.Zone,
            now,
            command.Policies.Select(p => (p.Key, p.Version)).Concat(states.Values.Select(s => (s.Key, Version: s.Versions + 1)))
                .ToImmutableSortedDictionary(p => p.Key, p => (int?)p.Version, StringComparer.Ordinal),
            ReleaseCause.Published,
            command.By.Name,
            command.Comment,
            now);
        var candidate = await Candidate(
            session, await Zones(session, cancellation), change, states.ToDictionary(s => s.Key, s => s.Value.Draft!.Json), cancellation);
        if (!candidate.Succeeded) return candidate.Refusal;
        var planned = candidate.Value.Planned;
        if (candidate.Value.Rules.Document(Clearance.Flow) is null) return SimulationRefusals.NoFlow;
        return command.Mode == TrialMode.Canary && _checks.Check(planned) is { } unfit ? unfit : planned;
    }
}
