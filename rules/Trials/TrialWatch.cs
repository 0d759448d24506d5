using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Policy.Engine;
using Policy.Rules.Decisions;
using Policy.Rules.Releases;
using Policy.Rules.Simulations;
using Policy.Rules.Storage;

namespace Policy.Rules.Trials;

/// <summary>Compares the parcels of trials after they were answered, adds up what it finds with the other hosts, and ends trials
/// whose time is over, whose release is no longer in force, or of which a KPI left its band.</summary>
public sealed partial class TrialWatch : IAsyncDisposable
{
    /// <summary>Kind of the alert of a divergence that no region of the difference foretold.</summary>
    public const string UnpredictedAlert = "trial-unpredicted";

    /// <summary>Kind of the alert of a KPI that left its band.</summary>
    public const string BandAlert = "trial-band";

    /// <summary>Parcels that may wait to be compared in this process; beyond that they are dropped and counted.</summary>
    public const int Capacity = 2_000;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly ActiveReleases _releases;
    private readonly PolicyStore _store;
    private readonly TrialTable _table;
    private readonly Alerts _alerts;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Channel<(RunningTrial Trial, Facts Facts)> _queue =
        Channel.CreateBounded<(RunningTrial, Facts)>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    private readonly SemaphoreSlim _writing = new(1);
    private readonly Lock _counting = new();
    private readonly Task _working;
    private readonly Dictionary<string, (StoredTrial Trial, TrialTally Tally)> _tallies = new(StringComparer.Ordinal);

    internal TrialWatch(
        ActiveReleases releases, PolicyStore store, TrialTable table, Alerts alerts, TimeProvider clock, ILogger<TrialWatch> logger)
    {
        (_releases, _store, _table, _alerts, _clock, _logger) = (releases, store, table, alerts, clock, logger);
        _working = Task.Run(Work);
    }

    /// <summary>Hands over a parcel that was decided and answered, if it belongs to the share; never waits, never fails.</summary>
    /// <param name="trial">The trial beside the release that is live for the parcel.</param>
    /// <param name="declarationNo">Its number.</param>
    /// <param name="facts">Its complete facts.</param>
    public void Offer(RunningTrial trial, string declarationNo, Facts facts)
    {
        ArgumentNullException.ThrowIfNull(trial);
        if (trial.Trial.Takes(declarationNo) && !_queue.Writer.TryWrite((trial, facts))) Count(trial.Trial, TrialCell.Dropped, null);
    }

    /// <summary>Writes down what was counted and looks after the trials, every second until cancelled.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Every, _clock, cancellation);
                await TryLook(cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    /// <summary>Writes down what was counted so far and ends the trials that are to end.</summary>
    public async Task Look(CancellationToken cancellation)
    {
        await Write(cancellation);
        foreach (var trial in _releases.Trials.Select(t => t.Trial)) await Look(trial, cancellation);
    }

    /// <summary>Takes no more, compares what waits, writes it down, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _working;
        try
        {
            await Write(CancellationToken.None);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogUnavailable(e);
        }

        _writing.Dispose();
    }

    // Whatever is wrong with a trial, the host goes on deciding.
    private async Task TryLook(CancellationToken cancellation)
    {
        try
        {
            await Look(cancellation);
        }
        catch (Exception e) when (e is not OutOfMemoryException && !cancellation.IsCancellationRequested)
        {
            LogUnavailable(e);
        }
    }

    private async Task Work()
    {
        await foreach (var (trial, facts) in _queue.Reader.ReadAllAsync())
        {
            try
            {
                Compare(trial, facts);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                LogNotCompared(trial.Trial.Id, e);
                Count(trial.Trial, TrialCell.Dropped, null);
            }
        }
    }

