using Policy.Engine.Indexing;

namespace Policy.Engine.Tables.Lookup;

/// <summary>Finds the rows whose cells accept given values. Deciding works on whole numbers only: a value is turned
/// into its class once, a tree over the columns leaves few rows, and these are tested class by class.</summary>
internal sealed class TableIndex
{
    private readonly IndexColumn[] _columns;
    private readonly IndexNode? _root;

    public TableIndex(IEnumerable<IndexColumn> columns, int rows)
    {
        _columns = [.. columns.Where(c => c.Narrows).OrderByDescending(c => c.IsListed)];
        var possible = Enumerable.Range(0, rows).Where(r => !Array.Exists(_columns, c => c.Accepted(r) is []));
        _root = new IndexTree(_columns, rows).Grow([.. possible]);
        foreach (var column in _columns) column.Seal();
    }

    /// <summary>The columns, in the order of the classes that a look-up may need.</summary>
    public IndexColumn[] Columns => _columns;

    /// <summary>The first row that accepts the classes; -1 when there is none.</summary>
    public int First(ref Classes classes)
    {
        var first = First(_root, ref classes, int.MaxValue);
        return first == int.MaxValue ? -1 : first;
    }

    /// <summary>Adds the rows that accept the classes, in order.</summary>
    public void All(ref Classes classes, ref NumberBuffer found)
    {
        var start = found.Count;
        All(_root, ref classes, ref found);
        found.Settle(start);
    }

    private static int First(IndexNode? node, ref Classes classes, int best)
    {
        while (node is not null && node.FirstRow < best)
        {
            if (node is not IndexSplit split) return ((IndexLeaf)node).First(ref classes, best);
            best = First(split.Child(classes.Of(split.Column)), ref classes, best);
            node = split.Rest;
        }

        return best;
    }

    private static void All(IndexNode? node, ref Classes classes, ref NumberBuffer found)
    {
        for (; node is IndexSplit split; node = split.Rest) All(split.Child(classes.Of(split.Column)), ref classes, ref found);
        (node as IndexLeaf)?.All(ref classes, ref found);
    }
}
