using System.Security.Cryptography;

namespace Policy.Rules.Audit;

/// <summary>Merkle trees as in RFC 6962: one hash for a sequence of leaves, and short proofs that a leaf is one of them at
/// its place. Leaves are SHA-256 hashes; a pair becomes SHA-256(1, left, right), a node without a partner moves up.</summary>
internal static class MerkleTree
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashSize = SHA256.HashSizeInBytes;

    /// <summary>The root of one or more leaves, their hashes one after another.</summary>
    public static byte[] Root(ReadOnlySpan<byte> leaves)
    {
        var (level, count) = (leaves.ToArray(), Count(leaves));
        for (; count > 1; count = Raise(level, count)) { }
        return level[..HashSize];
    }

    /// <summary>The proof of the leaf at a place: its partner on each level, from the leaves up.</summary>
    public static byte[][] Path(ReadOnlySpan<byte> leaves, int index)
    {
        var (level, count) = (leaves.ToArray(), Count(leaves));
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        var path = new List<byte[]>();
        for (; count > 1; count = Raise(level, count), index /= 2)
        {
            if ((index ^ 1) < count) path.Add(Node(level, index ^ 1).ToArray());
        }

        return [.. path];
    }

    /// <summary>Whether a path proves that the tree of a root has a leaf at a place among so many.</summary>
    public static bool Proves(
        IEnumerable<byte[]> path, ReadOnlySpan<byte> leaf, int index, int count, ReadOnlySpan<byte> root)
    {
        if (index < 0 || index >= count) return false;
        using var partners = path.GetEnumerator();
        var node = leaf.ToArray();
        for (; count > 1; count = (count + 1) / 2, index /= 2)
        {
            if ((index ^ 1) >= count) continue;
            if (!partners.MoveNext()) return false;
            node = index % 2 == 0 ? Pair(node, partners.Current) : Pair(partners.Current, node);
        }

        return !partners.MoveNext() && root.SequenceEqual(node);
    }

    private static int Count(ReadOnlySpan<byte> leaves) => leaves.Length > 0 && leaves.Length % HashSize == 0
        ? leaves.Length / HashSize
        : throw new ArgumentException("There must be one or more whole hashes.", nameof(leaves));

    // The level above takes the place of the level in front of the same bytes.
    private static int Raise(byte[] level, int count)
    {
        for (var i = 0; i < count / 2; i++)
            Pair(Node(level, 2 * i), Node(level, (2 * i) + 1)).CopyTo(level.AsSpan(i * HashSize));
        if (count % 2 == 1) Node(level, count - 1).CopyTo(level.AsSpan(count / 2 * HashSize));
        return (count + 1) / 2;
    }

    private static Span<byte> Node(byte[] level, int index) => level.AsSpan(index * HashSize, HashSize);

    private static byte[] Pair(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> text = stackalloc byte[1 + (2 * HashSize)];
        text[0] = 1;
        left.CopyTo(text[1..]);
        right.CopyTo(text[(1 + HashSize)..]);
        return SHA256.HashData(text);
    }
}
