using System.Diagnostics;

namespace Policy.Host.Tests.Fixtures;

/// <summary>A data folder as a first start and a clean stop leave it, for tests of what comes after.</summary>
public sealed class InstalledPlatform : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    public async ValueTask InitializeAsync()
    {
        await using var host = HostProcess.Start(folder.Path);
        await host.Ready(CancellationToken.None);
    }

    /// <summary>A copy for one test, owners and modes included.</summary>
    public async Task<TemporaryFolder> Copy()
    {
        var copy = new TemporaryFolder();
        using var copying = Process.Start("cp", ["-a", $"{folder.Path}/.", copy.Path]);
        await copying.WaitForExitAsync();
        return copying.ExitCode == 0 ? copy : throw new InvalidOperationException("The data folder could not be copied.");
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
