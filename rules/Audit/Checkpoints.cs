using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;

namespace Policy.Rules.Audit;

/// <summary>Makes checkpoints, once across all hosts, and announces the keys that sign them.</summary>
internal sealed class Checkpoints(AuditTrail trail, SigningKeys keys, TimeProvider clock)
{
    // So that one checkpoint, and the check of one, stays small.
    private const int MostBatches = 200;

    /// <summary>Takes into the chain what is new. Throws <see cref="SigningKeyMissing"/>.</summary>
    /// <returns>The checkpoints made; empty when nothing was new.</returns>
    public async Task<ImmutableArray<CheckpointMade>> Make(string by, CancellationToken cancellation)
    {
        var made = ImmutableArray.CreateBuilder<CheckpointMade>();
        CheckpointMade? last;
        do
        {
            last = await MakeOne(by, cancellation);
            if (last is not null) made.Add(last);
        }
        while (last?.Batches.Length == MostBatches);
        return made.ToImmutable();
    }

    /// <summary>Makes a key with which checkpoints are signed from now on. Throws <see cref="SigningKeyMissing"/> when the
    /// key before it is not there to sign it.</summary>
    public async Task<SigningKeyAnnounced> Rotate(string by, CancellationToken cancellation)
    {
        var events = await trail.Append(
            (_, state) => Task.FromResult<ImmutableArray<AuditedEvent>>([Announce(state, by)]), cancellation);
        return (SigningKeyAnnounced)events[0];
    }

    private async Task<CheckpointMade?> MakeOne(string by, CancellationToken cancellation)
    {
        var position = 0L;
        var events = await trail.Append(
            async (connection, state) =>
            {
                var heads = await NewHeads(connection, state, cancellation);
                var batches = await NewBatches(connection, state.Checkpoints + 1, cancellation);
                if (heads.IsEmpty && batches.IsEmpty && state.Length == state.Sealed) return [];
                var announced = state.KeyId.Length == 0 ? Announce(state, by) : null;
                if (announced is not null) state = state.After(announced with { Previous = state.Head });
                position = state.Length + 1;
                var key = keys.Find(state.KeyId) ?? throw new SigningKeyMissing(state.KeyId);
                var unsigned = new CheckpointMade(state.Checkpoints + 1, heads, batches, key.Id, "", by, clock.GetUtcNow());
                var hash = EventChain.Unsigned(AuditState.Stream, position, unsigned with { Previous = state.Head });
                var checkpoint = unsigned with { Signature = key.Sign(hash) };
                return announced is null ? [checkpoint] : [announced, checkpoint];
            },
            cancellation);
        if (events.IsEmpty) return null;
        var made = (CheckpointMade)events[^1];
        keys.Keep(made.Number, EventChain.Hash(AuditState.Stream, position, made));
        return made;
    }

    private SigningKeyAnnounced Announce(AuditState state, string by)
    {
        // A chain that begins anew where one was signed before is a chain that was deleted.
        if (state.KeyId.Length == 0 && keys.Last is { } last) throw new AuditChainMissing(last.Number);
        var fresh = keys.Create();
        var signer = state.KeyId.Length == 0 ? fresh : keys.Find(state.KeyId) ?? throw new SigningKeyMissing(state.KeyId);
        var unsigned = new SigningKeyAnnounced(fresh.Id, fresh.PublicKey, signer.Id, "", by, clock.GetUtcNow());
        var hash = EventChain.Unsigned(AuditState.Stream, state.Length + 1, unsigned with { Previous = state.Head });
        return unsigned with { Signature = signer.Sign(hash) };
    }

    private static async Task<ImmutableArray<StreamHead>> NewHeads(
        NpgsqlConnection connection, AuditState state, CancellationToken cancellation)
    {
        var lengths = new List<(string Stream, long Length)>();
        await using (var command = new NpgsqlCommand("select id, version from policy.mt_streams where id not in ('audit', 'mt_tombstone')", connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                var (stream, length) = (reader.GetString(0), reader.GetInt64(1));
                if (state.Lengths.GetValueOrDefault(stream) != length) lengths.Add((stream, length));
            }
        }

        var heads = ImmutableArray.CreateBuilder<StreamHead>();
        foreach (var (stream, length) in lengths.OrderBy(l => l.Stream, StringComparer.Ordinal))
        {
            await using var command = new NpgsqlCommand(
                "select mt_dotnet_type, data::text from policy.mt_events where stream_id = $1 and version = $2", connection);
            command.Parameters.Add(new() { Value = stream });
            command.Parameters.Add(new() { Value = length });
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            if (!await reader.ReadAsync(cancellation)) continue; // The check finds what is missing.
            using var content = JsonDocument.Parse(reader.GetString(1));
            var type = AuditReader.TypeName(reader.GetString(0));
            heads.Add(new StreamHead(stream, length, EventChain.Hash(stream, length, type, content.RootElement)));
        }

        return heads.ToImmutable();
    }

    private static async Task<ImmutableArray<BatchRoot>> NewBatches(
        NpgsqlConnection connection, long checkpoint, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            update policy.decision_batches set checkpoint = $1 where batch in (
                select batch from policy.decision_batches where checkpoint is null order by batch limit $2)
            returning batch, leaves
            """,
            connection);
        command.Parameters.Add(new() { Value = checkpoint });
        command.Parameters.Add(new() { Value = MostBatches });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var batches = new List<BatchRoot>();
        while (await reader.ReadAsync(cancellation)) batches.Add(RootOf(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)));
        return [.. batches.OrderBy(b => b.Batch)];
    }

    /// <summary>The root of a batch.</summary>
    public static BatchRoot RootOf(long batch, byte[] leaves) => leaves.Length > 0 && leaves.Length % MerkleTree.HashSize == 0
        ? new BatchRoot(batch, leaves.Length / MerkleTree.HashSize, $"sha256:{Convert.ToHexStringLower(MerkleTree.Root(leaves))}")
        : new BatchRoot(batch, 0, "");
}

/// <summary>The audit stream is gone, although checkpoints were signed with this host's keys.</summary>
public sealed class AuditChainMissing : Exception
{
    internal AuditChainMissing(long number)
        : base($"The audit stream is empty, but checkpoint {number} was signed with the keys of this folder. "
            + "Restore the database; for a new database name an empty folder.")
    {
    }
}
