using Policy.Host.Jobs;
using Policy.Host.Operations;
using Policy.Rules.Releases;
using Quartz;

namespace Policy.Host.Startup;

/// <summary>Keeps the compiled releases of this process up to date as long as it runs, and wakes the job that watches their
/// instants when they change.</summary>
internal sealed class FollowReleases(
    ActiveReleases releases, IServiceProvider services, TimeProvider clock, ILogger<FollowReleases> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => releases.Follow(Changed, stoppingToken);

    private async Task Changed(CancellationToken cancellation)
    {
        // Only hosts with the role jobs have a scheduler; another one's job comes round every minute.
        if (services.GetService<ISchedulerFactory>() is not { } schedulers) return;
        try
        {
            await ActivateDueReleases.Wake(await schedulers.GetScheduler(cancellation), clock, cancellation);
        }
        catch (SchedulerException e)
        {
            logger.ActivationNotScheduled(e);
        }
    }
}
