using System.Collections.Immutable;
using Policy.Engine.Regions;

namespace Policy.Engine.Cases;

/// <summary>A limit that a set of values has, with the values on its sides up to the next one.</summary>
internal sealed record Limit(Value Bound, ValueSet Below, ValueSet Above)
{
    /// <summary>The limits of a set that lie within what is possible. Single values have none: they are met or not.</summary>
    public static ImmutableArray<Limit> Of(ValueSet? set, ValueSet domain)
    {
        if (set is null || set.Axis.Kind is ValueKind.Text or ValueKind.Boolean) return [];
        var (axis, cuts) = (set.Axis, set.Cuts);
        var limits = ImmutableArray.CreateBuilder<Limit>();
        for (var i = 0; i < cuts.Length; i++)
        {
            if (cuts[i].IsEnd) continue;
            var below = ValueSet.Between(axis, i == 0 ? Cut.Lowest : cuts[i - 1], cuts[i]).Intersect(domain);
            var above = ValueSet.Between(axis, cuts[i], i == cuts.Length - 1 ? Cut.Highest : cuts[i + 1]).Intersect(domain);
            var single = axis.Kind == ValueKind.Number ? ValueSet.Of(axis, cuts[i].Value) : ValueSet.None(axis);
            if (below.IsEmpty || above.IsEmpty || below.Equals(single) || above.Equals(single)) continue;
            limits.Add(new Limit(cuts[i].Value, below, above));
        }

        return limits.DrainToImmutable();
    }

    /// <summary>The values at the limit and one step beside it, as sets.</summary>
    public IEnumerable<(Value Value, ValueSet Set)> Around()
    {
        foreach (var by in (int[])[-1, 0, 1])
        {
            if (SmallestStep.Moved(Bound, by) is not { } value) continue;
            var set = ValueSet.Of(Below.Axis, value).Intersect(Below.Union(Above));
            if (!set.IsEmpty) yield return (value, set);
        }
    }

    /// <summary>All sets that are asked for.</summary>
    public IEnumerable<ValueSet> Sets => Around().Select(a => a.Set).Prepend(Above).Prepend(Below);
}
