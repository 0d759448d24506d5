using Policy.Host.Operations;
using Policy.Rules.Simulations;
using Quartz;

namespace Policy.Host.Jobs;

/// <summary>Ends the simulations that a host left behind when it died. Runs at start and every minute.</summary>
[DisallowConcurrentExecution]
internal sealed class EndAbandonedSimulations(SimulationStore simulations, ILogger<EndAbandonedSimulations> logger) : IJob
{
    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var ended = await simulations.EndAbandoned(cancellationToken);
        if (ended > 0) logger.SimulationsAbandoned(ended);
    }
}
