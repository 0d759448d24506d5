using System.Security.Cryptography;
using CsCheck;
using Policy.Rules.Audit;

namespace Policy.Rules.Tests.Audit;

public sealed class MerkleTreeTests
{
    private static readonly Gen<(int Count, int Index)> Places =
        Gen.Int[1, 300].SelectMany(count => Gen.Int[0, count - 1].Select(index => (count, index)));

    [Fact]
    public void Every_leaf_is_proved_at_its_place() => Places.Sample(place =>
    {
        var leaves = Leaves(place.Count);
        return MerkleTree.Proves(
            MerkleTree.Path(leaves, place.Index), Leaf(leaves, place.Index), place.Index, place.Count, MerkleTree.Root(leaves));
    });

    [Fact]
    public void No_other_leaf_place_count_path_or_root_is_proved() =>
        Gen.Select(Places, Gen.Int[0, 299], Gen.Int[0, 31], Gen.Byte[1, 255]).Sample((place, other, at, flip) =>
        {
            var (count, index) = place;
            var leaves = Leaves(count);
            var (root, path, leaf) = (MerkleTree.Root(leaves), MerkleTree.Path(leaves, index), Leaf(leaves, index).ToArray());
            Assert.False(MerkleTree.Proves(path, Flip(leaf, at, flip), index, count, root));
            Assert.False(MerkleTree.Proves(path, leaf, index, count, Flip(root, at, flip)));
            Assert.False(MerkleTree.Proves([.. path, leaf], leaf, index, count, root));
            if (path.Length > 0)
            {
                Assert.False(MerkleTree.Proves(path[1..], leaf, index, count, root));
                var changed = path.ToArray();
                changed[other % path.Length] = Flip(path[other % path.Length], at, flip);
                Assert.False(MerkleTree.Proves(changed, leaf, index, count, root));
            }

            if (other % count != index) Assert.False(MerkleTree.Proves(path, leaf, other % count, count, root));
            Assert.False(MerkleTree.Proves(path, leaf, -1, count, root));
            Assert.False(MerkleTree.Proves(path, leaf, count, count, root));
        });

    [Fact]
    public void The_root_is_that_of_RFC_6962() => Gen.Int[1, 300].Sample(count =>
    {
        var leaves = Leaves(count);
        return MerkleTree.Root(leaves).SequenceEqual(Reference(leaves));
    });

    // The definition, word by word: split at the largest power of two below the count.
    private static byte[] Reference(byte[] leaves)
    {
        var count = leaves.Length / 32;
        if (count == 1) return leaves;
        var split = 1;
        while (split * 2 < count) split *= 2;
        return SHA256.HashData([1, .. Reference(leaves[..(split * 32)]), .. Reference(leaves[(split * 32)..])]);
    }

    private static byte[] Leaves(int count) =>
        [.. Enumerable.Range(0, count).SelectMany(i => SHA256.HashData(BitConverter.GetBytes(i)))];

    private static ReadOnlySpan<byte> Leaf(byte[] leaves, int index) => leaves.AsSpan(index * 32, 32);

    private static byte[] Flip(byte[] hash, int at, byte flip)
    {
        var changed = hash.ToArray();
        changed[at] ^= flip;
        return changed;
    }
}
