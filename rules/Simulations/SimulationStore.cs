using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using JasperFx;
using Marten;
using Marten.Linq.MatchesSql;
using Microsoft.Extensions.Logging;
using Policy.Rules.Decisions;
using Policy.Rules.Storage;

namespace Policy.Rules.Simulations;

/// <summary>Simulations: runs them one after the other in this process, stores them with the hashes of what they were of,
/// and finds them again. What is asked of one, from whichever host, is asked of its stored form; the run looks at it at
/// every step.</summary>
public sealed partial class SimulationStore : IAsyncDisposable
{
    /// <summary>Simulations that may wait or run in this process.</summary>
    public const int Capacity = 8;

    // Live decisions keep half of the cores.
    private static readonly SimulationOptions Options = new(Examples: 50, Workers: Math.Max(1, Environment.ProcessorCount / 2));
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ZoneTime = TimeSpan.FromHours(8);

    private readonly string _host;
    private readonly IDocumentStore _store;
    private readonly PolicyStore _policies;
    private readonly SimulationParcels _parcels;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _places = new(Capacity);
    private readonly Channel<PendingSimulation> _queue = Channel.CreateUnbounded<PendingSimulation>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _working;

    internal SimulationStore(
        IDocumentStore store,
        PolicyStore policies,
        DecisionLog log,
        IDeclarationGenerator? generator,
        TimeProvider clock,
        ILogger<SimulationStore> logger)
    {
        (_store, _policies, _clock, _logger) = (store, policies, clock, logger);
        _host = string.Create(
            CultureInfo.InvariantCulture, $"{Environment.MachineName}/{Environment.ProcessId}/{clock.GetUtcNow():yyyyMMddHHmmss}");
        _parcels = new SimulationParcels(log, generator);
        _working = Task.Run(Work);
    }

    /// <summary>Queues a simulation. Refused: <c>invalid</c> with a problem for each bad field, <c>busy</c>,
    /// <c>no-uploads</c>, <c>no-parcels</c>, <c>too-many-parcels</c>, <c>unknown-zone</c>, <c>unknown-release</c>,
    /// <c>no-draft</c>, <c>errors</c>, <c>parent-locked</c>, <c>nothing-to-publish</c> when all drafts named are versions in
    /// force, <c>no-flow</c>, <c>role</c> unless author or approver.</summary>
    public async Task<Result<StoredSimulation>> Start(
        SimulationRequest request, Actor by, CancellationToken cancellation)
    {
        if (!await _places.WaitAsync(0, cancellation)) return SimulationRefusals.Busy;
        var queued = false;
        try
        {
            var pending = await Prepare(request, by, cancellation);
            if (!pending.Succeeded) return pending.Refusal;
            queued = _queue.Writer.TryWrite(pending.Value);
            return queued ? pending.Value.Stored : SimulationRefusals.Busy;
        }
        finally
        {
            if (!queued) _places.Release();
        }
    }

    /// <summary>Runs a simulation now, beside those that wait, and gives it as it ended: done or failed. Refused as
    /// <see cref="Start"/>, except for <c>busy</c>.</summary>
    /// <param name="request">What to simulate.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellation">Cancels the simulation.</param>
    public async Task<Result<StoredSimulation>> Run(SimulationRequest request, Actor by, CancellationToken cancellation)
    {
        var pending = await Prepare(request, by, cancellation);
        if (!pending.Succeeded) return pending.Refusal;
        await Execute(pending.Value, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return (await Find(pending.Value.Stored.Id, cancellation))!;
    }

    /// <summary>A simulation; null when there is none.</summary>
    public async Task<StoredSimulation?> Find(string id, CancellationToken cancellation)
    {
        await using var session = _store.QuerySession();
        return await session.LoadAsync<StoredSimulation>(id, cancellation);
    }

    /// <summary>The newest simulation that is done and was of this content of a policy; null when there is none.</summary>
    /// <param name="zone">Key of the zone.</param>
    /// <param name="key">Key of the document.</param>
    /// <param name="candidateHash">Content hash of the draft or version.</param>
    /// <param name="cancellation">Stops the look-up.</param>
    public async Task<StoredSimulation?> Of(
        string zone, string key, string candidateHash, CancellationToken cancellation)
    {
        await using var session = _store.QuerySession();
        return await Of(session, zone, key, candidateHash, cancellation);
    }

    internal static async Task<StoredSimulation?> Of(
        IQuerySession session, string zone, string key, string candidateHash, CancellationToken cancellation)
    {
        var candidate = JsonSerializer.Serialize(
            new { candidates = new Dictionary<string, string> { [key] = candidateHash } }, StoreJson.Options);
        return await session.Query<StoredSimulation>()
            .Where(s => s.Zone == zone && s.State == SimulationState.Done && s.MatchesSql("d.data @> ?::jsonb", candidate))
            .OrderByDescending(s => s.Id)
            .FirstOrDefaultAsync(cancellation);
    }

    /// <summary>The newest simulations of a zone, newest first.</summary>
    /// <param name="zone">Key of the zone.</param>
    /// <param name="key">Only those of this policy; null: all.</param>
    /// <param name="take">How many at most, 1 to 100.</param>
    /// <param name="cancellation">Stops the look-up.</param>
    public async Task<ImmutableArray<StoredSimulation>> List(
        string zone, string? key, int take, CancellationToken cancellation)
    {
        await using var session = _store.QuerySession();
        var found = session.Query<StoredSimulation>().Where(s => s.Zone == zone);
        if (key is not null) found = found.Where(s => s.MatchesSql("jsonb_exists(d.data -> 'candidates', ?)", key));
        return [.. await found.OrderByDescending(s => s.Id).Take(Math.Clamp(take, 1, 100)).ToListAsync(cancellation)];
    }

    /// <summary>Cancels a simulation, whichever host runs it. Refused: <c>unknown-simulation</c>, <c>simulation-ended</c>,
    /// <c>role</c> unless author or approver.</summary>
    public async Task<Result<StoredSimulation>> Cancel(string id, Actor by, CancellationToken cancellation)
    {
        if (MayNot(by) is { } refusal) return refusal;
        var cancelled = await Change(id, s => s.IsOpen ? Cancelled(s) : null, cancellation);
        if (cancelled is not null) return cancelled;
        return await Find(id, cancellation) is null ? SimulationRefusals.Unknown(id) : SimulationRefusals.Ended;
    }

    /// <summary>Ends, as failed, the simulations of hosts that have shown no life for a minute, and tells how many.</summary>
    public async Task<int> EndAbandoned(CancellationToken cancellation)
    {
        await using var session = _store.QuerySession();
        var open = await session.Query<StoredSimulation>()
            .Where(s => s.State == SimulationState.Queued || s.State == SimulationState.Running).ToListAsync(cancellation);
        var deadline = _clock.GetUtcNow() - AbandonedAfter;
        var ended = 0;
        foreach (var simulation in open.GroupBy(s => s.Host).Where(h => h.Max(s => s.Touched) < deadline).SelectMany(h => h))
        {
            var failed = await Change(
                simulation.Id,
                s => s.IsOpen ? s.Failed(SimulationFailures.Abandoned, _clock.GetUtcNow()) : null,
                cancellation);
            if (failed is not null) ended++;
        }

        return ended;
    }

    /// <summary>Takes no more, ends as failed what waits or runs, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _stopping.CancelAsync();
        await _working;
        _stopping.Dispose();
        _places.Dispose();
    }

