namespace Policy.Engine.Analysis;

/// <summary>A box of a space: one set of atoms per dimension. Immutable.</summary>
internal sealed class Box
{
    private readonly AtomSet[] _sides;
    private readonly int[] _narrow;

    public Box(Space space, AtomSet[] sides)
    {
        (Space, _sides) = (space, sides);
        _narrow = [.. Enumerable.Range(0, sides.Length).Where(d => sides[d].Count < space.Dimensions[d].Atoms)];
        IsEmpty = Array.Exists(sides, s => s.IsEmpty) || space.Contradicts(sides);
    }

    public Space Space { get; }

    /// <summary>The dimensions on which the box is not everything.</summary>
    public ReadOnlySpan<int> Narrow => _narrow;

    public bool IsEmpty { get; }

    public AtomSet this[int dimension] => _sides[dimension];

    public bool Overlaps(Box other)
    {
        foreach (var d in _narrow.Length <= other._narrow.Length ? _narrow : other._narrow)
            if (!_sides[d].Overlaps(other._sides[d])) return false;
        return !IsEmpty && !other.IsEmpty;
    }

    /// <summary>True when the other box lies within this one.</summary>
    public bool Covers(Box other)
    {
        foreach (var d in _narrow)
            if (!_sides[d].Contains(other._sides[d])) return false;
        return true;
    }

    /// <summary>On how many dimensions the other box sticks out of this one.</summary>
    public int Open(Box other)
    {
        var open = 0;
        foreach (var d in _narrow)
            if (!_sides[d].Contains(other._sides[d])) open++;
        return open;
    }

    public bool Has(int[] point)
    {
        foreach (var d in _narrow)
            if (!_sides[d].Has(point[d])) return false;
        return !IsEmpty;
    }

    public Box With(int dimension, AtomSet side)
    {
        var sides = (AtomSet[])_sides.Clone();
        sides[dimension] = side;
        return new Box(Space, sides);
    }

    public Box Intersect(Box other)
    {
        var sides = (AtomSet[])_sides.Clone();
        foreach (var d in other._narrow) sides[d] = sides[d].Intersect(other._sides[d]);
        return new Box(Space, sides);
    }

    /// <summary>Disjoint boxes that make up what of this box lies outside the other. The dimensions with the most atoms
    /// come first: they separate best.</summary>
    public IEnumerable<Box> Outside(Box other)
    {
        var rest = this;
        foreach (var d in Space.BySize)
        {
            var outside = rest[d].Except(other[d]);
            if (outside.IsEmpty) continue;
            yield return rest.With(d, outside);
            rest = rest.With(d, rest[d].Intersect(other[d]));
        }
    }

    public bool SameAs(Box other)
    {
        for (var d = 0; d < _sides.Length; d++)
            if (!_sides[d].Equals(other._sides[d])) return false;
        return true;
    }

    /// <summary>A point of the box, chosen by a sequence of numbers.</summary>
    public int[] Point(Dice dice)
    {
        var point = new int[_sides.Length];
        for (var d = 0; d < point.Length; d++) point[d] = _sides[d].At(dice.Below(_sides[d].Count));
        return point;
    }

    /// <summary>The box of a single point.</summary>
    public static Box Of(Space space, int[] point) => new(space, [.. point.Select(atom => AtomSet.Range(atom, atom + 1))]);
}

/// <summary>A fixed sequence of numbers that look random: the same analysis gives the same findings.</summary>
/// <param name="seed">Tells sequences apart; 0 stands for the usual one.</param>
internal sealed class Dice(ulong seed = 0)
{
    private ulong _state = seed == 0 ? 0x9E3779B97F4A7C15 : seed;

    public int Below(int bound)
    {
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        return (int)(_state % (ulong)bound);
    }
}
