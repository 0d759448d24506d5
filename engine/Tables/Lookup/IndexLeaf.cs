using System.Numerics;
using Policy.Engine.Indexing;

namespace Policy.Engine.Tables.Lookup;

/// <summary>Rows that are tested, in order, eight at a time: for every class of a column with few of them a byte says which
/// of the eight accept it, so that one look at each such column leaves the rows whose other columns are worth testing.</summary>
internal sealed class IndexLeaf : IndexNode
{
    private const int Group = 8;

    private readonly LeafColumns _columns;
    private readonly int[] _rows;

    // By group of rows: the rows there are, then by column and class those that accept it.
    private readonly byte[] _accepting;

    // By row and column that has no bytes.
    private readonly ulong[] _tests;

    public IndexLeaf(LeafColumns columns, int[] rows)
        : base(rows[0])
    {
        (_columns, _rows) = (columns, rows);
        _accepting = new byte[(rows.Length + Group - 1) / Group * columns.Bytes];
        _tests = new ulong[rows.Length * columns.Tested.Length];
        for (var place = 0; place < rows.Length; place++)
        {
            Accept(_accepting.AsSpan(place / Group * columns.Bytes, columns.Bytes), (byte)(1 << (place % Group)), rows[place]);
            for (var i = 0; i < columns.Tested.Length; i++)
                _tests[(place * columns.Tested.Length) + i] = columns.Tested[i].Test(rows[place]);
        }
    }

    /// <summary>The first row that accepts the classes, when it comes before the best one so far; else that.</summary>
    public int First(ref Classes classes, int best)
    {
        for (var start = 0; start < _rows.Length && _rows[start] < best; start += Group)
        {
            for (var rows = Accepting(start, ref classes); rows != 0; rows &= rows - 1)
            {
                var place = start + BitOperations.TrailingZeroCount(rows);
                if (_rows[place] >= best) return best;
                if (Holds(place, ref classes)) return _rows[place];
            }
        }

        return best;
    }

    /// <summary>Adds the rows that accept the classes, in order.</summary>
    public void All(ref Classes classes, ref NumberBuffer found)
    {
        for (var start = 0; start < _rows.Length; start += Group)
        {
            for (var rows = Accepting(start, ref classes); rows != 0; rows &= rows - 1)
            {
                var place = start + BitOperations.TrailingZeroCount(rows);
                if (Holds(place, ref classes)) found.Add(_rows[place]);
            }
        }
    }

    /// <summary>Of the eight rows from a place on, those that accept the classes of all columns that have bytes.</summary>
    private uint Accepting(int start, ref Classes classes)
    {
        var offsets = _columns.Offsets;
        var bytes = _accepting.AsSpan(start / Group * _columns.Bytes, _columns.Bytes);
        uint rows = bytes[0];
        for (var i = 0; i < offsets.Length && rows != 0; i++) rows &= bytes[offsets[i] + classes.Of(i)];
        return rows;
    }

    private bool Holds(int place, ref Classes classes)
    {
        var columns = _columns.Tested;
        var tests = _tests.AsSpan(place * columns.Length, columns.Length);
        for (var i = 0; i < columns.Length; i++)
            if (tests[i] != IndexColumn.Any && !columns[i].Holds(tests[i], classes.Of(_columns.Offsets.Length + i))) return false;
        return true;
    }

    private void Accept(Span<byte> bytes, byte bit, int row)
    {
        bytes[0] |= bit;
        for (var i = 0; i < _columns.Offsets.Length; i++)
        {
            var column = _columns.Listed[i];
            var runs = column.Accepted(row) ?? [0, column.Classes - 1];
            for (var run = 0; run < runs.Length; run += 2)
                foreach (ref var accepting in bytes[(_columns.Offsets[i] + runs[run])..(_columns.Offsets[i] + runs[run + 1] + 1)]) accepting |= bit;
        }
    }
}

/// <summary>The columns of an index as its leaves need them: first those with few classes.</summary>
internal sealed class LeafColumns
{
    public LeafColumns(IndexColumn[] columns)
    {
        Listed = [.. columns.TakeWhile(c => c.IsListed)];
        Tested = columns[Listed.Length..];
        Offsets = new int[Listed.Length];
        Bytes = 1;
        for (var i = 0; i < Listed.Length; i++) (Offsets[i], Bytes) = (Bytes, Bytes + Listed[i].Classes);
    }

    /// <summary>Those with a byte per class.</summary>
    public IndexColumn[] Listed { get; }

    /// <summary>The others.</summary>
    public IndexColumn[] Tested { get; }

    /// <summary>By column with bytes: the place of its first.</summary>
    public int[] Offsets { get; }

    /// <summary>Bytes of all columns, and one more before them.</summary>
    public int Bytes { get; }
}
