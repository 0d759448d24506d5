using Npgsql;
using Policy.Host.Embedded;
using Policy.Rules.Simulations;

[assembly: AssemblyFixture(typeof(Policy.Rules.Tests.PostgresFixture))]

namespace Policy.Rules.Tests;

/// <summary>A private PostgreSQL server for all tests of the assembly; each store gets a database of its own.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"policy-rules-{Guid.NewGuid():N}");
    private EmbeddedPostgres? _server;
    private int _databases;

    public async ValueTask InitializeAsync() =>
        _server = await EmbeddedPostgres.Start(new EmbeddedPostgresOptions { DataFolder = _folder, SurvivesPowerCut = false });

    public async Task<StoreUnderTest> NewStore(IDeclarationGenerator? generator = null) => await StoreUnderTest.Start(
        await _server!.CreateDatabase($"rules{Interlocked.Increment(ref _databases)}"),
        Path.Combine(_folder, "store.key"),
        generator: generator);

    /// <summary>Another host's store, on a copy of a database that nobody uses and of its keys.</summary>
    public async Task<StoreUnderTest> Copy(StoreUnderTest original)
    {
        var name = $"copy{Interlocked.Increment(ref _databases)}";
        var builder = new NpgsqlConnectionStringBuilder(original.ConnectionString);
        await Run(builder, $"create database {name} template {builder.Database}");
        builder.Database = name;
        var keys = Directory.CreateDirectory(Path.Combine(_folder, $"audit-{name}")).FullName;
        foreach (var file in Directory.GetFiles(original.AuditKeys)) File.Copy(file, Path.Combine(keys, Path.GetFileName(file)));
        return await original.OtherHost(connectionString: builder.ConnectionString, auditKeys: keys);
    }

    /// <summary>Backs up the database of a host, which is cut off for a moment; the name of the backup.</summary>
    public async Task<string> BackUp(StoreUnderTest host)
    {
        var name = $"backup{Interlocked.Increment(ref _databases)}";
        var database = new NpgsqlConnectionStringBuilder(host.ConnectionString);
        await Run(database, $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database.Database}'");
        host.Source.Clear();
        await Run(database, $"create database {name} template {database.Database}");
        return name;
    }

    /// <summary>Puts a backup in the place of the database of a host that runs on.</summary>
    public async Task Restore(StoreUnderTest host, string backup)
    {
        var database = new NpgsqlConnectionStringBuilder(host.ConnectionString);
        await Run(database, $"drop database {database.Database} with (force)");
        await Run(database, $"create database {database.Database} template {backup}");
        host.Source.Clear();
    }

    private static async Task Run(NpgsqlConnectionStringBuilder database, string sql)
    {
        var builder = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(builder.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is null) return;
        await _server.DisposeAsync();
        Directory.Delete(_server.Folder, recursive: true);
    }
}
