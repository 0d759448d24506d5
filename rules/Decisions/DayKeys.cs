using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Policy.Rules.Security;
using Policy.Rules.Storage;

namespace Policy.Rules.Decisions;

/// <summary>What was fixed in advance about the sampling of a day.</summary>
/// <param name="Day">The day (UTC+8).</param>
/// <param name="Commitment">Hash of the day key, <c>sha256:…</c>, recorded when the key was made.</param>
/// <param name="PreparedAt">When that was: before the day, unless a declaration of a past day came late.</param>
/// <param name="Key">The key in hexadecimal digits, for everyone to verify the draws; null until the day is over.</param>
public sealed record DayCommitment(DateOnly Day, string Commitment, DateTimeOffset PreparedAt, string? Key);

/// <summary>The day keys of provable sampling: a key's hash is recorded before its day (UTC+8), the key stays sealed
/// until the day is over. The draw of a declaration is HMAC-SHA256(day key, declaration number) mapped to [0,1).</summary>
public sealed class DayKeys
{
    private const int KeySize = 32;
    private static readonly TimeSpan ZoneTime = TimeSpan.FromHours(8);

    private readonly NpgsqlDataSource _source;
    private readonly PersonalFields _seals;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<DateOnly, byte[]> _keys = new();

    internal DayKeys(NpgsqlDataSource source, PersonalFields seals, TimeProvider clock) =>
        (_source, _seals, _clock) = (source, seals, clock);

    /// <summary>Makes sure that the key of a day exists, once across all hosts.</summary>
    public async Task Prepare(DateOnly day, CancellationToken cancellation)
    {
        if (!_keys.ContainsKey(day)) _keys[day] = await MakeOrLoad(day, cancellation);
    }

    /// <summary>The draw of a declaration on a day: at least 0, below 1, with 12 decimals; always the same.</summary>
    public async ValueTask<decimal> Draw(string declarationNo, DateOnly day, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(declarationNo);
        if (!_keys.TryGetValue(day, out var key))
        {
            await Prepare(day, cancellation);
            key = _keys[day];
        }

        return Draw(key, declarationNo);
    }

    /// <summary>What was fixed in advance about a day; null when its key was not made yet.</summary>
    public async Task<DayCommitment?> Commitment(DateOnly day, CancellationToken cancellation)
    {
        await using var command = _source.CreateCommand(
            "select sealed_key, commitment, prepared_at from policy.day_keys where day = $1");
        command.Parameters.Add(new() { Value = day });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation)) return null;
        var over = DateOnly.FromDateTime(_clock.GetUtcNow().ToOffset(ZoneTime).DateTime) > day;
        return new DayCommitment(
            day,
            reader.GetString(1),
            reader.GetFieldValue<DateTimeOffset>(2),
            over ? Convert.ToHexStringLower(_seals.OpenBytes(reader.GetString(0), Context(day))) : null);
    }

    /// <summary>The first eight bytes of the code, as a fraction of 2^64, cut to 12 decimals.</summary>
    internal static decimal Draw(byte[] key, string declarationNo)
    {
        Span<byte> code = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(declarationNo), code);
        var fraction = BinaryPrimitives.ReadUInt64BigEndian(code);
        var scaled = (ulong)(((UInt128)fraction * 1_000_000_000_000) >> 64);
        return new decimal((int)(uint)scaled, (int)(uint)(scaled >> 32), 0, isNegative: false, scale: 12);
    }

    // Whoever comes first makes the key; everybody reads back what was stored.
    private async Task<byte[]> MakeOrLoad(DateOnly day, CancellationToken cancellation)
    {
        var fresh = RandomNumberGenerator.GetBytes(KeySize);
        await using var batch = _source.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            "insert into policy.day_keys (day, sealed_key, commitment, prepared_at) values ($1, $2, $3, $4) on conflict do nothing")
        {
            Parameters =
            {
                new() { Value = day },
                new() { Value = _seals.Seal(fresh, Context(day)) },
                new() { Value = ContentHash.Of(fresh) },
                new() { Value = _clock.GetUtcNow() },
            },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select sealed_key from policy.day_keys where day = $1")
        {
            Parameters = { new() { Value = day } },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return _seals.OpenBytes(reader.GetString(0), Context(day));
    }

    private static string Context(DateOnly day) => "day-key " + day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
