using System.Collections.Immutable;

namespace Policy.Engine.EntryLists;

/// <summary>A column: how the field's value becomes the text that is compared.</summary>
internal sealed record MatchColumn(int Slot, ListMatch Match, string Field)
{
    /// <summary>Null when the value is absent: no entry with a value in this column then matches.</summary>
    public string? TextOf(Value value) => value.Kind switch
    {
        ValueKind.Null => null,
        ValueKind.Text when Match == ListMatch.Keyword => KeywordText.Normalize(value.AsText()),
        ValueKind.Text => value.AsText(),
        _ => ValueJson.ToString(value),
    };

    public bool Holds(string wanted, string? found) => found is not null && Match switch
    {
        ListMatch.Equals => string.Equals(found, wanted, StringComparison.Ordinal),
        ListMatch.Prefix => found.StartsWith(wanted, StringComparison.Ordinal),
        _ => found.Contains(wanted, StringComparison.Ordinal),
    };
}

/// <summary>Finds the entries that match. Every entry is indexed by its column with the most distinct values, which
/// leaves the fewest candidates for the other columns to be compared.</summary>
internal sealed class ListMatching
{
    private readonly ImmutableArray<MatchColumn> _columns;
    private readonly string?[] _wanted;
    private readonly TextIndex[] _indexes;
    private readonly List<int> _always = [];

    /// <param name="columns">The columns.</param>
    /// <param name="wanted">The entries' texts, entry after entry, one per column; null where the column does not matter.</param>
    public ListMatching(ImmutableArray<MatchColumn> columns, string?[] wanted)
    {
        (_columns, _wanted) = (columns, wanted);
        _indexes = [.. columns.Select(_ => new TextIndex())];
        var distinct = columns.Select((_, column) => Distinct(column)).ToArray();
        for (var entry = 0; entry < wanted.Length / columns.Length; entry++)
        {
            var driver = -1;
            for (var column = 0; column < columns.Length; column++)
                if (Wanted(entry, column) is not null && (driver < 0 || distinct[column] > distinct[driver])) driver = column;
            if (driver < 0) _always.Add(entry);
            else _indexes[driver].Add(Wanted(entry, driver)!, entry);
        }
    }

    public ImmutableArray<MatchColumn> Columns => _columns;

    public string? Wanted(int entry, int column) => _wanted[(entry * _columns.Length) + column];

    /// <summary>Entries that may match, ascending, each once.</summary>
    public void Candidates(string?[] found, List<int> candidates)
    {
        candidates.AddRange(_always);
        for (var column = 0; column < _columns.Length; column++)
        {
            if (found[column] is not { } text || _indexes[column].IsEmpty) continue;
            switch (_columns[column].Match)
            {
                case ListMatch.Equals: _indexes[column].Equal(text, candidates); break;
                case ListMatch.Prefix: _indexes[column].Beginning(text, candidates); break;
                default: _indexes[column].Within(text, candidates); break;
            }
        }

        candidates.Sort();
        var kept = 0;
        for (var i = 0; i < candidates.Count; i++)
            if (kept == 0 || candidates[i] != candidates[kept - 1]) candidates[kept++] = candidates[i];
        candidates.RemoveRange(kept, candidates.Count - kept);
    }

    private int Distinct(int column)
    {
        var texts = new HashSet<string>(StringComparer.Ordinal);
        for (var i = column; i < _wanted.Length; i += _columns.Length)
            if (_wanted[i] is { } text) texts.Add(text);
        return texts.Count;
    }
}
