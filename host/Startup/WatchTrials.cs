using Policy.Rules.Trials;

namespace Policy.Host.Startup;

/// <summary>Adds up what trials find on this host and looks after them, as long as it runs.</summary>
internal sealed class WatchTrials(TrialWatch trials) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => trials.Run(stoppingToken);
}
