using System.Collections.Immutable;
using Npgsql;

namespace Policy.Rules.Audit;

/// <summary>The proof that a decision is in the chain: a Merkle path (RFC 6962) from its leaf to the root of its batch, which
/// the checkpoint signed.</summary>
/// <param name="DeclarationNo">The declaration's number.</param>
/// <param name="Batch">Number of the batch.</param>
/// <param name="Index">Place of the leaf, from 0.</param>
/// <param name="Count">Leaves of the batch.</param>
/// <param name="Leaf">The leaf, <c>sha256:…</c>.</param>
/// <param name="Path">Its partner on each level, from the leaves up.</param>
/// <param name="Root">Root of the batch.</param>
/// <param name="Checkpoint">Number of the checkpoint that has the batch; null until the next one.</param>
public sealed record InclusionProof(
    string DeclarationNo,
    long Batch,
    int Index,
    int Count,
    string Leaf,
    ImmutableArray<string> Path,
    string Root,
    long? Checkpoint)
{
    /// <summary>Whether the path leads from the leaf to the root.</summary>
    public bool Holds => MerkleTree.Proves([.. Path.Select(Bytes)], Bytes(Leaf), Index, Count, Bytes(Root));

    internal static async Task<InclusionProof?> Find(
        NpgsqlDataSource source, string declarationNo, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select b.batch, d.leaf, b.leaves, b.checkpoint from policy.declaration_numbers n
            join policy.decisions d using (decision_id, decided_at) join policy.decision_batches b using (batch)
            where n.declaration_no = $1
            """);
        command.Parameters.Add(new() { Value = declarationNo });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation)) return null;
        var (leaves, index) = (reader.GetFieldValue<byte[]>(2), reader.GetInt32(1));
        return new InclusionProof(
            declarationNo,
            reader.GetInt64(0),
            index,
            leaves.Length / MerkleTree.HashSize,
            Text(leaves.AsSpan(index * MerkleTree.HashSize, MerkleTree.HashSize)),
            [.. MerkleTree.Path(leaves, index).Select(p => Text(p))],
            Text(MerkleTree.Root(leaves)),
            reader.IsDBNull(3) ? null : reader.GetInt64(3));
    }

    private static byte[] Bytes(string hash) => Convert.FromHexString(hash["sha256:".Length..]);

    private static string Text(ReadOnlySpan<byte> hash) => $"sha256:{Convert.ToHexStringLower(hash)}";
}
