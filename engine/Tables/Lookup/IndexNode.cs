namespace Policy.Engine.Tables.Lookup;

/// <summary>A node of the tree that narrows rows down: rows that are tested one by one, in order, or rows told apart by
/// one column. There, a row stands in every bucket that it accepts, or, when these are many or all, once in the rest.</summary>
internal sealed class IndexNode
{
    public IndexNode(int[] rows) => (Rows, FirstRow) = (rows, rows[0]);

    public IndexNode(int column, Buckets buckets, IndexNode?[] children, IndexNode? rest, int firstRow) =>
        (Column, Buckets, Children, Rest, FirstRow) = (column, buckets, children, rest, firstRow);

    /// <summary>The lowest row below it.</summary>
    public int FirstRow { get; }

    /// <summary>The rows to test; null when they are told apart.</summary>
    public int[]? Rows { get; }

    /// <summary>The column that tells rows apart.</summary>
    public int Column { get; }

    /// <summary>The column's buckets; null when there are rows to test.</summary>
    public Buckets? Buckets { get; }

    /// <summary>By bucket: the rows that may accept its classes; null for none.</summary>
    public IndexNode?[] Children { get; } = [];

    /// <summary>The rows that the column does not tell apart; null for none.</summary>
    public IndexNode? Rest { get; }

    /// <summary>The rows that may accept a class; null when there are none.</summary>
    public IndexNode? Child(int value) => Children[Buckets!.Of(value)];
}

/// <summary>Neighbouring classes taken together.</summary>
internal sealed class Buckets
{
    // Up to so many classes per bucket, a table of all classes is worth its space.
    private const int Direct = 16;

    private readonly int[] _firsts;
    private readonly int[]? _byClass;

    /// <param name="firsts">The first class of every bucket, in order, beginning with 0.</param>
    /// <param name="classes">Number of classes.</param>
    public Buckets(int[] firsts, int classes)
    {
        _firsts = firsts;
        if (classes > firsts.Length * Direct) return;
        _byClass = new int[classes];
        for (var (value, bucket) = (0, 0); value < classes; value++)
        {
            if (bucket + 1 < firsts.Length && firsts[bucket + 1] == value) bucket++;
            _byClass[value] = bucket;
        }
    }

    public int Count => _firsts.Length;

    public int Of(int value)
    {
        if (_byClass is not null) return _byClass[value];
        var at = Array.BinarySearch(_firsts, value);
        return at >= 0 ? at : ~at - 1;
    }
}
