using Policy.Engine.Indexing;

namespace Policy.Engine.EntryLists;

/// <summary>Finds the entries all of whose values match. Entries with values in the same columns form one pattern, whose
/// entries lie sorted by the numbers of their values: each number found narrows the stretch further, so that the work
/// follows what matches and not the number of entries.</summary>
internal sealed class EntryIndex
{
    private readonly MatchColumn[] _columns;
    private readonly Pattern[] _patterns;

    /// <param name="columns">The columns, sealed.</param>
    /// <param name="numbers">The numbers of the entries' values, entry after entry, one per column; -1 where the column
    /// does not matter.</param>
    public EntryIndex(MatchColumn[] columns, int[] numbers)
    {
        _columns = columns;
        var patterns = new List<(List<int> Columns, List<int> Entries)> { ([], []) };
        var next = new Dictionary<(int Pattern, int Column), int>();
        for (var entry = 0; entry < numbers.Length / columns.Length; entry++)
        {
            var pattern = 0;
            for (var column = 0; column < columns.Length; column++)
            {
                if (numbers[(entry * columns.Length) + column] < 0) continue;
                if (!next.TryGetValue((pattern, column), out var longer))
                {
                    next[(pattern, column)] = longer = patterns.Count;
                    patterns.Add(([.. patterns[pattern].Columns, column], []));
                }

                pattern = longer;
            }

            patterns[pattern].Entries.Add(entry);
        }

        _patterns = [.. patterns.Where(p => p.Entries.Count > 0).Select(p => new Pattern(p.Columns, p.Entries, columns, numbers))];
    }

    /// <summary>True when there are entries without a value, which match whatever is found.</summary>
    public bool TakesAll => _patterns is [{ Depth: 0 }, ..];

    /// <summary>The numbers of all values that the item matches, column after column.</summary>
    /// <param name="item">The item, or the facts.</param>
    /// <param name="found">Gets the numbers; those of a column ascend, each once.</param>
    /// <param name="ends">Gets the end of each column's numbers.</param>
    public void Look(Context item, ref NumberBuffer found, Span<int> ends)
    {
        for (var column = 0; column < _columns.Length; column++)
        {
            var start = found.Count;
            _columns[column].Find(in item.At(_columns[column].Slot), ref found);
            found.Settle(start);
            ends[column] = found.Count;
        }
    }

    /// <summary>Adds the entries that match, ascending.</summary>
    public void Hits(ReadOnlySpan<int> found, ReadOnlySpan<int> ends, ref NumberBuffer entries)
    {
        foreach (var pattern in _patterns) pattern.Join(found, ends, pattern.Depth, ref entries);
        entries.Settle(0);
    }

    /// <summary>Adds the entries that match in the most distinctive of their columns, ascending: those worth telling of
    /// when asked why nothing was hit.</summary>
    public void Near(ReadOnlySpan<int> found, ReadOnlySpan<int> ends, ref NumberBuffer entries)
    {
        foreach (var pattern in _patterns) pattern.Join(found, ends, Math.Min(pattern.Depth, 1), ref entries);
        entries.Settle(0);
    }

    /// <summary>The found numbers of a column.</summary>
    public static ReadOnlySpan<int> Of(int column, ReadOnlySpan<int> found, ReadOnlySpan<int> ends) =>
        found[(column == 0 ? 0 : ends[column - 1])..ends[column]];

    /// <summary>The entries that have values in the same columns.</summary>
    private sealed class Pattern
    {
        private readonly int[] _columns;
        private readonly int[][] _numbers;
        private readonly int[] _entries;
        private readonly int[] _starts = [];

        public Pattern(List<int> valued, List<int> entries, MatchColumn[] columns, int[] numbers)
        {
            // The column with the most distinct values comes first and leaves the fewest entries for the others.
            _columns = [.. valued.OrderByDescending(c => columns[c].Count)];
            _entries = [.. entries];
            for (var depth = Depth - 1; depth >= 0; depth--) SortBy(_columns[depth], numbers, columns.Length);
            _numbers = new int[Depth][];
            for (var depth = 0; depth < Depth; depth++)
                _numbers[depth] = Array.ConvertAll(_entries, e => numbers[(e * columns.Length) + _columns[depth]]);
            if (Depth > 0 && _entries.Length >= columns[_columns[0]].Count / 8) _starts = Starts(columns[_columns[0]].Count);
        }

        /// <summary>How many columns have values.</summary>
        public int Depth => _columns.Length;

        /// <summary>Adds the entries that match in the first columns.</summary>
        public void Join(ReadOnlySpan<int> found, ReadOnlySpan<int> ends, int columns, ref NumberBuffer entries) =>
            Join(found, ends, columns, 0, (0, _entries.Length), ref entries);

        private void Join(
            ReadOnlySpan<int> found, ReadOnlySpan<int> ends, int columns, int depth, (int Start, int End) stretch, ref NumberBuffer entries)
        {
            if (depth == columns)
            {
                entries.Add(_entries.AsSpan(stretch.Start..stretch.End));
                return;
            }

            foreach (var number in Of(_columns[depth], found, ends))
            {
                var narrower = depth == 0 && _starts.Length > 0 ? (_starts[number], _starts[number + 1])
                    : (From(number, depth, stretch), From(number + 1, depth, stretch));
                if (narrower.Item1 < narrower.Item2) Join(found, ends, columns, depth + 1, narrower, ref entries);
            }
        }

        /// <summary>The first place within the stretch whose number is not smaller.</summary>
        private int From(int number, int depth, (int Start, int End) stretch)
        {
            var numbers = _numbers[depth];
            var (start, end) = stretch;
            while (start < end)
            {
                var middle = start + ((end - start) / 2);
                if (numbers[middle] < number) start = middle + 1;
                else end = middle;
            }

            return start;
        }

        private int[] Starts(int count)
        {
            var starts = new int[count + 1];
            var place = 0;
            for (var number = 0; number < count; number++)
            {
                starts[number] = place;
                while (place < _entries.Length && _numbers[0][place] == number) place++;
            }

            starts[count] = place;
            return starts;
        }

        /// <summary>Sorts the entries by a column and leaves those with equal numbers in their order.</summary>
        private void SortBy(int column, int[] numbers, int columns)
        {
            var keys = new long[_entries.Length];
            for (var i = 0; i < keys.Length; i++) keys[i] = ((long)numbers[(_entries[i] * columns) + column] << 32) | (uint)i;
            Array.Sort(keys);
            var unsorted = (int[])_entries.Clone();
            for (var i = 0; i < keys.Length; i++) _entries[i] = unsorted[(int)(keys[i] & int.MaxValue)];
        }
    }
}
