using System.Numerics;

namespace Policy.Engine.Indexing;

/// <summary>Finds short texts (countries, currencies, grades) by their characters taken as one number.</summary>
internal sealed class ShortTexts
{
    /// <summary>The longest text there may be.</summary>
    public const int Longest = 4;

    private const ulong Mixer = 0x9E37_79B9_7F4A_7C15;

    private readonly Slot[] _slots;
    private readonly int _shift;

    /// <param name="texts">The texts, each once, none of them empty.</param>
    public ShortTexts(ReadOnlySpan<string> texts)
    {
        // Mostly empty, so that hardly any look-up meets another text.
        _slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)texts.Length * 4)];
        _shift = 64 - BitOperations.Log2((uint)_slots.Length);
        for (var number = 0; number < texts.Length; number++)
        {
            var (key, text) = (Key(texts[number]), texts[number]);
            var at = Start(key);
            while (_slots[at].Length > 0) at = (at + 1) & (_slots.Length - 1);
            _slots[at] = new Slot(key, text.Length, number);
        }
    }

    /// <summary>The number of the text that equals the given one; -1: none.</summary>
    public int Find(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > Longest) return -1;
        var key = Key(text);
        for (var at = Start(key); ; at = (at + 1) & (_slots.Length - 1))
        {
            ref readonly var slot = ref _slots[at];
            if (slot.Key == key && slot.Length == text.Length) return slot.Number;
            if (slot.Length == 0) return -1;
        }
    }

    private int Start(ulong key) => (int)(unchecked(key * Mixer) >> _shift);

    /// <summary>All characters of a text; which character stands where depends on its length, but on nothing else.</summary>
    private static ulong Key(ReadOnlySpan<char> text) =>
        text[0] | ((ulong)text[text.Length >> 2] << 16) | ((ulong)text[text.Length >> 1] << 32) | ((ulong)text[^1] << 48);

    /// <summary>A text; of length 0 when there is none.</summary>
    private readonly record struct Slot(ulong Key, int Length, int Number);
}
