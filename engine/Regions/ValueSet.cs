using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Policy.Engine.Regions;

/// <summary>An interval of an axis, between two cuts.</summary>
internal readonly record struct Interval(Cut From, Cut To)
{
    /// <summary>True when there is a lowest value and it belongs to the interval.</summary>
    public bool IncludesLow => !From.IsEnd && !From.After;

    /// <summary>True when the value of the upper cut belongs to the interval.</summary>
    public bool IncludesHigh => !To.IsEnd && To.After;
}

/// <summary>A set of values of one axis, exact: disjoint intervals in order, and absence. Immutable; equal sets have
/// equal cuts.</summary>
internal sealed class ValueSet : IEquatable<ValueSet>
{
    // Every second cut begins an interval, the one after it ends it.
    private readonly ImmutableArray<Cut> _cuts;

    private ValueSet(Axis axis, ImmutableArray<Cut> cuts, bool hasNull) => (Axis, _cuts, HasNull) = (axis, cuts, hasNull);

    /// <summary>The axis.</summary>
    public Axis Axis { get; }

    /// <summary>True when absence belongs to the set.</summary>
    public bool HasNull { get; }

    /// <summary>True when nothing belongs to it, absence neither.</summary>
    public bool IsEmpty => _cuts.IsEmpty && !HasNull;

    /// <summary>True when everything belongs to it, absence too.</summary>
    public bool IsAll => HasNull && _cuts is [{ Place: -1 }, { Place: 1 }];

    /// <summary>The intervals, in order; no two of them touch.</summary>
    public ImmutableArray<Interval> Intervals
    {
        get
        {
            var intervals = new Interval[_cuts.Length / 2];
            for (var i = 0; i < intervals.Length; i++) intervals[i] = new Interval(_cuts[2 * i], _cuts[(2 * i) + 1]);
            return ImmutableCollectionsMarshal.AsImmutableArray(intervals);
        }
    }

    /// <summary>The ends of the intervals, in order.</summary>
    public ImmutableArray<Cut> Cuts => _cuts;

    public static ValueSet None(Axis axis) => new(axis, [], false);

    /// <summary>Every value, and absence.</summary>
    public static ValueSet All(Axis axis) => new(axis, [Cut.Lowest, Cut.Highest], true);

    /// <summary>Absence only.</summary>
    public static ValueSet Null(Axis axis) => new(axis, [], true);

    /// <summary>The values between two cuts; none when they are in the wrong order.</summary>
    public static ValueSet Between(Axis axis, Cut from, Cut to) =>
        new(axis, axis.Compare(from, to) < 0 ? [from, to] : [], false);

    /// <summary>One value; none when it does not lie on the axis.</summary>
    public static ValueSet Of(Axis axis, Value value) =>
        value.IsNull ? Null(axis) : axis.Has(value) ? Between(axis, axis.Before(value), axis.After(value)) : None(axis);

    /// <summary>The values of any of the intervals, which are put in order, and absence if so wished.</summary>
    public static ValueSet Of(Axis axis, List<Interval> intervals, bool hasNull)
    {
        if (intervals.Count > 1) intervals.Sort((a, b) => axis.Compare(a.From, b.From));
        var (cuts, count) = (new Cut[2 * intervals.Count], 0);
        foreach (var (from, to) in intervals)
        {
            if (count > 0 && axis.Compare(from, cuts[count - 1]) <= 0)
            {
                if (axis.Compare(to, cuts[count - 1]) > 0) cuts[count - 1] = to;
                continue;
            }

            (cuts[count], cuts[count + 1]) = (from, to);
            count += 2;
        }

        Array.Resize(ref cuts, count);
        return new(axis, ImmutableCollectionsMarshal.AsImmutableArray(cuts), hasNull);
    }

    /// <summary>The texts that begin so.</summary>
    public static ValueSet Prefix(Axis axis, string prefix)
    {
        if (axis.Values.IsEmpty) return Of(axis, [WithPrefix(axis, prefix)], hasNull: false);
        var matching = axis.Values.Where(v => v.AsText().StartsWith(prefix, StringComparison.Ordinal));
        return matching.Aggregate(None(axis), (all, value) => all.Union(Of(axis, value)));
    }

    /// <summary>The texts with a prefix, which end where the next prefix of the same length begins; of an axis of all
    /// texts.</summary>
    public static Interval WithPrefix(Axis axis, string prefix)
    {
        var length = prefix.Length;
        while (length > 0 && prefix[length - 1] == char.MaxValue) length--;
        var end = length == 0 ? Cut.Highest : new Cut(Value.Text(prefix[..(length - 1)] + (char)(prefix[length - 1] + 1)), After: false);
        return new Interval(axis.Before(Value.Text(prefix)), end);
    }

    public ValueSet Union(ValueSet other) => Merged(other, either: true);

    public ValueSet Intersect(ValueSet other) => Merged(other, either: false);

    /// <summary>What does not belong to the set, absence included.</summary>
    public ValueSet Complement()
    {
        var cuts = _cuts is [{ Place: -1 }, ..] ? _cuts.RemoveAt(0) : _cuts.Insert(0, Cut.Lowest);
        return new ValueSet(Axis, cuts is [.., { Place: 1 }] ? cuts.RemoveAt(cuts.Length - 1) : cuts.Add(Cut.Highest), !HasNull);
    }

    /// <summary>The set without absence.</summary>
    public ValueSet WithoutNull() => HasNull ? new ValueSet(Axis, _cuts, false) : this;

    /// <summary>True for its values; values that are not on the axis are not in it.</summary>
    public bool Contains(Value value)
    {
        if (value.IsNull) return HasNull;
        if (!Axis.Has(value)) return false;
        var at = new Cut(value, After: false);
        var (low, high) = (0, _cuts.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Axis.Compare(_cuts[middle], at) <= 0) low = middle + 1;
            else high = middle;
        }

        return low % 2 == 1;
    }

    /// <summary>A value of the set, as short and round as there is one; absence only when there is nothing else. Null when
    /// the set is empty, or when no value lies within its limits.</summary>
    public Value? Witness()
    {
        foreach (var interval in Intervals)
            if (Witnesses.In(Axis, interval) is { } value && Contains(value)) return value;
        return HasNull ? Value.Null : null;
    }

    public bool Equals(ValueSet? other) =>
        other is not null && HasNull == other.HasNull && _cuts.AsSpan().SequenceEqual(other._cuts.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as ValueSet);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(HasNull);
        foreach (var cut in _cuts) hash.Add(cut);
        return hash.ToHashCode();
    }

    /// <summary>Sweeps over the cuts of both sets; within the result are the places within either, or within both.</summary>
    private ValueSet Merged(ValueSet other, bool either)
    {
        var cuts = ImmutableArray.CreateBuilder<Cut>(_cuts.Length + other._cuts.Length);
        var (i, j, inside) = (0, 0, false);
        while (i < _cuts.Length || j < other._cuts.Length)
        {
            var order = i == _cuts.Length ? 1 : j == other._cuts.Length ? -1 : Axis.Compare(_cuts[i], other._cuts[j]);
            var cut = order <= 0 ? _cuts[i] : other._cuts[j];
            if (order <= 0) i++;
            if (order >= 0) j++;
            var (here, there) = (i % 2 == 1, j % 2 == 1);
            if ((either ? here || there : here && there) == inside) continue;
            cuts.Add(cut);
            inside = !inside;
        }

        return new ValueSet(Axis, cuts.ToImmutable(), either ? HasNull || other.HasNull : HasNull && other.HasNull);
    }
}