    private void Compare(RunningTrial trial, Facts facts)
    {
        var before = trial.Before.Judge(facts);
        var after = ByCandidate(trial, facts);
        var faulted = !after.Faults.IsEmpty;
        var differ = !trial.After.AreSame(before, after) || (faulted && before.Faults.IsEmpty);
        var finding = differ ? trial.Prediction.Of(facts) : TrialFinding.Same;
        var cell = new TrialCell(new Verdict(before.Outcome, before.Channel), new Verdict(after.Outcome, after.Channel), faulted, finding);
        Count(trial.Trial, cell, differ ? new TrialExample(finding, ChangedParcel.Of(facts, before, after)) : null);
    }

    // Whatever the candidate does, it is its own fault.
    private Judgement ByCandidate(RunningTrial trial, Facts facts)
    {
        try
        {
            return trial.After.Judge(facts);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotCompared(trial.Trial.Id, e);
            return Clearance.Closed(trial.Candidate, facts, ClearanceFaults.Broken);
        }
    }

    private TrialTally TallyOf(StoredTrial trial)
    {
        if (!_tallies.TryGetValue(trial.Id, out var known)) _tallies[trial.Id] = known = (trial, new TrialTally());
        return known.Tally;
    }

    private void Count(StoredTrial trial, TrialCell cell, TrialExample? example)
    {
        lock (_counting)
        {
            var tally = TallyOf(trial);
            tally.Count(cell);
            if (example is not null) tally.Keep(example);
        }
    }

    // What could not be written goes back, to be written the next time.
    private async Task Write(CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        try
        {
            Queue<(StoredTrial Trial, TrialTally Tally)> counted;
            lock (_counting)
            {
                counted = new(_tallies.Values);
                _tallies.Clear();
            }

            try
            {
                while (counted.TryPeek(out var next))
                {
                    foreach (var example in next.Tally.Examples.Where(e => e.Finding == TrialFinding.Unpredicted).Take(1))
                        await Raise(UnpredictedAlert, next.Trial, example.Parcel, cancellation);
                    await _table.Add(next.Trial, next.Tally, cancellation);
                    counted.Dequeue();
                }
            }
            finally
            {
                lock (_counting)
                {
                    foreach (var (trial, tally) in counted) TallyOf(trial).Add(tally);
                }
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task Look(StoredTrial trial, CancellationToken cancellation)
    {
        var now = _clock.GetUtcNow();
        if (_releases.InForce(trial.Zone) is { Release: var live } && live.Number != trial.Baseline.Number)
            await End(trial, live.Hash == trial.Candidate.Hash ? TrialStatus.Promoted : TrialStatus.Superseded, null, cancellation);
        else if (trial.Until <= now) await End(trial, TrialStatus.Ended, null, cancellation);
        else if (!trial.Bands.IsEmpty && TrialKpis.Breach(await _table.Report(trial, cancellation)) is { } breach)
            await End(trial, TrialStatus.Stopped, breach, cancellation);
    }

    private async Task End(StoredTrial trial, TrialStatus status, TrialBreach? breach, CancellationToken cancellation)
    {
        if (breach is not null) await Raise(BandAlert, trial, breach, cancellation);
        await _store.Execute(new EndTrial(trial.Zone, trial.Number, status, breach), cancellation);
        await _releases.Refresh(cancellation);
        LogEnded(trial.Id, status);
    }

    private Task<bool> Raise<T>(string kind, StoredTrial trial, T content, CancellationToken cancellation) =>
        _alerts.Raise(kind, trial.Id, JsonSerializer.Serialize(content, StoreJson.Options), cancellation);

    [LoggerMessage(3301, LogLevel.Warning, "Trials could not be looked after; it is tried again")]
    private partial void LogUnavailable(Exception exception);

    [LoggerMessage(3302, LogLevel.Error, "A parcel of {Trial} could not be decided by the candidate or compared")]
    private partial void LogNotCompared(string trial, Exception exception);

    [LoggerMessage(3303, LogLevel.Information, "{Trial} is over: {Status}")]
    private partial void LogEnded(string trial, TrialStatus status);
}
