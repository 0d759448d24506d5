using Policy.Engine.Regions;

namespace Policy.Engine.Tables.Lookup;

/// <summary>One column of an index: what every row accepts, in classes of the column's scale.</summary>
internal sealed class IndexColumn
{
    /// <summary>Classes that a leaf of the index may list.</summary>
    private const int MostListed = 64;

    /// <summary>The test that every class passes.</summary>
    public const ulong Any = (ulong)int.MaxValue << 32;

    private const uint SeveralRuns = 1u << 31;

    private readonly Scale _scale;
    private readonly int[]?[] _accepted;

    // By row: its cell; nothing once the index stands.
    private int[] _cells;

    /// <param name="input">Position of the input.</param>
    /// <param name="axis">Its axis.</param>
    /// <param name="sets">The column's distinct cells; null for one that does not narrow what the row accepts.</param>
    /// <param name="cells">For each row its cell among them.</param>
    public IndexColumn(int input, Axis axis, IReadOnlyList<ValueSet?> sets, int[] cells)
    {
        (Input, _cells) = (input, cells);
        _scale = Scale.Of(axis, sets.OfType<ValueSet>());
        _accepted = new int[]?[sets.Count];
        for (var i = 0; i < sets.Count; i++)
            _accepted[i] = sets[i] is not { IsAll: false } set || _scale.ClassesOf(set) is var runs && IsEverything(runs) ? null : runs;
    }

    /// <summary>Position of the input it reads.</summary>
    public int Input { get; }

    /// <summary>Number of classes.</summary>
    public int Classes => _scale.Classes;

    /// <summary>True when it has so few classes that all can be listed.</summary>
    public bool IsListed => Classes <= MostListed;

    /// <summary>True when there is a row that does not accept everything.</summary>
    public bool Narrows => Array.Exists(_accepted, a => a is not null);

    /// <inheritdoc cref="Scale.ClassOf"/>
    public int ClassOf(in Value value) => _scale.ClassOf(value);

    /// <summary>The classes that a row accepts: first and last of each run, in order. Null: all.</summary>
    public int[]? Accepted(int row) => _accepted[_cells[row]];

    /// <summary>Ends the building: of the rows nothing is kept, of the cells what <see cref="Holds"/> needs.</summary>
    public void Seal()
    {
        _cells = [];
        for (var i = 0; i < _accepted.Length; i++)
            if (_accepted[i] is { Length: <= 2 }) _accepted[i] = null;
    }

    /// <summary>The test of a row, as <see cref="Holds"/> reads it: a run of classes, or the number of a cell with several.</summary>
    public ulong Test(int row)
    {
        if (Accepted(row) is not { } runs) return Any;
        return runs.Length == 2 ? ((ulong)(runs[1] - runs[0]) << 32) | (uint)runs[0] : SeveralRuns | (uint)_cells[row];
    }

    public bool Holds(ulong test, int value)
    {
        var first = unchecked((uint)test);
        if (unchecked((uint)value - first) <= (uint)(test >> 32)) return true;
        return first >= SeveralRuns && IsWithin(_accepted[(int)(first - SeveralRuns)]!, value);
    }

    private static bool IsWithin(int[] runs, int value)
    {
        var at = Array.BinarySearch(runs, value);
        return at >= 0 || (~at & 1) == 1;
    }

    private bool IsEverything(int[] runs) => runs is [0, var last] && last == Classes - 1;
}
