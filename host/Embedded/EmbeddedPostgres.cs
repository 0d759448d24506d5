using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Policy.Host.Embedded;

/// <summary>A private PostgreSQL server on the loopback address, whose life is that of this object. What a killed
/// process left behind, a server still running included, is put right by the next start.</summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);

    private static readonly string[] Passing = ["still in use", "Address already in use"];

    private readonly EmbeddedPostgresOptions options;
    private readonly Cluster cluster;
    private readonly ServerAccount account;
    private readonly PostgresBinaries binaries;
    private readonly FileStream hold;
    private ServerGuard? guard;

    private EmbeddedPostgres(
        EmbeddedPostgresOptions options,
        Cluster cluster,
        ServerAccount account,
        PostgresBinaries binaries,
        FileStream hold) =>
        (this.options, this.cluster, this.account, this.binaries, this.hold) = (options, cluster, account, binaries, hold);

    /// <summary>Connection string of the platform's database. It stays the same as long as its port is free.</summary>
    public string ConnectionString => ConnectionTo(Cluster.Owner);

    /// <summary>Where the server's files are: the folder asked for, or its replacement when the server's account cannot
    /// enter that one.</summary>
    public string Folder => cluster.Folder;

    /// <summary>Process number of the server; null when it does not run.</summary>
    public int? ProcessId => cluster.RunningServer();

    /// <summary>Starts the server; makes its files first when there are none. Throws
    /// <see cref="EmbeddedPostgresException"/> with the way out when it cannot run here, or another process uses the
    /// folder.</summary>
    public static async Task<EmbeddedPostgres> Start(
        EmbeddedPostgresOptions options, CancellationToken cancellation = default)
    {
        var account = ServerAccount.Current();
        var cluster = new Cluster(await account.Prepare(Path.GetFullPath(options.DataFolder), cancellation), account);
        var hold = cluster.Lock();
        try
        {
            var binaries = await PostgresBinaries.Find(options, cluster.Major, account, cancellation);
            if (cluster.Major is null)
                await cluster.Create(binaries, FreePort(), options.SurvivesPowerCut, cancellation);
            var server = new EmbeddedPostgres(options, cluster, account, binaries, hold);
            await server.Run(cancellation);
            await server.CreateDatabase(Cluster.Owner, cancellation);
            return server;
        }
        catch
        {
            await hold.DisposeAsync();
            throw;
        }
    }

    /// <summary>Creates a database if it is missing, and answers its connection string.</summary>
    public async Task<string> CreateDatabase(string name, CancellationToken cancellation = default)
    {
        await using var connection = new NpgsqlConnection(ConnectionTo("postgres") + ";Pooling=false");
        await connection.OpenAsync(cancellation);
        await using var exists = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection)
        {
            Parameters = { new() { Value = name } },
        };
        if (await exists.ExecuteScalarAsync(cancellation) is null)
        {
            var quoted = name.Replace("\"", "\"\"", StringComparison.Ordinal);
            await using var create = new NpgsqlCommand($"create database \"{quoted}\"", connection);
            await create.ExecuteNonQueryAsync(cancellation);
        }

        return ConnectionTo(name);
    }

    /// <summary>Kills the server as a crash would: at once, nothing flushed, nothing said to its clients.</summary>
    public async Task Kill()
    {
        StopGuard();
        if (ProcessId is { } id)
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            while (ProcessId is not null)
                await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    /// <summary>Starts the server again, after <see cref="Kill"/> or while it runs.</summary>
    public async Task Restart(CancellationToken cancellation = default)
    {
        StopGuard();
        await Run(cancellation);
    }

    /// <summary>Stops the server cleanly.</summary>
    public async ValueTask DisposeAsync()
    {
        await Stop();
        StopGuard();
        await hold.DisposeAsync();
    }

    private string ConnectionTo(string database)
    {
        var access = cluster.Access();
        return new NpgsqlConnectionStringBuilder
        {
            Host = IPAddress.Loopback.ToString(),
            Port = access.Port,
            Username = Cluster.Owner,
            Password = access.Password,
            Database = database,
        }.ConnectionString;
    }

    private async Task Run(CancellationToken cancellation)
    {
        await Stop();
        cluster.ForgetDeadServer();
        cluster.WriteSettings(options.SurvivesPowerCut);
        cluster.BeginLog();

        // A killed server's last processes may hold its memory, or another program its port, for a moment.
        var patience = Stopwatch.StartNew();
        while (!await TryRun(cancellation))
        {
            if (patience.Elapsed > StopPatience)
                throw Failed();
            File.Delete(cluster.Log);
            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellation);
        }

        guard = ServerGuard.Watch(ProcessId ?? throw Failed(), account, cluster.Folder);
    }

    private async Task<bool> TryRun(CancellationToken cancellation)
    {
        var access = cluster.Access();
        if (!IsFree(access.Port))
            cluster.Save(access = access with { Port = FreePort() });

        // pg_ctl puts the server in a session of its own, so the terminal's Ctrl-C does not stop it before us.
        string[] arguments =
            ["start", "-D", cluster.Files, "-l", cluster.Log, "-o", $"-p {access.Port}", "-w", "-t", "600", "-s"];
        var started = await account.Run(
            binaries.Control, arguments, cluster.Folder, cancellation, capture: !OperatingSystem.IsWindows());
        if (started.Succeeded)
            return true;
        var log = ReadLog();
        if (Passing.Any(reason => log.Contains(reason, StringComparison.Ordinal)))
            return false;
        throw Failed();
    }

    private async Task Stop()
    {
        foreach (var mode in new[] { "fast", "immediate" })
        {
            if (cluster.RunningServer() is null)
                return;
            await account.Run(
                binaries.Control,
                ["stop", "-D", cluster.Files, "-m", mode, "-w", "-t", $"{StopPatience.TotalSeconds:0}", "-s"],
                cluster.Folder,
                CancellationToken.None);
        }
    }

    private void StopGuard()
    {
        guard?.Dispose();
        guard = null;
    }

    private EmbeddedPostgresException Failed() => new(
        $"内置 PostgreSQL 无法启动（`{cluster.Folder}`）：{ReadLog()}",
        $"The embedded PostgreSQL does not start (`{cluster.Folder}`): {ReadLog()}");

    private string ReadLog() => File.Exists(cluster.Log) ? File.ReadAllText(cluster.Log).Trim() : "";

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