    private static Refusal? MayNot(Actor by) =>
        by.Role is Role.Author or Role.Approver ? null : Refusals.Role(by, Role.Author);

    private StoredSimulation Cancelled(StoredSimulation simulation) =>
        simulation with { State = SimulationState.Cancelled, Touched = _clock.GetUtcNow() };

    private async Task<Result<PendingSimulation>> Prepare(
        SimulationRequest request, Actor by, CancellationToken cancellation)
    {
        if (MayNot(by) is { } refusal) return refusal;
        var problems = SimulationProblems.Of(request, _parcels.Profiles);
        if (!problems.IsEmpty) return SimulationRefusals.Invalid(problems);
        if (request.Source.Upload is not null) return SimulationRefusals.NoUploads;
        var now = _clock.GetUtcNow();
        var asked = Complete(request, DateOnly.FromDateTime(now.ToOffset(ZoneTime).DateTime));
        var subject = await _policies.Subject(asked, cancellation);
        if (!subject.Succeeded) return subject.Refusal;
        var total = await _parcels.Count(asked, cancellation);
        if (total == 0) return SimulationRefusals.NoParcels;
        if (total > SimulationRequest.MostParcels) return SimulationRefusals.TooManyParcels(total);

        var (baseline, candidate) = (subject.Value.Baseline.Release.Release, subject.Value.Candidate.Release.Release);
        var stored = new StoredSimulation(
            Id(asked, candidate.Hash, by, now),
            asked.Zone,
            SimulationState.Queued,
            asked,
            new ReleaseMark(baseline.Number, baseline.Hash),
            subject.Value.Candidates,
            candidate.Hash,
            Done: 0,
            total,
            by.Name,
            now,
            now,
            _host);
        await using var session = _store.LightweightSession();
        session.Insert(stored);
        await session.SaveChangesAsync(cancellation);
        return new PendingSimulation(stored, subject.Value);
    }

    // Sorts by time, and is nobody else's: two people do not ask the same within a tick.
    private static string Id(SimulationRequest asked, string content, Actor by, DateTimeOffset now)
    {
        var digits = CanonicalJson.Hash(new { asked, content, by.Name, now })["sha256:".Length..][..12];
        return string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyyMMddHHmmssfffffff}-{digits}");
    }

    // The same request gives the same simulation on another day, and in whatever order the drafts are named.
    private static SimulationRequest Complete(SimulationRequest request, DateOnly today) => request with
    {
        Candidate = request.Candidate with
        {
            Drafts = request.Candidate.Drafts?.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray(),
        },
        Source = request.Source with
        {
            Generated = request.Source.Generated is { } generated ? generated with { Day = generated.Day ?? today } : null,
        },
    };

    private async Task<StoredSimulation?> Change(
        string id, Func<StoredSimulation, StoredSimulation?> change, CancellationToken cancellation)
    {
        while (true)
        {
            await using var session = _store.LightweightSession();
            var stored = await session.LoadAsync<StoredSimulation>(id, cancellation);
            if (stored is null || change(stored) is not { } changed) return null;
            session.Store(changed);
            try
            {
                await session.SaveChangesAsync(cancellation);
                return changed;
            }
            catch (ConcurrencyException)
            {
                // Somebody was faster: decided anew on what they left.
            }
        }
    }

    /// <summary>A simulation that waits, with what it compares.</summary>
    private sealed record PendingSimulation(StoredSimulation Stored, SimulationSubject Subject);
}
