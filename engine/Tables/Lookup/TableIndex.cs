using Policy.Engine.EntryLists;

namespace Policy.Engine.Tables.Lookup;

/// <summary>Finds the rows whose cells accept given values. Deciding works on whole numbers only: every value is turned
/// into its class once, a tree over the columns leaves few rows, and these are tested class by class.</summary>
internal sealed class TableIndex
{
    private readonly IndexColumn[] _columns;
    private readonly int _masked;
    private readonly ulong[] _tests;
    private readonly IndexNode? _root;

    public TableIndex(IEnumerable<IndexColumn> columns, int rows)
    {
        _columns = [.. columns.Where(c => c.Narrows).OrderByDescending(c => c.IsMasked)];
        _masked = _columns.Count(c => c.IsMasked);
        _tests = new ulong[_columns.Length * rows];
        for (var (row, at) = (0, 0); row < rows; row++)
            foreach (var column in _columns) _tests[at++] = column.Test(row);
        var possible = Enumerable.Range(0, rows).Where(r => !Array.Exists(_columns, c => c.Accepted(r) is []));
        _root = new IndexTree(_columns, rows).Grow([.. possible]);
    }

    /// <summary>Number of columns, and of the classes that a look-up needs.</summary>
    public int Columns => _columns.Length;

    /// <summary>The classes of the values; false when one of them lies off its column's axis: the index knows nothing then.</summary>
    public bool Classify(ReadOnlySpan<Value> values, Span<int> classes)
    {
        for (var i = 0; i < _columns.Length; i++)
            if ((classes[i] = _columns[i].ClassOf(values[_columns[i].Input])) == Scale.Off) return false;
        return true;
    }

    /// <summary>The classes of fields, likewise, without copying their values.</summary>
    /// <param name="fields">Holds the fields.</param>
    /// <param name="slots">By input: its slot.</param>
    /// <param name="day">Stands behind the inputs, for periods.</param>
    /// <param name="classes">Room for the result.</param>
    public bool Classify(Context fields, ReadOnlySpan<int> slots, in Value day, Span<int> classes)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            var input = _columns[i].Input;
            var value = _columns[i].ClassOf(in input < slots.Length ? ref fields.At(slots[input]) : ref day);
            if (value == Scale.Off) return false;
            classes[i] = value;
        }

        return true;
    }

    /// <summary>The first row that accepts the classes; -1 when there is none.</summary>
    public int First(ReadOnlySpan<int> classes)
    {
        var first = First(_root, classes, int.MaxValue);
        return first == int.MaxValue ? -1 : first;
    }

    /// <summary>Adds the rows that accept the classes, in order.</summary>
    public void All(scoped ReadOnlySpan<int> classes, ref Numbers found)
    {
        var start = found.Count;
        All(_root, classes, ref found);
        found.Settle(start);
    }

    private int First(IndexNode? node, ReadOnlySpan<int> classes, int best)
    {
        for (; node is not null && node.FirstRow < best; node = node.Rest)
        {
            if (node.Rows is { } rows) return First(rows, classes, best);
            best = First(node.Child(classes[node.Column]), classes, best);
        }

        return best;
    }

    private int First(int[] rows, ReadOnlySpan<int> classes, int best)
    {
        foreach (var row in rows)
        {
            if (row >= best) break;
            if (Holds(row, classes)) return row;
        }

        return best;
    }

    private void All(IndexNode? node, scoped ReadOnlySpan<int> classes, ref Numbers found)
    {
        for (; node is { Rows: null }; node = node.Rest) All(node.Child(classes[node.Column]), classes, ref found);
        foreach (var row in node?.Rows ?? [])
            if (Holds(row, classes)) found.Add(row);
    }

    private bool Holds(int row, ReadOnlySpan<int> classes)
    {
        var tests = _tests.AsSpan(row * classes.Length, classes.Length);
        for (var i = 0; i < _masked; i++)
            if (!IndexColumn.HoldsMasked(tests[i], classes[i])) return false;
        for (var i = _masked; i < tests.Length; i++)
            if (!_columns[i].Holds(tests[i], classes[i])) return false;
        return true;
    }
}
