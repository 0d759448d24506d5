namespace Policy.Engine.Tables.Lookup;

/// <summary>The classes of the values of one look-up. Each is found when it is first needed: most rows are told apart by few
/// columns.</summary>
internal readonly ref struct Classes
{
    private const int Unknown = -2;

    private readonly ReadOnlySpan<IndexColumn> _columns;
    private readonly Span<int> _known;
    private readonly ReadOnlySpan<Value> _values;
    private readonly Context? _fields;
    private readonly ReadOnlySpan<int> _slots;
    private readonly Value _day;

    /// <summary>Classes of values.</summary>
    /// <param name="index">The index, which says what is needed.</param>
    /// <param name="values">By input; the day stands behind them, for periods.</param>
    /// <param name="room"><see cref="RoomFor"/> numbers.</param>
    public Classes(TableIndex index, ReadOnlySpan<Value> values, Span<int> room)
        : this(index, room) => _values = values;

    /// <summary>Classes of fields, without copying their values.</summary>
    /// <param name="index">The index, which says what is needed.</param>
    /// <param name="fields">Holds the fields.</param>
    /// <param name="slots">By input: its slot.</param>
    /// <param name="day">The day, for periods.</param>
    /// <param name="room"><see cref="RoomFor"/> numbers.</param>
    public Classes(TableIndex index, Context fields, ReadOnlySpan<int> slots, Value day, Span<int> room)
        : this(index, room)
    {
        _fields = fields;
        _slots = slots;
        _day = day;
    }

    private Classes(TableIndex index, Span<int> room)
    {
        _columns = index.Columns;
        _known = room[..RoomFor(index)];
        _known.Fill(Unknown);
    }

    /// <summary>A number per column, and one for <see cref="IsOff"/>.</summary>
    public static int RoomFor(TableIndex index) => index.Columns.Length + 1;

    /// <summary>True when a value lies off its column's axis: the index knows nothing then.</summary>
    public bool IsOff => _known[^1] == Scale.Off;

    /// <summary>The class of the value that a column reads.</summary>
    public int this[int column] => _known[column] is var known and not Unknown ? known : Find(column);

    private int Find(int column)
    {
        var input = _columns[column].Input;
        var found = _fields is null ? _columns[column].ClassOf(in _values[input])
            : input < _slots.Length ? _columns[column].ClassOf(in _fields.At(_slots[input]))
            : _columns[column].ClassOf(in _day);
        if (found == Scale.Off) (_known[^1], found) = (Scale.Off, 0);
        return _known[column] = found;
    }
}
