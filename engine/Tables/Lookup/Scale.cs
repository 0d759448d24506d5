using Policy.Engine.Indexing;
using Policy.Engine.Regions;

namespace Policy.Engine.Tables.Lookup;

/// <summary>Numbers the values of one input so that values which no cell of the column tells apart have one number, their
/// class: 0 is absence, the others follow the axis from 1 on.</summary>
internal abstract class Scale(int classes)
{
    /// <summary>Stands for values that do not lie on the axis.</summary>
    public const int Off = -1;

    /// <summary>Number of classes, absence included.</summary>
    public int Classes { get; } = classes;

    /// <summary>The scale on which the sets lie.</summary>
    public static Scale Of(Axis axis, IEnumerable<ValueSet> sets) =>
        axis.Values.IsEmpty ? new SortedScale(axis, sets) : new ListedScale(axis);

    /// <summary>The class of a value; <see cref="Off"/> for a value of another kind, or not among those declared.</summary>
    public abstract int ClassOf(in Value value);

    /// <summary>The classes of a set: first and last of each run, in order.</summary>
    public int[] ClassesOf(ValueSet set)
    {
        var classes = new int[set.Cuts.Length];
        for (var i = 0; i < classes.Length; i++) classes[i] = FirstFrom(in set.Cuts.ItemRef(i)) - (i % 2);
        if (!set.HasNull) return classes;

        // Absence is the class before the first.
        if (classes is not [1, ..]) return [0, 0, .. classes];
        classes[0] = 0;
        return classes;
    }

    /// <summary>The first class above a cut.</summary>
    protected abstract int FirstFrom(in Cut cut);
}

/// <summary>A scale of values that can be listed: one class each.</summary>
internal sealed class ListedScale : Scale
{
    private readonly TextTable? _texts;
    private readonly Axis _axis;

    public ListedScale(Axis axis)
        : base(axis.Values.Length + 1)
    {
        _axis = axis;
        if (axis.Kind != ValueKind.Text) return;
        _texts = new TextTable();
        foreach (var value in axis.Values) _texts.Add(value.AsText());
        _texts.Seal(whole: true);
    }

    public override int ClassOf(in Value value)
    {
        if (value.IsNull) return 0;
        if (value.Kind != _axis.Kind) return Off;
        if (_texts is null) return value.IsTrue ? 2 : 1;
        return _texts.Find(value.AsText()) is var place and >= 0 ? place + 1 : Off;
    }

    protected override int FirstFrom(in Cut cut) => cut.Place switch
    {
        < 0 => 1,
        > 0 => Classes,
        _ => ClassOf(cut.Value),
    };
}

/// <summary>A scale of values that have no end: one class between every two neighbouring cuts.</summary>
internal sealed class SortedScale : Scale
{
    private readonly SortKey _key;
    private readonly SortedKeys _keys;
    private readonly Cut[] _cuts;
    private readonly Axis _axis;

    // Single texts that cells name, and their classes.
    private readonly TextTable _texts = new();
    private readonly List<int> _textClasses = [];

    public SortedScale(Axis axis, IEnumerable<ValueSet> sets)
        : this(axis, Distinct(sets))
    {
    }

    private SortedScale(Axis axis, Cut[] cuts)
        : base(cuts.Length + 2)
    {
        (_axis, _key, _cuts) = (axis, SortKey.For(axis.Kind, cuts), cuts);
        var keys = Array.ConvertAll(cuts, c => _key.Of(c.Value));
        Array.Sort(keys, _cuts);
        _keys = new SortedKeys(keys);
        for (var (start, end) = (0, 0); start < keys.Length; start = end)
        {
            for (end = start + 1; end < keys.Length && keys[end] == keys[start]; end++) { }
            if (end - start > 1) _cuts.AsSpan(start, end - start).Sort(axis.Compare);
        }

        if (axis.Kind == ValueKind.Text) FindTexts();
    }

    private static Cut[] Distinct(IEnumerable<ValueSet> sets)
    {
        var cuts = new HashSet<Cut>();
        foreach (var set in sets)
            foreach (ref readonly var cut in set.Cuts.AsSpan())
                if (!cut.IsEnd) cuts.Add(cut);
        return [.. cuts];
    }

    /// <summary>Texts with a cut on either side.</summary>
    private void FindTexts()
    {
        for (var i = 1; i < _cuts.Length; i++)
        {
            if (!_cuts[i].After || _cuts[i - 1].After || _cuts[i].Value != _cuts[i - 1].Value) continue;
            _texts.Add(_cuts[i].Value.AsText());
            _textClasses.Add(i + 1);
        }

        _texts.Seal(whole: true);
    }

    public override int ClassOf(in Value value)
    {
        if (value.Kind != _axis.Kind) return value.IsNull ? 0 : Off;
        if (_texts.Count > 0 && _texts.Find(value.AsText()) is var known and >= 0) return _textClasses[known];
        return 1 + CutsUpTo(value, after: false);
    }

    protected override int FirstFrom(in Cut cut) => cut.Place switch
    {
        < 0 => 1,
        > 0 => Classes,
        _ => 1 + CutsUpTo(cut.Value, cut.After),
    };

    /// <summary>Number of cuts at or below a place.</summary>
    private int CutsUpTo(in Value value, bool after)
    {
        var key = _key.Of(value);
        var below = _keys.Below(key);
        return below < _keys.Count && _keys[below] == key ? Exactly(below, key, new Cut(value, after)) : below;
    }

    /// <summary>Goes on among cuts whose keys do not tell them from the place.</summary>
    private int Exactly(int first, ulong key, Cut place)
    {
        var (low, high) = (first, _keys.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_keys[middle] == key && _axis.Compare(_cuts[middle], place) <= 0) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
