using System.Numerics;

namespace Policy.Engine.Indexing;

/// <summary>The distinct texts of a column, numbered from 0 in the order added; finds those that equal, begin or occur
/// in a given text, in time that does not depend on how many there are.</summary>
/// <remarks>The hash of a text is a polynomial over its characters, so that one walk along the given text passes the hashes
/// of all its beginnings, and a window of the shortest length rolls along it at the cost of one step. Two marks per hash
/// say whether a text ends there and whether one goes on from there: in most places the window finds neither.</remarks>
internal sealed class TextTable
{
    private const ulong Factor = 0x9E37_79B9_7F4A_7C15;
    private const ulong Mixer = 0xD6E8_FEB8_6659_FD93;
    private const int Ends = 1;
    private const int GoesOn = 2;

    private readonly List<string> _adding = [];
    private string[] _texts = [];
    private int[] _slots = new int[16];
    private int _slotShift = 60;
    private byte[] _marks = [];
    private int _markShift;
    private int _shortest = int.MaxValue;
    private ulong _leaving;
    private ShortTexts? _short;

    /// <summary>How many distinct texts there are.</summary>
    public int Count => _texts.Length;

    /// <summary>Adds a text that is not empty and gives its number.</summary>
    public int Add(string text)
    {
        var hash = Hash(text);
        var slot = Slot(hash);
        for (; _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
            if (string.Equals(_adding[_slots[slot] - 1], text, StringComparison.Ordinal)) return _slots[slot] - 1;
        _adding.Add(text);
        _slots[slot] = _adding.Count;
        if (_adding.Count * 2 > _slots.Length) Widen();
        return _adding.Count - 1;
    }

    /// <summary>Ends the adding.</summary>
    /// <param name="whole">True when only whole texts will be looked up.</param>
    public void Seal(bool whole)
    {
        _texts = [.. _adding];
        _adding.Clear();
        _adding.Capacity = 0;
        if (_texts.Length == 0) return;
        if (whole)
        {
            if (Array.TrueForAll(_texts, t => t.Length <= ShortTexts.Longest)) (_short, _slots) = (new ShortTexts(_texts), []);
            return;
        }

        var characters = 0L;
        foreach (var text in _texts)
        {
            characters += text.Length;
            _shortest = Math.Min(_shortest, text.Length);
        }

        _leaving = 1;
        for (var i = 0; i < _shortest; i++) _leaving = unchecked(_leaving * Factor);
        var bits = Math.Clamp(BitOperations.Log2((ulong)characters + 1) + 2, 8, 32);
        _markShift = 64 - bits;
        _marks = new byte[1L << (bits - 2)];
        foreach (var text in _texts) Mark(text);
    }

    /// <summary>The number of the text that equals the given one; -1: none.</summary>
    public int Find(ReadOnlySpan<char> text) => _short is not null ? _short.Find(text) : Find(Hash(text), text);

    /// <summary>Adds the numbers of the texts that the given one begins with.</summary>
    public void Beginning(scoped ReadOnlySpan<char> text, ref NumberBuffer found)
    {
        if (text.Length < _shortest) return;
        var hash = Hash(text[.._shortest]);
        if (Marks(_marks, _markShift, hash) != 0) Walk(text, hash, ref found);
    }

    /// <summary>Adds the numbers of the texts that occur in the given one; a number may be added more than once.</summary>
    public void Within(scoped ReadOnlySpan<char> text, ref NumberBuffer found)
    {
        if (text.Length < _shortest) return;
        var (marks, shift, leaving) = (_marks, _markShift, _leaving);
        var entering = text[_shortest..];
        var hash = Hash(text[.._shortest]);
        for (var start = 0; ; start++)
        {
            if (Marks(marks, shift, hash) != 0) Walk(text[start..], hash, ref found);
            if (start >= entering.Length) return;
            hash = unchecked((hash * Factor) + entering[start] - (text[start] * leaving));
        }
    }

    /// <summary>Walks on from the shortest length as long as the marks say that a text does.</summary>
    private void Walk(scoped ReadOnlySpan<char> text, ulong hash, ref NumberBuffer found)
    {
        for (var length = _shortest; ; length++)
        {
            var marks = Marks(_marks, _markShift, hash);
            if ((marks & Ends) != 0 && Find(hash, text[..length]) is >= 0 and var number) found.Add(number);
            if ((marks & GoesOn) == 0 || length == text.Length) return;
            hash = Next(hash, text[length]);
        }
    }

    private int Find(ulong hash, ReadOnlySpan<char> text)
    {
        for (var slot = Slot(hash); _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
            if (text.SequenceEqual(_texts[_slots[slot] - 1])) return _slots[slot] - 1;
        return -1;
    }

    private void Widen()
    {
        _slots = new int[_slots.Length * 2];
        _slotShift--;
        for (var number = 0; number < _adding.Count; number++)
        {
            var slot = Slot(Hash(_adding[number]));
            while (_slots[slot] != 0) slot = (slot + 1) & (_slots.Length - 1);
            _slots[slot] = number + 1;
        }
    }

    private void Mark(string text)
    {
        var hash = 0UL;
        for (var i = 0; i < text.Length; i++)
        {
            hash = Next(hash, text[i]);
            var mark = unchecked(hash * Mixer) >> _markShift;
            _marks[mark >> 2] |= (byte)((i == text.Length - 1 ? Ends : GoesOn) << ((int)(mark & 3) * 2));
        }
    }

    private static int Marks(byte[] marks, int shift, ulong hash)
    {
        var mark = unchecked(hash * Mixer) >> shift;
        return (marks[(int)(mark >> 2)] >> ((int)(mark & 3) * 2)) & (Ends | GoesOn);
    }

    private int Slot(ulong hash) => (int)(unchecked(hash * Mixer) >> _slotShift);

    private static ulong Hash(ReadOnlySpan<char> text)
    {
        var hash = 0UL;
        foreach (var c in text) hash = Next(hash, c);
        return hash;
    }

    private static ulong Next(ulong hash, char c) => unchecked((hash * Factor) + c);
}
