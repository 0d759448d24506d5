using System.Collections.Immutable;
using Policy.Engine.Expressions.Operations;
using Policy.Engine.Regions;

namespace Policy.Engine.Analysis;

/// <summary>Boxes as FEEL text, side by side.</summary>
internal static class RegionText
{
    /// <summary>The sides that are not everything: the input's expression and the values as a cell writes them.</summary>
    public static ImmutableSortedDictionary<string, string> Of(Box box)
    {
        var sides = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var d in box.Narrow) sides[box.Space.Dimensions[d].Name.Split('\0')[0]] = Side(box, d);
        return sides.ToImmutable();
    }

    /// <summary>One side as a cell.</summary>
    public static string Side(Box box, int dimension) =>
        Of(box.Space.Dimensions[dimension].ValuesOf(box[dimension]), box.Space.Dimensions[dimension].Domain);

    /// <summary>A set as a cell; short where that leaves out what the domain has not anyway.</summary>
    public static string Of(ValueSet values, ValueSet domain)
    {
        if (domain.Complement().Union(values).IsAll) return "-";
        var absent = domain.Complement().Union(values).Complement();
        if (absent.Equals(ValueSet.Null(values.Axis))) return "not(null)";
        var parts = values.Axis.Values.IsEmpty
            ? values.Intervals.Select(i => Of(values.Axis, i))
            : values.Axis.Values.Where(values.Contains).Select(Literal);
        return string.Join(",", values.HasNull ? parts.Prepend("null") : parts);
    }

    private static string Of(Axis axis, Interval interval)
    {
        var (low, high) = (interval.From, interval.To);
        if (!low.IsEnd && ValueSet.Between(axis, low, high).Equals(ValueSet.Of(axis, low.Value))) return Literal(low.Value);
        if (Prefix(axis, interval) is { } prefix) return $"starts with(?, {Texts.Quoted(prefix)})";
        var from = low.IsEnd ? "(-inf" : (low.After ? "(" : "[") + Literal(low.Value);
        var to = high.IsEnd ? "inf)" : Literal(high.Value) + (high.After ? "]" : ")");
        return $"{from}..{to}";
    }

    private static string? Prefix(Axis axis, Interval interval) =>
        axis.Kind == ValueKind.Text && interval is { From: { IsEnd: false, After: false } from, To: { IsEnd: false, After: false } }
        && ValueSet.Prefix(axis, from.Value.AsText()).Equals(ValueSet.Between(axis, interval.From, interval.To))
            ? from.Value.AsText() : null;

    private static string Literal(Value value) => value.Kind switch
    {
        ValueKind.Text => Texts.Quoted(value.AsText()),
        ValueKind.Null or ValueKind.Number or ValueKind.Boolean => value.ToString(),
        _ => $"@{value}",
    };
}
