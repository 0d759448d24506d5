using Policy.Host.Operations;
using Policy.Rules.Decisions;
using Quartz;

namespace Policy.Host.Jobs;

/// <summary>Decides a random share of the recorded decisions again, once a night: asked every quarter of an hour from the
/// hour that is set (UTC+8) to the end of the day, so that a night which was broken off is begun again.</summary>
[DisallowConcurrentExecution]
internal sealed class ReplayDecisions(
    NightlyReplay replays, PolicySettings settings, TimeProvider clock, ILogger<ReplayDecisions> logger) : IJob
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await Replay(cancellationToken);

    /// <summary>Replays if it is time and was not done yet.</summary>
    public async Task Replay(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().ToOffset(China);
        if (settings.ReplayShare == 0 || now.Hour < settings.ReplayHour) return;
        if (await replays.Run(DateOnly.FromDateTime(now.DateTime), settings.ReplayShare, cancellation) is not { } run) return;
        Telemetry.CountReplays(run.Replayed - run.Different, run.Different);
        if (run.Different > 0) logger.ReplaysDiffer(run.Different, run.Replayed);
        else logger.ReplaysSame(run.Replayed);
    }
}
