namespace Policy.Engine.Tables.Lookup;

/// <summary>Grows the tree of an index: at every node the column that tells most rows apart.</summary>
internal sealed class IndexTree(IndexColumn[] columns, int rows)
{
    private readonly LeafColumns _leaves = new(columns);

    /// <summary>Rows that are tested sooner than told apart.</summary>
    private const int LeafRows = 8;

    /// <summary>Share of its rows that a split must spare, at least.</summary>
    private const double WorthIt = 0.3;

    /// <summary>Share of its rows that a split may leave in one bucket, at most.</summary>
    private const double Smaller = 0.8;

    /// <summary>Buckets in which one row may stand; beyond, it goes to the rest.</summary>
    private const int MostBuckets = 4;

    /// <summary>Places in the leaves per row, all in all.</summary>
    private const int MostPlaces = 8;

    private int _spare = rows * (MostPlaces - 1);

    /// <summary>Null for no rows.</summary>
    public IndexNode? Grow(int[] rows)
    {
        if (rows.Length == 0) return null;
        if (rows.Length <= LeafRows || Best(rows) is not { } plan) return new IndexLeaf(_leaves, rows);
        _spare -= plan.Added;
        var (members, rest) = plan.Share(rows);
        return new IndexSplit(plan.Column, plan.Buckets, Array.ConvertAll(members, Grow), Grow(rest), rows[0]);
    }

    private SplitPlan? Best(int[] rows)
    {
        SplitPlan? best = null;
        for (var i = 0; i < columns.Length; i++)
        {
            foreach (var plan in Plans(i, rows))
                if (plan.Added <= _spare && plan.Largest < rows.Length * Smaller && plan.Spared > (best?.Spared ?? rows.Length * WorthIt)) best = plan;
        }

        return best;
    }

    private IEnumerable<SplitPlan> Plans(int index, int[] rows)
    {
        var column = columns[index];
        if (column.IsListed)
        {
            yield return new SplitPlan(index, column, new Buckets([.. Enumerable.Range(0, column.Classes)], column.Classes), column.Classes / 2, rows);
            yield break;
        }

        var starts = new List<int>();
        foreach (var row in rows)
            if (column.Accepted(row) is { } runs) starts.Add(runs[0]);
        starts.Sort();
        for (var (count, last) = (rows.Length / 4, 0); count > 1; count /= 8)
        {
            var firsts = Quantiles(starts, count);
            if (firsts.Length > 1 && firsts.Length != last)
                yield return new SplitPlan(index, column, new Buckets(firsts, column.Classes), MostBuckets, rows);
            last = firsts.Length;
        }
    }

    /// <summary>So many first classes of buckets, or fewer, each of which holds about as many starts.</summary>
    private static int[] Quantiles(List<int> starts, int count)
    {
        var firsts = new List<int> { 0 };
        for (var i = 1; i <= count && starts.Count > 0; i++)
        {
            var start = starts[(int)((long)(i - 1) * starts.Count / count)];
            if (start > firsts[^1]) firsts.Add(start);
        }

        return [.. firsts];
    }
}

/// <summary>A way to tell rows apart, and what comes of it.</summary>
internal sealed class SplitPlan
{
    private const int Rest = -1;

    private readonly IndexColumn _column;
    private readonly int _most;
    private readonly int[] _counts;

    public SplitPlan(int index, IndexColumn column, Buckets buckets, int most, int[] rows)
    {
        (Column, Buckets, _column, _most, _counts) = (index, buckets, column, most, new int[buckets.Count]);
        var (told, places) = (0, 0);
        Span<int> room = stackalloc int[most];
        foreach (var row in rows)
        {
            var count = Places(row, room);
            if (count == Rest) continue;
            told++;
            places += count;
            foreach (var bucket in room[..count]) _counts[bucket]++;
        }

        var (squares, largest) = (0.0, 0);
        foreach (var count in _counts) (squares, largest) = (squares + ((double)count * count), Math.Max(largest, count));
        (Added, Largest, Spared) = (places - told, largest, places == 0 ? 0 : told - (squares / places));
    }

    public int Column { get; }

    public Buckets Buckets { get; }

    /// <summary>Places beyond one per row.</summary>
    public int Added { get; }

    /// <summary>Rows in the fullest bucket.</summary>
    public int Largest { get; }

    /// <summary>Rows that need not be looked at, on an average over values that are spread like the rows.</summary>
    public double Spared { get; }

    /// <summary>The rows of every bucket, and the others.</summary>
    public (int[][] Members, int[] Others) Share(int[] rows)
    {
        var members = Array.ConvertAll(_counts, count => new int[count]);
        var filled = new int[members.Length];
        var others = new List<int>();
        Span<int> room = stackalloc int[_most];
        foreach (var row in rows)
        {
            var count = Places(row, room);
            if (count == Rest) others.Add(row);
            else foreach (var bucket in room[..count]) members[bucket][filled[bucket]++] = row;
        }

        return (members, [.. others]);
    }

    /// <summary>The buckets in which a row stands; <see cref="Rest"/> when they are too many or all.</summary>
    private int Places(int row, Span<int> room)
    {
        if (_column.Accepted(row) is not { } runs) return Rest;
        var (count, last) = (0, -1);
        for (var i = 0; i < runs.Length; i += 2)
        {
            var (from, to) = (Math.Max(Buckets.Of(runs[i]), last + 1), Buckets.Of(runs[i + 1]));
            if (to - from + 1 > room.Length - count) return Rest;
            for (var bucket = from; bucket <= to; bucket++) room[count++] = bucket;
            last = Math.Max(last, to);
        }

        return count;
    }
}
