namespace Policy.Engine.EntryLists;

/// <summary>Finds the entries whose text equals, begins or occurs in a given one, in time that depends on the text and
/// not on the number of entries.</summary>
internal sealed class TextIndex
{
    private readonly Dictionary<string, List<int>> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly Dictionary<char, SortedSet<int>> _lengths = [];

    public TextIndex() => _lookup = _entries.GetAlternateLookup<ReadOnlySpan<char>>();

    public bool IsEmpty => _entries.Count == 0;

    public void Add(string text, int entry)
    {
        if (_entries.TryGetValue(text, out var entries))
        {
            entries.Add(entry);
            return;
        }

        _entries.Add(text, [entry]);
        if (!_lengths.TryGetValue(text[0], out var lengths)) _lengths.Add(text[0], lengths = []);
        lengths.Add(text.Length);
    }

    public void Equal(string text, List<int> found)
    {
        if (_entries.TryGetValue(text, out var entries)) found.AddRange(entries);
    }

    /// <summary>Entries whose text begins the given one.</summary>
    public void Beginning(ReadOnlySpan<char> text, List<int> found)
    {
        if (text.IsEmpty || !_lengths.TryGetValue(text[0], out var lengths)) return;
        foreach (var length in lengths)
        {
            if (length > text.Length) return;
            if (_lookup.TryGetValue(text[..length], out var entries)) found.AddRange(entries);
        }
    }

    /// <summary>Entries whose text occurs in the given one; an entry may be found more than once.</summary>
    public void Within(ReadOnlySpan<char> text, List<int> found)
    {
        for (var start = 0; start < text.Length; start++) Beginning(text[start..], found);
    }
}
