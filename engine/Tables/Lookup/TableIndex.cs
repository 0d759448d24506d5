using Policy.Engine.Indexing;

namespace Policy.Engine.Tables.Lookup;

/// <summary>Finds the rows whose cells accept given values. Deciding works on whole numbers only: a value is turned
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

    /// <summary>The columns, in the order of the classes that a look-up may need.</summary>
    public ReadOnlySpan<IndexColumn> Columns => _columns;

    /// <summary>The first row that accepts the classes; -1 when there is none.</summary>
    public int First(scoped in Classes classes)
    {
        var first = First(_root, in classes, int.MaxValue);
        return first == int.MaxValue ? -1 : first;
    }

    /// <summary>Adds the rows that accept the classes, in order.</summary>
    public void All(scoped Classes classes, ref NumberBuffer found)
    {
        var start = found.Count;
        All(_root, classes, ref found);
        found.Settle(start);
    }

    private int First(IndexNode? node, scoped in Classes classes, int best)
    {
        for (; node is not null && node.FirstRow < best; node = node.Rest)
        {
            if (node.Rows is { } rows) return First(rows, in classes, best);
            best = First(node.Child(classes[node.Column]), in classes, best);
        }

        return best;
    }

    private int First(int[] rows, scoped in Classes classes, int best)
    {
        foreach (var row in rows)
        {
            if (row >= best) break;
            if (Holds(row, in classes)) return row;
        }

        return best;
    }

    private void All(IndexNode? node, scoped Classes classes, ref NumberBuffer found)
    {
        for (; node is { Rows: null }; node = node.Rest) All(node.Child(classes[node.Column]), classes, ref found);
        foreach (var row in node?.Rows ?? [])
            if (Holds(row, in classes)) found.Add(row);
    }

    private bool Holds(int row, scoped in Classes classes)
    {
        var tests = _tests.AsSpan(row * _columns.Length, _columns.Length);
        for (var i = 0; i < _masked; i++)
            if (tests[i] != IndexColumn.AnyMasked && !IndexColumn.HoldsMasked(tests[i], classes[i])) return false;
        for (var i = _masked; i < tests.Length; i++)
            if (tests[i] != IndexColumn.Any && !_columns[i].Holds(tests[i], classes[i])) return false;
        return true;
    }
}
