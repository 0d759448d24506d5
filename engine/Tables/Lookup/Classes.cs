using System.Runtime.CompilerServices;

namespace Policy.Engine.Tables.Lookup;

/// <summary>The classes of the values of one look-up. Each is found when it is first needed: most rows are told apart by few
/// columns.</summary>
/// <param name="index">The index, which says what is needed.</param>
/// <param name="values">The values.</param>
/// <param name="places">By column of the index: the place of its value; <see cref="Day"/> for the day.</param>
/// <param name="day">The day, for periods; null when there is none.</param>
internal struct Classes(TableIndex index, Value[] values, int[] places, DateOnly? day)
{
    /// <summary>The place of the day, which is no value.</summary>
    public const int Day = -1;

    /// <summary>Columns whose classes are kept; those of further columns are found whenever they are needed.</summary>
    private const int Kept = 32;

    private Room _known;

    /// <summary>True when a value lies off its column's axis: the index knows nothing then.</summary>
    public bool IsOff { get; private set; }

    /// <summary>The class of the value that a column reads.</summary>
    public int Of(int column) => column < Kept && _known[column] is var known and not 0 ? known - 1 : Find(column);

    private int Find(int column)
    {
        var found = places[column] is var place and not Day ? index.Columns[column].ClassOf(in values[place])
            : index.Columns[column].ClassOf(day is { } d ? Value.Date(d) : Value.Null);
        if (found == Scale.Off) (IsOff, found) = (true, 0);
        if (column < Kept) _known[column] = found + 1;
        return found;
    }

    /// <summary>By column: its class and one more; 0 while it is not known.</summary>
    [InlineArray(Kept)]
    private struct Room
    {
        private int _first;
    }
}
