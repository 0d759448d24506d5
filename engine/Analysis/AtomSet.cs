namespace Policy.Engine.Analysis;

/// <summary>A set of atoms of one dimension: disjoint stretches in order. Atoms are the elementary sets of values that no
/// cell tells apart, numbered in the order of the axis.</summary>
internal sealed class AtomSet : IEquatable<AtomSet>
{
    public static readonly AtomSet Empty = new([]);

    // Every second place begins a stretch, the one after it ends it (exclusive).
    private readonly int[] _ends;

    private AtomSet(int[] ends)
    {
        _ends = ends;
        for (var i = 0; i < ends.Length; i += 2) Count += ends[i + 1] - ends[i];
    }

    /// <summary>Number of atoms.</summary>
    public int Count { get; }

    public bool IsEmpty => Count == 0;

    public int First => _ends[0];

    public int Last => _ends[^1] - 1;

    public static AtomSet Range(int from, int to) => from < to ? new AtomSet([from, to]) : Empty;

    /// <summary>The union of stretches in any order, the ends exclusive.</summary>
    public static AtomSet Of(IEnumerable<(int From, int To)> stretches)
    {
        var ends = new List<int>();
        foreach (var (from, to) in stretches.Where(s => s.From < s.To).Order())
        {
            if (ends.Count > 0 && ends[^1] >= from) ends[^1] = Math.Max(ends[^1], to);
            else ends.AddRange([from, to]);
        }

        return ends.Count == 0 ? Empty : new AtomSet([.. ends]);
    }

    /// <summary>The stretches, the ends exclusive.</summary>
    public IEnumerable<(int From, int To)> Stretches()
    {
        for (var i = 0; i < _ends.Length; i += 2) yield return (_ends[i], _ends[i + 1]);
    }

    /// <summary>The atom at a position within the set.</summary>
    public int At(int position)
    {
        for (var i = 0; i < _ends.Length; i += 2)
        {
            var length = _ends[i + 1] - _ends[i];
            if (position < length) return _ends[i] + position;
            position -= length;
        }

        throw new ArgumentOutOfRangeException(nameof(position));
    }

    public bool Has(int atom) => (Above(atom) & 1) == 1;

    public bool Overlaps(AtomSet other)
    {
        var (few, many) = _ends.Length <= other._ends.Length ? (this, other) : (other, this);
        for (var i = 0; i < few._ends.Length; i += 2)
        {
            var at = many.Above(few._ends[i]);
            if ((at & 1) == 1 || (at < many._ends.Length && many._ends[at] < few._ends[i + 1])) return true;
        }

        return false;
    }

    /// <summary>True when the other set lies within this one.</summary>
    public bool Contains(AtomSet other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other.Count > Count) return false;
        for (var i = 0; i < other._ends.Length; i += 2)
        {
            var at = Above(other._ends[i]);
            if ((at & 1) == 0 || _ends[at] < other._ends[i + 1]) return false;
        }

        return true;
    }

    public AtomSet Intersect(AtomSet other) => Contains(other) ? other : other.Contains(this) ? this : Merged(other, static (a, b) => a && b);

    public AtomSet Except(AtomSet other) => Merged(other, static (a, b) => a && !b);

    public AtomSet Union(AtomSet other) => Contains(other) ? this : other.Contains(this) ? other : Merged(other, static (a, b) => a || b);

    public bool Equals(AtomSet? other) => other is not null && _ends.AsSpan().SequenceEqual(other._ends);

    public override bool Equals(object? obj) => Equals(obj as AtomSet);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var end in _ends) hash.Add(end);
        return hash.ToHashCode();
    }

    /// <summary>How many ends lie at or below an atom; odd when it is within.</summary>
    private int Above(int atom)
    {
        var (low, high) = (0, _ends.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_ends[middle] <= atom) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private AtomSet Merged(AtomSet other, Func<bool, bool, bool> within)
    {
        var ends = new List<int>(_ends.Length + other._ends.Length);
        var (i, j, inside) = (0, 0, false);
        while (i < _ends.Length || j < other._ends.Length)
        {
            var left = i < _ends.Length ? _ends[i] : int.MaxValue;
            var right = j < other._ends.Length ? other._ends[j] : int.MaxValue;
            var end = Math.Min(left, right);
            if (left == end) i++;
            if (right == end) j++;
            if (within(i % 2 == 1, j % 2 == 1) == inside) continue;
            ends.Add(end);
            inside = !inside;
        }

        return ends.Count == 0 ? Empty : new AtomSet([.. ends]);
    }
}
