using System.Collections.Concurrent;
using Npgsql;

namespace Policy.Rules.Decisions;

/// <summary>What the credit database knows of an enterprise.</summary>
/// <param name="Code">Customs enterprise code.</param>
/// <param name="Json">A JSON object of fact type <c>enterprise</c>; its members join <c>enterprise</c> of a declaration
/// before it is decided.</param>
public sealed record EnterpriseRecord(string Code, string Json);

/// <summary>The credit database (the "one database" of the pilot zones): reference data of decisions, frozen into the
/// recorded facts of each. Answers from memory; changes of other hosts arrive within half a minute.</summary>
public sealed class EnterpriseRegister : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    // A change may become visible a little after the time it bears, so each look overlaps the one before.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, EnterpriseRecord> _records = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _refreshing = new(1);
    private DateTimeOffset _seen = DateTimeOffset.MinValue;
    private long _lookedAt;

    internal EnterpriseRegister(NpgsqlDataSource source, TimeProvider clock) => (_source, _clock) = (source, clock);

    /// <summary>The record of an enterprise; null when it is not known. Answers from memory once loaded.</summary>
    public async ValueTask<EnterpriseRecord?> Find(string code, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(code);
        var lookedAt = Volatile.Read(ref _lookedAt);
        if (lookedAt == 0) await Refresh(cancellation);
        else if (_clock.GetElapsedTime(lookedAt) > Fresh) _ = RefreshAside();
        return _records.GetValueOrDefault(code);
    }

    /// <summary>Adds or replaces records.</summary>
    public async Task Put(IEnumerable<EnterpriseRecord> records, CancellationToken cancellation)
    {
        var last = records.GroupBy(r => r.Code, StringComparer.Ordinal).Select(g => g.Last())
            .OrderBy(r => r.Code, StringComparer.Ordinal).ToArray();
        await using var command = _source.CreateCommand("""
            insert into policy.enterprises (code, json, changed_at)
            select code, json, clock_timestamp() from unnest($1::text[], $2::text[]) as given (code, json)
            on conflict (code) do update set json = excluded.json, changed_at = excluded.changed_at
            where enterprises.json <> excluded.json
            """);
        command.Parameters.Add(new() { Value = last.Select(r => r.Code).ToArray() });
        command.Parameters.Add(new() { Value = last.Select(r => r.Json).ToArray() });
        await command.ExecuteNonQueryAsync(cancellation);
        foreach (var record in last) _records[record.Code] = record;
    }

    /// <inheritdoc/>
    public void Dispose() => _refreshing.Dispose();

    private async Task RefreshAside()
    {
        if (!await _refreshing.WaitAsync(0)) return;
        try
        {
            await Load(CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // What is in memory serves on; the next look tries again.
        }
        finally
        {
            _refreshing.Release();
        }
    }

    private async Task Refresh(CancellationToken cancellation)
    {
        await _refreshing.WaitAsync(cancellation);
        try
        {
            if (Volatile.Read(ref _lookedAt) == 0) await Load(cancellation);
        }
        finally
        {
            _refreshing.Release();
        }
    }

    private async Task Load(CancellationToken cancellation)
    {
        var lookedAt = _clock.GetTimestamp();
        var after = _seen == DateTimeOffset.MinValue ? _seen : _seen - Overlap;
        await using var command = _source.CreateCommand("select code, json, changed_at from policy.enterprises where changed_at > $1");
        command.Parameters.Add(new() { Value = after.ToUniversalTime() });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var record = new EnterpriseRecord(reader.GetString(0), reader.GetString(1));
            if (!_records.TryGetValue(record.Code, out var known) || known != record) _records[record.Code] = record;
            var changed = reader.GetFieldValue<DateTimeOffset>(2);
            if (changed > _seen) _seen = changed;
        }

        Volatile.Write(ref _lookedAt, Math.Max(1, lookedAt));
    }
}
