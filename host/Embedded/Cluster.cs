using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Policy.Host.Embedded;

/// <summary>The folder of a private server: <c>cluster/</c> with PostgreSQL's files, <c>server.json</c> with port and
/// password, <c>server.log</c> of this run and of the one before, and <c>lock</c>, which the running host
/// holds.</summary>
internal sealed class Cluster(string folder, ServerAccount account)
{
    /// <summary>Name of the superuser and of the platform's database.</summary>
    public const string Owner = "policy";

    private string Settings => Path.Combine(folder, "server.json");

    public string Folder => folder;

    public string Files => Path.Combine(folder, "cluster");

    public string Log => Path.Combine(folder, "server.log");

    private string ProcessFile => Path.Combine(Files, "postmaster.pid");

    /// <summary>Major version of the files; null when there are none yet.</summary>
    public int? Major
    {
        get
        {
            var file = Path.Combine(Files, "PG_VERSION");
            return File.Exists(file) ? int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture) : null;
        }
    }

    /// <summary>Takes the folder for this process until disposed; the operating system lets go when the process
    /// dies.</summary>
    public FileStream Lock()
    {
        try
        {
            return new FileStream(
                Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new EmbeddedPostgresException(
                $"没有权限使用数据目录 `{folder}`：它属于另一个用户。",
                $"No permission to use the data folder `{folder}`: it belongs to another user.",
                e);
        }
        catch (IOException e)
        {
            throw new EmbeddedPostgresException(
                $"数据目录 `{folder}` 正被另一个进程使用。请先停止它，或用 Policy__Data 指定别的目录。",
                $"The data folder `{folder}` is in use by another process. " +
                "Stop that one, or name another folder with Policy__Data.",
                e);
        }
    }

    /// <summary>Makes the database files beside their place and moves them there when they are complete.</summary>
    public async Task Create(PostgresBinaries binaries, int port, bool flush, CancellationToken cancellation)
    {
        var fresh = Files + ".new";
        if (Directory.Exists(fresh))
            Directory.Delete(fresh, recursive: true);

        var access = new ServerAccess(port, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)));
        Save(access);
        var passwordFile = Path.Combine(folder, "password");
        WritePrivately(passwordFile, access.Password);
        try
        {
            await account.Own(passwordFile, cancellation);
            string[] arguments =
            [
                "-D", fresh, "-U", Owner, "--pwfile", passwordFile,
                "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C",
                .. flush ? Array.Empty<string>() : ["--no-sync"],
            ];
            var made = await account.Run(binaries.Initdb, arguments, folder, cancellation);
            if (!made.Succeeded)
            {
                throw new EmbeddedPostgresException(
                    $"无法在 `{fresh}` 建立数据库：{made.Output}", $"The database cannot be made in `{fresh}`: {made.Output}");
            }
        }
        finally
        {
            File.Delete(passwordFile);
        }

        Directory.Move(fresh, Files);
    }

    /// <summary>Port and password.</summary>
    public ServerAccess Access() =>
        JsonSerializer.Deserialize<ServerAccess>(File.ReadAllText(Settings), JsonSerializerOptions.Web)!;

    /// <summary>Keeps port and password.</summary>
    public void Save(ServerAccess access) =>
        WritePrivately(Settings, JsonSerializer.Serialize(access, JsonSerializerOptions.Web));

    /// <summary>Writes the server's settings; they are ours, so every start writes them anew.</summary>
    public void WriteSettings(bool flush) => File.WriteAllText(
        Path.Combine(Files, "postgresql.conf"),
        $"""
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        max_connections = 200
        password_encryption = 'scram-sha-256'
        timezone = 'UTC'
        log_timezone = 'UTC'
        log_error_verbosity = terse
        log_checkpoints = off
        fsync = {(flush ? "on" : "off")}
        full_page_writes = {(flush ? "on" : "off")}

        """);

    /// <summary>Sets the log of the last run aside.</summary>
    public void BeginLog()
    {
        if (File.Exists(Log))
            File.Move(Log, Path.Combine(folder, "server.previous.log"), overwrite: true);
    }

    /// <summary>Process number of the server that runs on these files; null when none does. A number left behind by a
    /// server that was killed may meanwhile belong to any other program.</summary>
    public int? RunningServer()
    {
        if (!File.Exists(ProcessFile)
            || !int.TryParse(File.ReadLines(ProcessFile).FirstOrDefault(), CultureInfo.InvariantCulture, out var id))
            return null;
        try
        {
            using var process = Process.GetProcessById(id);
            var working = OperatingSystem.IsLinux()
                ? new DirectoryInfo($"/proc/{id}/cwd").ResolveLinkTarget(returnFinalTarget: false)?.FullName
                : Files;
            return process.ProcessName.StartsWith("postgres", StringComparison.Ordinal) && working == Files ? id : null;
        }
        catch (Exception e)
            when (e is ArgumentException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Removes the process number of a dead server when another program has it now: PostgreSQL would take that
    /// program for a running server and refuse to start.</summary>
    public void ForgetDeadServer()
    {
        if (File.Exists(ProcessFile) && RunningServer() is null)
            File.Delete(ProcessFile);
    }

    private static void WritePrivately(string file, string text)
    {
        var temporary = file + ".new";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(temporary, options))
            writer.Write(text);
        File.Move(temporary, file, overwrite: true);
    }
}

/// <summary>How to reach the server.</summary>
/// <param name="Port">Port on the loopback address.</param>
/// <param name="Password">The superuser's password.</param>
internal sealed record ServerAccess(int Port, string Password);
