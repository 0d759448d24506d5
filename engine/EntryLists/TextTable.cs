using System.Numerics;

namespace Policy.Engine.EntryLists;

/// <summary>The distinct texts of a column, numbered from 0 in the order added; finds those that equal, begin or occur
/// in a given text, in time that does not depend on how many there are.</summary>
/// <remarks>The hash of a text is built character by character, so that one walk along the given text passes the hashes
/// of all its beginnings. Two marks per hash say whether a text ends there and whether one goes on from there: the walk
/// ends as soon as none does, which in most places is at the first look.</remarks>
internal sealed class TextTable
{
    private const ulong Factor = 0x9E37_79B9_7F4A_7C15;
    private const int Ends = 1;
    private const int GoesOn = 2;

    private readonly List<string> _adding = [];
    private string[] _texts = [];
    private int[] _slots = new int[16];
    private int _slotShift = 60;
    private byte[] _marks = [];
    private int _markShift;
    private int _shortest = int.MaxValue;

    /// <summary>How many distinct texts there are.</summary>
    public int Count => _texts.Length;

    /// <summary>Adds a text that is not empty and gives its number.</summary>
    public int Add(string text)
    {
        var hash = Hash(text);
        var slot = (int)(hash >> _slotShift);
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
        if (whole) return;
        var characters = 0L;
        foreach (var text in _texts)
        {
            characters += text.Length;
            _shortest = Math.Min(_shortest, text.Length);
        }

        var bits = Math.Clamp(BitOperations.Log2((ulong)characters + 1) + 2, 8, 32);
        _markShift = 64 - bits;
        _marks = new byte[1L << (bits - 2)];
        foreach (var text in _texts) Mark(text);
    }

    /// <summary>The number of the text that equals the given one; -1: none.</summary>
    public int Find(ReadOnlySpan<char> text) => Find(Hash(text), text);

    /// <summary>Adds the numbers of the texts that the given one begins with.</summary>
    public void Beginning(scoped ReadOnlySpan<char> text, ref Numbers found)
    {
        var hash = 0UL;
        for (var i = 0; i < text.Length; i++)
        {
            hash = Next(hash, text[i]);
            if (i + 1 < _shortest) continue;
            var marks = Marks(hash);
            if ((marks & Ends) != 0 && Find(hash, text[..(i + 1)]) is >= 0 and var number) found.Add(number);
            if ((marks & GoesOn) == 0) return;
        }
    }

    /// <summary>Adds the numbers of the texts that occur in the given one; a number may be added more than once.</summary>
    public void Within(scoped ReadOnlySpan<char> text, ref Numbers found)
    {
        for (; text.Length >= _shortest; text = text[1..]) Beginning(text, ref found);
    }

    private int Find(ulong hash, ReadOnlySpan<char> text)
    {
        for (var slot = (int)(hash >> _slotShift); _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
            if (text.SequenceEqual(_texts[_slots[slot] - 1])) return _slots[slot] - 1;
        return -1;
    }

    private void Widen()
    {
        _slots = new int[_slots.Length * 2];
        _slotShift--;
        for (var number = 0; number < _adding.Count; number++)
        {
            var slot = (int)(Hash(_adding[number]) >> _slotShift);
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
            var mark = hash >> _markShift;
            _marks[mark >> 2] |= (byte)((i == text.Length - 1 ? Ends : GoesOn) << ((int)(mark & 3) * 2));
        }
    }

    private int Marks(ulong hash)
    {
        var mark = hash >> _markShift;
        return _marks[mark >> 2] >> ((int)(mark & 3) * 2);
    }

    private static ulong Hash(ReadOnlySpan<char> text)
    {
        var hash = 0UL;
        foreach (var c in text) hash = Next(hash, c);
        return hash;
    }

    private static ulong Next(ulong hash, char c) => unchecked((hash ^ c) * Factor);
}
