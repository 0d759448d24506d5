using System.Collections.Immutable;
using Marten;
using Npgsql;
using Policy.Rules.Decisions;
using Policy.Rules.Storage;
using Policy.Rules.Trials;

namespace Policy.Rules.Releases;

/// <summary>The compiled releases a process decides with. Readers take no lock; a change is compiled aside, warmed and
/// exchanged whole; a release that does not compile never replaces a good one.</summary>
public sealed class ActiveReleases : IDisposable
{
    /// <summary>Name of the PostgreSQL notification of new releases.</summary>
    public const string Channel = "policy_releases";

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly IDocumentStore _store;
    private readonly NpgsqlDataSource _source;
    private readonly StoredReleases _releases;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _refreshing = new(1);
    private readonly CompiledContents _contents;
    private volatile ActiveZones _active = ActiveZones.None;
    private volatile string? _unreachable;

    internal ActiveReleases(
        IDocumentStore store, NpgsqlDataSource source, StoredReleases releases, StoredDocuments documents, RuleCompiler compiler, TimeProvider clock) =>
        (_store, _source, _releases, _contents, _clock) = (store, source, releases, new CompiledContents(store, documents, compiler), clock);

    /// <summary>True when every zone's releases are loaded and at least one zone can decide.</summary>
    public bool Loaded => !_active.Deciding.IsEmpty;

    /// <summary>Why the newest state could not be taken over; null when all is well.</summary>
    public string? Trouble => _unreachable ?? _active.FromNowOn(_clock.GetUtcNow()).Select(Broken)
        .Concat(_active.Trials.Select(trial => trial.Trouble)).FirstOrDefault(trouble => trouble is not null);

    /// <summary>Keys of the zones that can decide: they have a release and are not merely planned.</summary>
    public ImmutableArray<string> Zones => _active.Deciding;

    /// <summary>The release in force in a zone now, from memory; null when the zone is unknown, merely planned, or has none.</summary>
    public CompiledRelease? InForce(string zone) => _active.Zone(zone) is { Decides: true } active
        ? active.Until(_clock.GetUtcNow()).Select(Known).FirstOrDefault(known => known is not null)
        : null;

    /// <summary>The release in force in a zone at an instant: the one with the latest effective-from not after it, of
    /// equals the highest number; in place of one that does not compile the one before it. Null when the zone is
    /// unknown, merely planned, or had none. From memory, unless it is one of the past that is read and compiled first.</summary>
    public async ValueTask<CompiledRelease?> InForce(string zone, DateTimeOffset at, CancellationToken cancellation)
    {
        if (_active.Zone(zone) is not { Decides: true } active) return null;
        foreach (var release in active.Until(at))
        {
            if (await Compiled(release, cancellation) is { } compiled) return compiled;
        }

        return null;
    }

    /// <summary>A release by number, compiled when first asked for; null when there is none, or it does not compile.</summary>
    public async ValueTask<CompiledRelease?> Find(string zone, int number, CancellationToken cancellation)
    {
        if (_active.Zone(zone)?.Find(number) is null) await Refresh(cancellation);
        return _active.Zone(zone)?.Find(number) is { } release ? await Compiled(release, cancellation) : null;
    }

