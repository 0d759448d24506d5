using Policy.Host.Operations;
using Policy.Rules.Decisions;
using Quartz;

namespace Policy.Host.Jobs;

/// <summary>Prepares the sampling keys of today and tomorrow (UTC+8), so that a key's hash is recorded before its day
/// begins, and reveals the keys of days that are over. Runs at start and every hour: a missed hour costs nothing.</summary>
[DisallowConcurrentExecution]
internal sealed class PrepareDayKeys(DayKeys keys, TimeProvider clock, ILogger<PrepareDayKeys> logger) : IJob
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await Prepare(cancellationToken);

    /// <summary>Prepares them now.</summary>
    public async Task Prepare(CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(China).DateTime);
        await keys.Prepare(today, cancellation);
        await keys.Prepare(today.AddDays(1), cancellation);
        logger.DayKeysReady(today.AddDays(1));
        foreach (var day in await keys.Reveal(cancellation)) logger.DayKeyRevealed(day);
    }
}
