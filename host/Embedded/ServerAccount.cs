using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Policy.Host.Embedded;

/// <summary>Who the server runs as. PostgreSQL refuses root, so root hands it to an unprivileged user; everybody else
/// runs it themselves.</summary>
internal sealed class ServerAccount
{
    private static readonly string[] Users = ["postgres", "nobody"];

    private readonly string? user;
    private readonly string[] prefix;

    private ServerAccount(string? user, params string[] prefix) => (this.user, this.prefix) = (user, prefix);

    /// <summary>The account for this process.</summary>
    public static ServerAccount Current()
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return new ServerAccount(null);

        var account = Array.Find(Users, Groups().ContainsKey)
            ?? throw Unusable("没有 postgres 或 nobody 用户", "there is neither a user postgres nor nobody");
        if (Programs.Find("setpriv") is { } setpriv)
            return new(account, setpriv, $"--reuid={account}", $"--regid={Groups()[account]}", "--clear-groups", "--");
        if (Programs.Find("runuser") is { } runuser)
            return new(account, runuser, "-u", account, "--");
        if (Programs.Find("sudo") is { } sudo)
            return new(account, sudo, "-n", "-u", account, "--");
        throw Unusable("没有 setpriv、runuser 或 sudo", "there is none of setpriv, runuser and sudo");
    }

    /// <summary>The folder the server can use for <paramref name="wanted"/>, made and owned by the account. A folder
    /// under one that the account may not enter (root's home) is replaced by one of its own in /var/lib.</summary>
    public async Task<string> Prepare(string wanted, CancellationToken cancellation)
    {
        var folder = wanted;
        if (!await Make(folder, cancellation))
        {
            var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(wanted)))[..12];
            folder = Path.Combine("/var/lib/policy-platform", name);
            if (!await Make(folder, cancellation))
            {
                throw new EmbeddedPostgresException(
                    $"用户 `{user}` 无法使用数据目录 `{wanted}`。请用 Policy__Data 指定其可进入的目录。",
                    $"User `{user}` cannot use the data folder `{wanted}`. Name one it may enter with Policy__Data.");
            }
        }

        return folder;
    }

    /// <summary>Gives a file or folder to the account.</summary>
    public async Task Own(string path, CancellationToken cancellation)
    {
        if (user is not null)
            await Commands.Run(new ProcessStartInfo("chown", ["-R", user, path]), cancellation);
    }

    /// <summary>Runs a program as the account, in a folder the account may enter.</summary>
    public Task<CommandOutcome> Run(
        string program, string[] arguments, string folder, CancellationToken cancellation, bool capture = true) =>
        Commands.Run(Command(program, arguments, folder), cancellation, capture);

    /// <summary>The command line that runs a program as the account.</summary>
    public ProcessStartInfo Command(string program, string[] arguments, string folder)
    {
        string[] line = [.. prefix, program, .. arguments];
        var command = new ProcessStartInfo(line[0], line[1..]) { WorkingDirectory = folder };
        var variables = command.Environment.Keys.Where(static n => n.StartsWith("PG", StringComparison.Ordinal));
        foreach (var name in variables.ToArray())
            command.Environment.Remove(name);
        command.Environment["LC_ALL"] = "C";
        return command;
    }

    private async Task<bool> Make(string folder, CancellationToken cancellation)
    {
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            await Own(folder, cancellation);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return user is null || (await Run("/bin/sh", ["-c", "test -w \"$0\"", folder], "/", cancellation)).Succeeded;
    }

    private static Dictionary<string, string> Groups() =>
        File.ReadLines("/etc/passwd")
            .Select(static line => line.Split(':'))
            .Where(static fields => fields.Length > 3)
            .GroupBy(static fields => fields[0], StringComparer.Ordinal)
            .ToDictionary(static g => g.Key, static g => g.First()[3], StringComparer.Ordinal);

    private static EmbeddedPostgresException Unusable(string chinese, string english) => new(
        $"以 root 运行时，PostgreSQL 需要改用普通用户，但{chinese}。请以普通用户启动，或设置 ConnectionStrings__Policy。",
        $"Run as root, PostgreSQL needs an unprivileged user, but {english}. " +
        "Start as an ordinary user, or set ConnectionStrings__Policy.");
}
