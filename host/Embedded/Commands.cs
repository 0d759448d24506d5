using System.Diagnostics;

namespace Policy.Host.Embedded;

/// <summary>How a command ended.</summary>
internal sealed record CommandOutcome(int ExitCode, string Output)
{
    public bool Succeeded => ExitCode == 0;
}

/// <summary>Runs commands of the operating system to their end.</summary>
internal static class Commands
{
    /// <param name="command">The command line.</param>
    /// <param name="cancellation">Ends the command.</param>
    /// <param name="capture">False leaves its output on the console: for one that leaves a process behind, which would
    /// keep the pipe open.</param>
    public static async Task<CommandOutcome> Run(
        ProcessStartInfo command, CancellationToken cancellation, bool capture = true)
    {
        command.RedirectStandardOutput = command.RedirectStandardError = capture;
        using var process = Process.Start(command)!;
        try
        {
            var output = capture ? process.StandardOutput.ReadToEndAsync(cancellation) : Task.FromResult("");
            var error = capture ? process.StandardError.ReadToEndAsync(cancellation) : Task.FromResult("");
            await process.WaitForExitAsync(cancellation);
            return new CommandOutcome(process.ExitCode, (await output + await error).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }
}

/// <summary>Finds programs on the PATH.</summary>
internal static class Programs
{
    public static IEnumerable<string> Folders =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(OperatingSystem.IsWindows() ? [] : ["/usr/sbin", "/sbin", "/usr/bin", "/bin"]);

    public static string? Find(string name) => Folders.Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists);
}
