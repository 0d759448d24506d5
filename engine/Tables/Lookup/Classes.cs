using System.Runtime.CompilerServices;
using Policy.Engine.Expressions;

namespace Policy.Engine.Tables.Lookup;

/// <summary>The classes of the values of one look-up. Each is found when it is first needed: most rows are told apart by few
/// columns.</summary>
/// <param name="index">The index, which says what is needed.</param>
/// <param name="values">The values.</param>
/// <param name="places">By column of the index: the place of its value; <see cref="Day"/> for the day.</param>
/// <param name="day">The day, for periods; null when there is none.</param>
/// <param name="frame">The frame, for values that lie there.</param>
/// <param name="there">By place: where the value lies on the frame; null when it stands among the values.</param>
internal struct Classes(
    TableIndex index, Value[] values, int[] places, DateOnly? day, Frame? frame = null, Place?[]? there = null)
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
        var found = places[column] is var place and not Day ? index.Columns[column].ClassOf(in Value(place))
            : index.Columns[column].ClassOf(day is { } d ? Engine.Value.Date(d) : Engine.Value.Null);
        if (found == Scale.Off) (IsOff, found) = (true, 0);
        if (column < Kept) _known[column] = found + 1;
        return found;
    }

    private readonly ref readonly Value Value(int place)
    {
        if (there is not null && there[place] is { } lies) return ref lies.Read(frame!);
        return ref values[place];
    }

    /// <summary>By column: its class and one more; 0 while it is not known.</summary>
    [InlineArray(Kept)]
    private struct Room
    {
        private int _first;
    }
}
