namespace Policy.Engine.Tables.Lookup;

/// <summary>A node of the tree that narrows rows down.</summary>
/// <param name="firstRow">The lowest row below it.</param>
internal abstract class IndexNode(int firstRow)
{
    /// <summary>The lowest row below it.</summary>
    public int FirstRow { get; } = firstRow;
}

/// <summary>Rows told apart by one column: a row stands in every bucket that it accepts, or, when these are many or all,
/// once in the rest.</summary>
/// <param name="column">The column.</param>
/// <param name="buckets">The column's buckets.</param>
/// <param name="children">By bucket: the rows that may accept its classes; null for none.</param>
/// <param name="rest">The rows that the column does not tell apart; null for none.</param>
/// <param name="firstRow">The lowest row below it.</param>
internal sealed class IndexSplit(int column, Buckets buckets, IndexNode?[] children, IndexNode? rest, int firstRow) : IndexNode(firstRow)
{
    /// <summary>The column that tells the rows apart.</summary>
    public int Column { get; } = column;

    /// <summary>The rows that the column does not tell apart; null for none.</summary>
    public IndexNode? Rest { get; } = rest;

    /// <summary>The rows that may accept a class; null when there are none.</summary>
    public IndexNode? Child(int value) => children[buckets.Of(value)];
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
