using System.Diagnostics;
using System.Globalization;

namespace Policy.Host.Embedded;

/// <summary>Stops the server when this process dies without doing so itself: a shell that waits for the end of its
/// input, which the operating system closes with the process. On Windows the next start stops a server left
/// behind.</summary>
internal sealed class ServerGuard : IDisposable
{
    private const string Script = "trap '' INT TERM HUP QUIT; read -r _; kill -INT \"$0\"";

    private readonly Process? shell;

    private ServerGuard(Process? shell) => this.shell = shell;

    public static ServerGuard Watch(int server, ServerAccount account, string folder)
    {
        if (OperatingSystem.IsWindows())
            return new ServerGuard(null);

        var command = account.Command(
            "/bin/sh",
            ["-c", Script, server.ToString(CultureInfo.InvariantCulture)],
            folder);
        command.RedirectStandardInput = command.RedirectStandardOutput = command.RedirectStandardError = true;
        return new ServerGuard(Process.Start(command));
    }

    public void Dispose()
    {
        shell?.Kill();
        shell?.Dispose();
    }
}
