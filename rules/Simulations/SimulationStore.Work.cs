using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Policy.Engine;

namespace Policy.Rules.Simulations;

/// <summary>Running what was started.</summary>
public sealed partial class SimulationStore
{
    private async Task Work()
    {
        await foreach (var pending in _queue.Reader.ReadAllAsync())
        {
            try
            {
                await Execute(pending, CancellationToken.None);
            }
            catch (Exception e)
            {
                // The database does not answer: in a minute the simulation counts as abandoned.
                LogLost(_logger, pending.Stored.Id, e);
            }
            finally
            {
                _places.Release();
            }
        }
    }

    private async Task Execute(PendingSimulation pending, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _stopping.Token);
        var end = await Ending(pending, stop.Token);
        await Change(pending.Stored.Id, s => s.IsOpen ? end(s) : null, CancellationToken.None);
    }

    // How the stored simulation ends, unless somebody ended it before.
    private async Task<Func<StoredSimulation, StoredSimulation>> Ending(PendingSimulation pending, CancellationToken stop)
    {
        try
        {
            var run = new Progress();
            await Move(pending.Stored.Id, run, stop);
            var (baseline, candidate, _) = pending.Subject;
            var report = await Simulation.Run(baseline, candidate, Parcels(pending, run, stop), Options, stop);
            if (report.Total == 0) return s => s.Failed(SimulationFailures.NothingFits, _clock.GetUtcNow());
            return s => s.Reported(report, _clock.GetUtcNow());
        }
        catch (OperationCanceledException)
        {
            return _stopping.IsCancellationRequested
                ? s => s.Failed(SimulationFailures.Stopped, _clock.GetUtcNow())
                : Cancelled;
        }
        catch (Exception e)
        {
            LogFailed(_logger, pending.Stored.Id, e);
            return s => s.Failed(SimulationFailures.Broken(e), _clock.GetUtcNow());
        }
    }

    private async IAsyncEnumerable<Func<ReadOnlyMemory<byte>>> Parcels(
        PendingSimulation pending, Progress run, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var parcel in _parcels.Read(pending.Stored.Request, stop))
        {
            if (_clock.GetUtcNow() - run.Saved >= SaveEvery) await Move(pending.Stored.Id, run, stop);
            run.Done++;
            yield return parcel;
        }
    }

    // Keeps how far it is; a simulation that was ended meanwhile goes no further.
    private async Task Move(string id, Progress run, CancellationToken stop)
    {
        run.Saved = _clock.GetUtcNow();
        var moved = await Change(
            id,
            s => s.IsOpen ? s with { State = SimulationState.Running, Done = run.Done, Touched = run.Saved } : null,
            stop);
        if (moved is null) throw new OperationCanceledException();
    }

    [LoggerMessage(3001, LogLevel.Error, "Simulation {Id} failed")]
    private static partial void LogFailed(ILogger logger, string id, Exception exception);

    [LoggerMessage(3002, LogLevel.Error, "How simulation {Id} ended cannot be stored")]
    private static partial void LogLost(ILogger logger, string id, Exception exception);

    private sealed class Progress
    {
        public int Done { get; set; }

        public DateTimeOffset Saved { get; set; }
    }
}

/// <summary>Why simulations fail.</summary>
internal static class SimulationFailures
{
    public static LocalizedText Abandoned { get; } = new(
        "运行模拟的主机已停止；请重新模拟。", "The host that ran it is gone; simulate again.");

    public static LocalizedText Stopped { get; } = new(
        "模拟期间主机被关闭；请重新模拟。", "The host was shut down meanwhile; simulate again.");

    public static LocalizedText NothingFits { get; } = new(
        "没有一个包裹符合事实类型。", "No parcel fits the fact type.");

    // No more than the kind of error: its message may quote a parcel.
    public static LocalizedText Broken(Exception e) => new(
        $"内部错误（{e.GetType().Name}），已写入日志。", $"Something went wrong inside ({e.GetType().Name}); it was logged.");
}
