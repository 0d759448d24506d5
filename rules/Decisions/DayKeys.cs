using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Policy.Rules.Audit;
using Policy.Rules.Security;
using Policy.Rules.Storage;

namespace Policy.Rules.Decisions;

/// <summary>What was fixed in advance about the sampling of a day.</summary>
/// <param name="Day">The day (UTC+8).</param>
/// <param name="Commitment">Hash of the day key, <c>sha256:…</c>, recorded when the key was made.</param>
/// <param name="PreparedAt">When that was: before the day, unless nobody was there to make it in time.</param>
/// <param name="Key">The key in hexadecimal digits, for everyone to verify the draws; null until the day is over.</param>
public sealed record DayCommitment(DateOnly Day, string Commitment, DateTimeOffset PreparedAt, string? Key)
{
    /// <summary>True when the key was fixed before the day began.</summary>
    public bool InAdvance => PreparedAt < new DateTimeOffset(Day, TimeOnly.MinValue, DayKeys.ZoneTime);
}

/// <summary>The day keys of provable sampling: a key's hash is recorded in the audit chain before its day (UTC+8), the key
/// stays sealed until the day is over and is revealed in the chain then. The draw of a declaration is HMAC-SHA256(day key,
/// declaration number) mapped to [0,1).</summary>
public sealed class DayKeys
{
    internal static readonly TimeSpan ZoneTime = TimeSpan.FromHours(8);

    /// <summary>Who acts when nobody asked for it.</summary>
    private const string Platform = "platform";

    private const int KeySize = 32;

    // Hosts whose clocks are a little behind may still decide on the day.
    private static readonly TimeSpan RevealedAfter = TimeSpan.FromHours(1);

    private readonly NpgsqlDataSource _source;
    private readonly AuditTrail _trail;
    private readonly PersonalFields _seals;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<DateOnly, byte[]> _keys = new();

    internal DayKeys(NpgsqlDataSource source, AuditTrail trail, PersonalFields seals, TimeProvider clock) =>
        (_source, _trail, _seals, _clock) = (source, trail, seals, clock);

    /// <summary>The draw that a revealed key gives a declaration.</summary>
    /// <param name="key">The key in hexadecimal digits.</param>
    /// <param name="declarationNo">The declaration's number.</param>
    public static decimal Draw(string key, string declarationNo)
    {
        ArgumentNullException.ThrowIfNull(declarationNo);
        return Draw(Convert.FromHexString(key), declarationNo);
    }

    /// <summary>Makes sure that the key of a day exists, once across all hosts, and is known here as the store has it now.</summary>
    public async Task Prepare(DateOnly day, CancellationToken cancellation) => _keys[day] = await MakeOrLoad(day, cancellation);

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
        var over = LastOver() >= day;
        return new DayCommitment(
            day,
            reader.GetString(1),
            reader.GetFieldValue<DateTimeOffset>(2),
            over ? Convert.ToHexStringLower(_seals.OpenBytes(reader.GetString(0), Context(day))) : null);
    }

    /// <summary>Reveals in the audit chain the keys of days that are over, each once across all hosts.</summary>
    /// <returns>The days.</returns>
    public async Task<ImmutableArray<DateOnly>> Reveal(CancellationToken cancellation)
    {
        var events = await _trail.Append(
            async (connection, _) =>
            {
                await using var command = new NpgsqlCommand(
                    "update policy.day_keys set revealed_at = $1 where revealed_at is null and day <= $2 returning day, sealed_key",
                    connection);
                command.Parameters.Add(new() { Value = Microseconds(_clock.GetUtcNow()) });
                command.Parameters.Add(new() { Value = LastOver() });
                await using var reader = await command.ExecuteReaderAsync(cancellation);
                var revealed = new List<DayKeyRevealed>();
                while (await reader.ReadAsync(cancellation))
                {
                    var day = reader.GetFieldValue<DateOnly>(0);
                    var key = Convert.ToHexStringLower(_seals.OpenBytes(reader.GetString(1), Context(day)));
                    revealed.Add(new DayKeyRevealed(day, key, Platform, _clock.GetUtcNow()));
                }

                return [.. revealed.OrderBy(r => r.Day)];
            },
            cancellation);
        return [.. events.Cast<DayKeyRevealed>().Select(e => e.Day)];
    }

    /// <summary>Whether a sealed key is the one that was committed to.</summary>
    internal static bool IsCommitted(PersonalFields seals, DateOnly day, string sealedKey, string commitment)
    {
        try
        {
            return ContentHash.Of(seals.OpenBytes(sealedKey, Context(day))) == commitment;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentOutOfRangeException)
        {
            return false;
        }
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

    // Whoever comes first makes the key and commits to it in the audit chain; everybody reads back what was stored.
    private async Task<byte[]> MakeOrLoad(DateOnly day, CancellationToken cancellation)
    {
        if (await Load(day, cancellation) is { } stored) return stored;
        await _trail.Append(
            async (connection, _) =>
            {
                var (fresh, now) = (RandomNumberGenerator.GetBytes(KeySize), Microseconds(_clock.GetUtcNow()));
                await using var command = new NpgsqlCommand(
                    "insert into policy.day_keys (day, sealed_key, commitment, prepared_at) values ($1, $2, $3, $4) on conflict do nothing",
                    connection);
                command.Parameters.Add(new() { Value = day });
                command.Parameters.Add(new() { Value = _seals.Seal(fresh, Context(day)) });
                command.Parameters.Add(new() { Value = ContentHash.Of(fresh) });
                command.Parameters.Add(new() { Value = now });
                return await command.ExecuteNonQueryAsync(cancellation) == 1
                    ? [new DayKeyCommitted(day, ContentHash.Of(fresh), Platform, now)]
                    : [];
            },
            cancellation);
        return (await Load(day, cancellation))!;
    }

    private async Task<byte[]?> Load(DateOnly day, CancellationToken cancellation)
    {
        await using var command = _source.CreateCommand("select sealed_key from policy.day_keys where day = $1");
        command.Parameters.Add(new() { Value = day });
        return await command.ExecuteScalarAsync(cancellation) is string sealedKey ? _seals.OpenBytes(sealedKey, Context(day)) : null;
    }

    // The last day whose key may be known.
    private DateOnly LastOver() =>
        DateOnly.FromDateTime((_clock.GetUtcNow() - RevealedAfter).ToOffset(ZoneTime).DateTime).AddDays(-1);

    // What the database keeps of an instant.
    private static DateTimeOffset Microseconds(DateTimeOffset instant) =>
        instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerMicrosecond));

    private static string Context(DateOnly day) => "day-key " + day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
