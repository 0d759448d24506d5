using System.Numerics;

namespace Policy.Engine.Tables.Lookup;

/// <summary>Keys in order, found by a first guess from their upper bits and few steps from there.</summary>
internal sealed class SortedKeys
{
    // In order, then as many of the highest as a step may reach beyond the last.
    private readonly ulong[] _keys;
    private readonly ulong _lowest;
    private readonly Guess _guess;
    private readonly int _firstStep;

    public SortedKeys(ulong[] keys)
    {
        (Count, _lowest) = (keys.Length, keys.Length == 0 ? ulong.MaxValue : keys[0]);
        var (even, byOctave) = (new Guess(keys, octaves: false), new Guess(keys, octaves: true));
        _guess = byOctave.Most < even.Most ? byOctave : even;
        _firstStep = (int)(BitOperations.RoundUpToPowerOf2((uint)_guess.Most + 1) / 2);
        _keys = [.. keys, .. Enumerable.Repeat(ulong.MaxValue, _firstStep + 1)];
    }

    public int Count { get; }

    public ulong this[int position] => _keys[position];

    /// <summary>Number of keys below a key.</summary>
    public int Below(ulong key)
    {
        if (key <= _lowest) return 0;
        var below = _guess.Of(unchecked(key - _lowest));

        // As many steps for every key and none of them a branch, which nobody could predict.
        var keys = _keys;
        for (var step = _firstStep; step > 0; step >>= 1) below = unchecked(below + (keys[unchecked(below + step - 1)] < key ? step : 0));
        return below;
    }

    /// <summary>Where to begin: at the first key of the same slot. Slots are even, or there are as many for every doubling,
    /// as amounts of money lie.</summary>
    private sealed class Guess
    {
        private const ulong One = 0x3FF0_0000_0000_0000;

        private readonly bool _octaves;
        private readonly int[] _starts;
        private readonly int _shift;

        public Guess(ulong[] keys, bool octaves)
        {
            _octaves = octaves;
            if (keys.Length == 0)
            {
                _starts = [0];
                return;
            }

            var last = Scaled(keys[^1] - keys[0]);
            var slots = BitOperations.RoundUpToPowerOf2((uint)keys.Length * 2);
            _shift = Math.Max(0, BitOperations.Log2(last | 1) + 1 - BitOperations.Log2(slots));
            _starts = new int[(int)(last >> _shift) + 2];
            for (var (slot, at) = (0, 0); slot < _starts.Length; slot++)
            {
                while (at < keys.Length && Scaled(keys[at] - keys[0]) >> _shift < (ulong)slot) at++;
                _starts[slot] = at;
                if (slot > 0) Most = Math.Max(Most, at - _starts[slot - 1]);
            }
        }

        /// <summary>The most keys that share a slot.</summary>
        public int Most { get; }

        /// <summary>Number of keys in the slots below.</summary>
        /// <param name="distance">How far the key lies above the lowest, at least 1.</param>
        public int Of(ulong distance) => _starts[(int)Math.Min(Scaled(distance) >> _shift, (ulong)_starts.Length - 1)];

        private ulong Scaled(ulong distance) => !_octaves ? distance
            : distance == 0 ? 0 : unchecked(BitConverter.DoubleToUInt64Bits(distance) - One);
    }
}
