using System.Globalization;

namespace Policy.Engine.Scripts.Running;

/// <summary>A function as a value; parameters beyond those given are undefined.</summary>
internal sealed class ScriptFunction(
    Func<ScriptRun, ScriptValue, ScriptValue, ScriptValue, ScriptValue, ScriptValue> body)
{
    /// <summary>Most parameters and arguments.</summary>
    public const int Parameters = 4;

    public ScriptValue Call(ScriptRun run, ScriptValue a, ScriptValue b, ScriptValue c, ScriptValue d) =>
        body(run, a, b, c, d);
}

/// <summary>A list without holes.</summary>
internal sealed class ScriptList
{
    private ScriptValue[] _items;

    public ScriptList(int capacity) => _items = capacity == 0 ? [] : new ScriptValue[capacity];

    public int Count { get; private set; }

    public bool Frozen { get; set; }

    public ScriptValue this[int index]
    {
        get => index < Count ? _items[index] : ScriptRun.HandOver<ScriptValue>();
        set
        {
            if (Frozen || index >= Count) ScriptRun.HandOver();
            _items[index] = value;
        }
    }

    public Span<ScriptValue> Items => _items.AsSpan(0, Count);

    public static ScriptList Make(ScriptRun run, int capacity)
    {
        run.Charge(48 + (16L * capacity));
        return new ScriptList(capacity);
    }

    /// <summary>Adds an item; returns the list, so that literals chain.</summary>
    public ScriptList Add(ScriptRun run, ScriptValue item)
    {
        if (Frozen || Count >= ScriptLimits.Items) ScriptRun.HandOver();
        if (Count == _items.Length)
        {
            var room = Math.Max(4, Count * 2);
            run.Charge(16L * room);
            Array.Resize(ref _items, room);
        }

        _items[Count++] = item;
        return this;
    }

    public void Remove(int count)
    {
        if (Frozen || count > Count) ScriptRun.HandOver();
        _items.AsSpan(Count - count, count).Clear();
        Count -= count;
    }
}

/// <summary>A plain object: members in the order in which they were added.</summary>
internal sealed class ScriptObject
{
    private const int Scanned = 8;

    private string[] _names;
    private ScriptValue[] _values;
    private Dictionary<string, int>? _slots;

    public ScriptObject(int capacity) => (_names, _values) = (new string[capacity], new ScriptValue[capacity]);

    public int Count { get; private set; }

    public bool Frozen { get; set; }

    /// <summary>True when a name is an array index: JavaScript lists those first, in another order.</summary>
    public bool HasIndexNames { get; private set; }

    public static ScriptObject Make(ScriptRun run, int capacity)
    {
        run.Charge(80 + (24L * capacity));
        return new ScriptObject(capacity);
    }

    public string Name(int slot) => _names[slot];

    public ScriptValue Value(int slot) => _values[slot];

    public int Slot(string name)
    {
        if (_slots is not null) return _slots.GetValueOrDefault(name, -1);
        for (var i = 0; i < Count; i++)
            if (ReferenceEquals(_names[i], name)) return i;
        for (var i = 0; i < Count; i++)
            if (string.Equals(_names[i], name, StringComparison.Ordinal)) return i;
        return -1;
    }

    /// <summary>Sets a member; returns the object, so that literals chain.</summary>
    public ScriptObject Set(ScriptRun run, string name, ScriptValue value)
    {
        if (Frozen) ScriptRun.HandOver();
        var slot = Slot(name);
        if (slot < 0) slot = Add(run, name);
        _values[slot] = value;
        return this;
    }

    private int Add(ScriptRun run, string name)
    {
        if (Members.IsBuiltIn(name) || Count >= ScriptLimits.Items) ScriptRun.HandOver();
        if (name.Length > 0 && char.IsAsciiDigit(name[0])) HasIndexNames |= IsIndex(name);
        if (Count == _names.Length)
        {
            var room = Math.Max(4, Count * 2);
            run.Charge(48L * room);
            Array.Resize(ref _names, room);
            Array.Resize(ref _values, room);
        }

        _names[Count] = name;
        if (Count == Scanned)
            _slots = _names.Take(Count).Select((n, i) => (n, i)).ToDictionary(p => p.n, p => p.i, StringComparer.Ordinal);
        _slots?.Add(name, Count);
        return Count++;
    }

    private static bool IsIndex(string name) =>
        uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        && string.Equals(index.ToString(CultureInfo.InvariantCulture), name, StringComparison.Ordinal);
}
