using System.Numerics;

namespace Policy.Engine.Tables.Lookup;

/// <summary>Keys in order, found by a first guess from their upper bits and few steps from there.</summary>
internal sealed class SortedKeys
{
    private readonly ulong[] _keys;
    private readonly int[] _starts;
    private readonly ulong _lowest;
    private readonly int _shift;

    public SortedKeys(ulong[] keys)
    {
        _keys = keys;
        _starts = [0, keys.Length];
        if (keys.Length == 0) return;
        _lowest = keys[0];
        var range = keys[^1] - _lowest;
        var slots = BitOperations.RoundUpToPowerOf2((uint)keys.Length * 2);
        _shift = Math.Max(0, BitOperations.Log2(range | 1) + 1 - BitOperations.Log2(slots));
        _starts = new int[(int)(range >> _shift) + 2];
        for (var (slot, at) = (0, 0); slot < _starts.Length; slot++)
        {
            while (at < keys.Length && (keys[at] - _lowest) >> _shift < (ulong)slot) at++;
            _starts[slot] = at;
        }
    }

    public int Count => _keys.Length;

    public ulong this[int position] => _keys[position];

    /// <summary>Number of keys below a key.</summary>
    public int Below(ulong key)
    {
        if (_keys.Length == 0 || key <= _lowest) return 0;
        var slot = (key - _lowest) >> _shift;
        if (slot >= (ulong)_starts.Length - 1) return _keys.Length;
        var (below, length) = (_starts[slot], _starts[slot + 1] - _starts[slot]);

        // Without a branch, which nobody could predict.
        while (length > 0)
        {
            var half = (length + 1) >> 1;
            below += half * (_keys[below + half - 1] < key ? 1 : 0);
            length -= half;
        }

        return below;
    }
}
