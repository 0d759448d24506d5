using System.Collections.Immutable;
using Policy.Engine.Regions;

namespace Policy.Engine.Analysis;

/// <summary>What a document can tell apart: one dimension per distinct input.</summary>
internal sealed class Space
{
    private readonly ImmutableArray<(int Long, int Short)> _within;

    public Space(IEnumerable<Dimension> dimensions)
    {
        Dimensions = [.. dimensions];
        BySize = [.. Enumerable.Range(0, Dimensions.Length).OrderByDescending(d => Dimensions[d].Atoms)];
        _within = [.. Containments()];
        All = new Box(this, [.. Dimensions.Select(d => d.All)]);
    }

    public ImmutableArray<Dimension> Dimensions { get; }

    /// <summary>The dimensions, those with the most atoms first.</summary>
    public ImmutableArray<int> BySize { get; }

    /// <summary>The whole space.</summary>
    public Box All { get; }

    /// <summary>True when no input can have these sides: it would contain a keyword, and not one that lies within that.</summary>
    public bool Contradicts(AtomSet[] sides)
    {
        foreach (var (outer, inner) in _within)
            if (sides[outer].First == 1 && sides[inner].Last == 0) return true;
        return false;
    }

    private IEnumerable<(int Long, int Short)> Containments()
    {
        var keywords = Enumerable.Range(0, Dimensions.Length).Where(d => Dimensions[d].Kind == DimensionKind.Keyword).ToList();
        foreach (var outer in keywords)
        foreach (var inner in keywords)
            if (outer != inner && Dimensions[outer].Path == Dimensions[inner].Path && Dimensions[outer].Keyword!.Contains(Dimensions[inner].Keyword!, StringComparison.Ordinal))
                yield return (outer, inner);
    }

    /// <summary>A box with the given sides, and everything on the dimensions without one.</summary>
    public Box BoxOf(IEnumerable<Side> sides)
    {
        var box = Dimensions.Select(d => d.All).ToArray();
        foreach (var (dimension, values) in sides) box[dimension] = box[dimension].Intersect(Dimensions[dimension].AtomsOf(values));
        return new Box(this, box);
    }
}

/// <summary>One side of a box: the values of a dimension.</summary>
/// <param name="Dimension">Position of the dimension in its space.</param>
/// <param name="Values">The values.</param>
internal readonly record struct Side(int Dimension, ValueSet Values);

/// <summary>What a dimension stands for.</summary>
internal enum DimensionKind
{
    /// <summary>A field of the facts, or of the item with <c>forEach</c>: every value can be had.</summary>
    Field,

    /// <summary>Any other expression: the values it takes are not known, and neither is how it hangs together with the
    /// other dimensions.</summary>
    Expression,

    /// <summary>Whether a cell or condition that is no set of values is true.</summary>
    Condition,

    /// <summary>Whether a field contains a keyword.</summary>
    Keyword,

    /// <summary>The day with which periods are compared.</summary>
    Day,
}

/// <summary>A dimension: an axis cut into atoms, so that every set in use is made up of whole atoms. The values come first,
/// in their order; the last atom is absence where it is possible.</summary>
internal sealed class Dimension
{
    private readonly ImmutableArray<Cut> _cuts;
    private readonly Dictionary<Cut, int> _places;

    /// <param name="name">The FEEL expression, or the condition.</param>
    /// <param name="kind">What it stands for.</param>
    /// <param name="path">Where the value lies in the facts; null unless it is a field.</param>
    /// <param name="domain">The values that are possible.</param>
    /// <param name="sets">The sets in use.</param>
    public Dimension(string name, DimensionKind kind, FieldPath? path, ValueSet domain, IEnumerable<ValueSet> sets)
    {
        (Name, Kind, Path, Domain) = (name, kind, path, domain);
        _cuts = [.. sets.Distinct().SelectMany(s => s.Intersect(domain).Cuts).Concat(domain.Cuts).Distinct().Order(Comparer<Cut>.Create(domain.Axis.Compare))];
        _places = _cuts.Select((cut, place) => (cut, place)).ToDictionary(c => c.cut, c => c.place);
        ValueAtoms = Math.Max(0, _cuts.Length - 1);
        Atoms = ValueAtoms + (domain.HasNull ? 1 : 0);
        All = AtomsOf(domain);
    }

    public string Name { get; }

    public DimensionKind Kind { get; }

    public FieldPath? Path { get; }

    /// <summary>The keyword; null for dimensions of other kinds.</summary>
    public string? Keyword { get; init; }

    public ValueSet Domain { get; }

    /// <summary>Number of atoms.</summary>
    public int Atoms { get; }

    /// <summary>Number of atoms other than absence.</summary>
    public int ValueAtoms { get; }

    public AtomSet All { get; }

    /// <summary>The atoms that make up a set that was in use when the dimension was cut.</summary>
    public AtomSet AtomsOf(ValueSet values)
    {
        var cuts = values.Intersect(Domain).Cuts;
        var atoms = AtomSet.Of(Enumerable.Range(0, cuts.Length / 2).Select(i => (_places[cuts[2 * i]], _places[cuts[(2 * i) + 1]])));
        return values.HasNull && Domain.HasNull ? atoms.Union(AtomSet.Range(ValueAtoms, Atoms)) : atoms;
    }

    /// <summary>The values that atoms stand for.</summary>
    public ValueSet ValuesOf(AtomSet atoms)
    {
        var values = ValueSet.None(Domain.Axis);
        foreach (var (from, to) in atoms.Stretches())
        {
            if (from < ValueAtoms) values = values.Union(ValueSet.Between(Domain.Axis, _cuts[from], _cuts[Math.Min(to, ValueAtoms)]));
            if (to > ValueAtoms) values = values.Union(ValueSet.Null(Domain.Axis));
        }

        return values;
    }
}
