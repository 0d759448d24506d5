using System.Diagnostics;
using System.Text;

namespace Policy.Host.Tests.Fixtures;

/// <summary>The built program as a process of its own, as an operator starts it.</summary>
public sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly TaskCompletionSource<string?> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HostProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Receive(line.Data);
        process.ErrorDataReceived += (_, line) => Receive(line.Data);
        process.Exited += (_, _) => ready.TrySetResult(null);
        process.EnableRaisingEvents = true;
    }

    /// <summary>What it wrote so far.</summary>
    public string Output
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    /// <summary>Its exit code once it has ended.</summary>
    public int ExitCode => process.ExitCode;

    /// <summary>Starts it on a data folder, with the embedded database if settings name no other.</summary>
    public static HostProcess Start(string dataFolder, params string[] settings)
    {
        // A shell in the background has its children ignore Ctrl-C, and they theirs.
        string[] heedful = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT"] : ["env"];
        var command = new ProcessStartInfo(
            heedful[0], [.. heedful[1..], "dotnet", typeof(Platform).Assembly.Location, $"--Policy:Data={dataFolder}", "--urls=http://127.0.0.1:0", .. settings])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var host = new HostProcess(Process.Start(command)!);
        host.process.BeginOutputReadLine();
        host.process.BeginErrorReadLine();
        return host;
    }

    /// <summary>Waits until it says it is ready; the address it answers at.</summary>
    public async Task<Uri> Ready(CancellationToken cancellation)
    {
        var line = await ready.Task.WaitAsync(Patience, cancellation);
        return line is null
            ? throw new InvalidOperationException($"The host ended before it was ready:\n{Output}")
            : new Uri(line.Split(' ')[4]);
    }

    /// <summary>Asks it to stop, as Ctrl-C (<c>INT</c>) or a service manager (<c>TERM</c>) does.</summary>
    public async Task Signal(string signal, CancellationToken cancellation)
    {
        using var kill = Process.Start("kill", ["-" + signal, $"{process.Id}"]);
        await kill.WaitForExitAsync(cancellation);
    }

    /// <summary>Waits until it has ended.</summary>
    public Task Ended(CancellationToken cancellation) => process.WaitForExitAsync(cancellation).WaitAsync(Patience, cancellation);

    /// <summary>Kills it at once.</summary>
    public async Task Kill(CancellationToken cancellation)
    {
        process.Kill();
        await Ended(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await Signal("TERM", CancellationToken.None);
            await Ended(CancellationToken.None);
        }

        process.Dispose();
    }

    private void Receive(string? line)
    {
        if (line is null)
            return;
        lock (output)
            output.AppendLine(line);
        if (line.StartsWith("Policy platform ready at ", StringComparison.Ordinal))
            ready.TrySetResult(line);
    }
}
