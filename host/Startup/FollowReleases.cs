using Policy.Rules.Releases;

namespace Policy.Host.Startup;

/// <summary>Keeps the compiled releases of this process up to date as long as it runs.</summary>
internal sealed class FollowReleases(ActiveReleases releases) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => releases.Follow(stoppingToken);
}
