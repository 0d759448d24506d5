using Policy.Host.Operations;
using Policy.Rules;
using Policy.Rules.Releases;
using Quartz;

namespace Policy.Host.Jobs;

/// <summary>Records which releases have taken effect. Runs at start, every minute, when releases change, and at the
/// instant of each release to come, for which it sets a trigger.</summary>
[DisallowConcurrentExecution]
internal sealed class ActivateDueReleases(PolicyStore store, TimeProvider clock, ILogger<ActivateDueReleases> logger) : IJob
{
    private static readonly ScheduleJobOptions Replacing = new() { Replace = true };

    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        // A scheduler may fire a moment early by this host's clock.
        var now = clock.GetUtcNow();
        if (context.ScheduledFireTimeUtc is { } scheduled && scheduled > now) now = scheduled;
        var activations = await store.Execute(new ActivateReleases(now), cancellationToken);
        foreach (var (zone, number) in activations.Activated) logger.ReleaseActivated(zone, number);
        foreach (var instant in activations.Scheduled)
        {
            var key = new TriggerKey(instant.UtcDateTime.ToString("O"), nameof(ActivateDueReleases));
            if (!await context.Scheduler.Exists(key, cancellationToken))
                await context.Scheduler.ScheduleJob(At(key, instant), Replacing, cancellationToken);
        }
    }

    /// <summary>Runs it soon on one of the hosts.</summary>
    public static async Task Wake(IScheduler scheduler, TimeProvider clock, CancellationToken cancellation) =>
        await scheduler.ScheduleJob(
            At(new TriggerKey("changed", nameof(ActivateDueReleases)), clock.GetUtcNow()), Replacing, cancellation);

    private static ITrigger At(TriggerKey key, DateTimeOffset instant) => TriggerBuilder.Create()
        .ForJob(nameof(ActivateDueReleases))
        .WithIdentity(key)
        .StartAt(instant)
        .WithSchedule(SimpleScheduleBuilder.Create().WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow))
        .Build();
}
