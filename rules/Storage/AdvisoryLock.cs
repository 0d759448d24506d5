using Npgsql;

namespace Policy.Rules.Storage;

/// <summary>A lock that all hosts of a database share, held while its connection lives.</summary>
internal sealed class AdvisoryLock : IAsyncDisposable
{
    /// <summary>Serialises changes of the schema.</summary>
    public const long Schema = 0x706F6C696379_01;

    /// <summary>Serialises changes of the zone tree and its releases.</summary>
    public const long Releases = 0x706F6C696379_02;

    /// <summary>Serialises appending to the stream of the platform itself, <c>audit</c>.</summary>
    public const long Audit = 0x706F6C696379_04;

    /// <summary>Held while decisions are replayed at night.</summary>
    public const long Replay = 0x706F6C696379_05;

    /// <summary>Serialises making partitions of the decision log.</summary>
    public const long Partitions = 0x706F6C696379_03;

    private readonly NpgsqlConnection _connection;
    private readonly long _key;

    private AdvisoryLock(NpgsqlConnection connection, long key) => (_connection, _key) = (connection, key);

    public static async Task<AdvisoryLock> Acquire(NpgsqlDataSource source, long key, CancellationToken cancellation)
    {
        var connection = await source.OpenConnectionAsync(cancellation);
        try
        {
            await using var command = new NpgsqlCommand("select pg_advisory_lock($1)", connection) { CommandTimeout = 300 };
            command.Parameters.Add(new() { Value = key });
            await command.ExecuteNonQueryAsync(cancellation);
            return new AdvisoryLock(connection, key);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The lock when it is free; null when another holds it.</summary>
    public static async Task<AdvisoryLock?> TryAcquire(NpgsqlDataSource source, long key, CancellationToken cancellation)
    {
        var connection = await source.OpenConnectionAsync(cancellation);
        try
        {
            await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection);
            command.Parameters.Add(new() { Value = key });
            if (await command.ExecuteScalarAsync(cancellation) is true) return new AdvisoryLock(connection, key);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        // A broken connection has lost the lock already.
        try
        {
            await using var command = new NpgsqlCommand("select pg_advisory_unlock($1)", _connection);
            command.Parameters.Add(new() { Value = _key });
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            NpgsqlConnection.ClearPool(_connection);
        }

        await _connection.DisposeAsync();
    }
}
