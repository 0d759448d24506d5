using Policy.Host.Operations;
using Policy.Rules.Audit;
using Quartz;

namespace Policy.Host.Jobs;

/// <summary>Takes into the audit chain, signed, what is new: every minute, once across all hosts. A host without the key
/// leaves it to the others.</summary>
[DisallowConcurrentExecution]
internal sealed class MakeCheckpoint(AuditLog audit, ILogger<MakeCheckpoint> logger) : IJob
{
    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await Make(cancellationToken);

    /// <summary>Makes it now.</summary>
    public async Task Make(CancellationToken cancellation)
    {
        try
        {
            foreach (var made in await audit.Checkpoint("platform", cancellation))
                logger.CheckpointMade(made.Number, made.Batches.Sum(b => b.Count));
        }
        catch (Exception e) when (e is SigningKeyMissing or AuditChainMissing)
        {
            logger.NoCheckpoint(e.Message);
        }
    }
}