    /// <summary>The release that decided, or the candidate of a trial that did; null when there is none, or it does not compile.</summary>
    public async ValueTask<CompiledRelease?> Find(DecisionRecord record, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Trial is not { } number) return await Find(record.Zone, record.ReleaseNumber, cancellation);
        if (Known(record) is { } known) return known;
        await using var session = _store.QuerySession();
        return (await Trial(session, record.Zone, number, cancellation))?.Candidate;
    }

    /// <summary>What decided, when it is in memory already and compiles; else null.</summary>
    internal CompiledRelease? Known(DecisionRecord record)
    {
        if (record.Trial is { } number) return _active.Zone(record.Zone)?.Trial is { } trial && trial.Trial.Number == number ? trial.Candidate : null;
        return _active.Zone(record.Zone)?.Find(record.ReleaseNumber) is { } release ? Known(release) : null;
    }

    /// <summary>The trials that run.</summary>
    internal ImmutableArray<ActiveTrial> Trials => _active.Trials;

    /// <summary>The trial that runs beside a release; null when none does, or its time is over.</summary>
    public RunningTrial? TrialBeside(CompiledRelease live)
    {
        ArgumentNullException.ThrowIfNull(live);
        return _active.Zone(live.Release.Zone)?.Trial is { } trial && trial.Trial.Baseline.Number == live.Release.Number
            && !(trial.Trial.Until <= _clock.GetUtcNow())
            ? trial.Beside(live)
            : null;
    }

    /// <summary>Takes over what the store has now.</summary>
    public async Task Refresh(CancellationToken cancellation)
    {
        await _refreshing.WaitAsync(cancellation);
        try
        {
            await using var session = _store.QuerySession();
            var heads = await StoredReleases.Heads(session, cancellation);
            if (!_active.Has(heads)) _active = await Load(session, heads, cancellation);
            _unreachable = null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _unreachable = $"The releases cannot be read: {e.Message}";
            throw;
        }
        finally
        {
            _refreshing.Release();
        }
    }

    /// <summary>Follows the store until cancelled: refreshes on PostgreSQL notifications, and every second as the safety
    /// net; a lost connection is made anew.</summary>
    /// <param name="changed">Called after each change that was taken over; what it throws counts as trouble with the
    /// database, and it is called again.</param>
    /// <param name="cancellation">Ends following.</param>
    public async Task Follow(Func<CancellationToken, Task> changed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(changed);
        var told = _active;
        var pause = TimeSpan.FromMilliseconds(100);
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await using var connection = await _source.OpenConnectionAsync(cancellation);
                await using (var listen = new NpgsqlCommand($"listen {Channel}", connection))
                    await listen.ExecuteNonQueryAsync(cancellation);
                while (true)
                {
                    await Refresh(cancellation);
                    if (_active is var current && current != told)
                    {
                        await changed(cancellation);
                        told = current;
                    }

                    pause = TimeSpan.FromMilliseconds(100);
                    await connection.WaitAsync(Poll, cancellation);
                }
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // Refresh has said what is wrong; deciding goes on with the last good state.
                _unreachable ??= $"The database cannot be reached: {e.Message}";
                await Task.Delay(pause, _clock, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _refreshing.Dispose();

    private async Task<ActiveZones> Load(IQuerySession session, IEnumerable<ZoneHead> heads, CancellationToken cancellation)
    {
        var zones = ImmutableDictionary.CreateBuilder<string, ActiveZone>(StringComparer.Ordinal);
        foreach (var head in heads)
        {
            var trial = head.Trial is not { } number ? null
                : _active.Zone(head.Id)?.Trial is { } running && running.Trial.Number == number ? running
                : await Trial(session, head.Id, number, cancellation);
            zones[head.Id] = new ActiveZone(head, await _releases.Of(session, head, cancellation), trial);
        }

        var active = new ActiveZones(zones.ToImmutable());
        var deciding = active.FromNowOn(_clock.GetUtcNow()).ToList();
        foreach (var release in deciding) await _contents.Of(release, cancellation);
        _contents.Keep(deciding);
        return active;
    }

    private async Task<ActiveTrial?> Trial(IQuerySession session, string zone, int number, CancellationToken cancellation) =>
        await session.LoadAsync<StoredTrial>(StoredTrial.IdOf(zone, number), cancellation) is { } trial
            ? new ActiveTrial(trial, await _contents.Of(trial.Candidate, cancellation))
            : null;

    private async ValueTask<CompiledRelease?> Compiled(Release release, CancellationToken cancellation) =>
        (await _contents.Of(release, cancellation)).Rules is { } rules ? new CompiledRelease(release, rules) : null;

    private CompiledRelease? Known(Release release) =>
        _contents.Known(release)?.Rules is { } rules ? new CompiledRelease(release, rules) : null;

    private string? Broken(Release release) =>
        _contents.Known(release)?.Trouble is { } trouble ? $"Release {release.Id} does not compile: {trouble}" : null;
}
