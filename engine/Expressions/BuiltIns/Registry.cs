using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Policy.Engine.Expressions.BuiltIns;

/// <summary>The one list of built-in functions.</summary>
internal static class Registry
{
    private static readonly FrozenDictionary<string, ImmutableArray<BuiltIn>> ByName =
        new[]
        {
            ConversionFunctions.All, LogicFunctions.All, TextFunctions.All, PatternFunctions.All, ListFunctions.All,
            AggregateFunctions.All, NumericFunctions.All, TemporalFunctions.All, ContextFunctions.All, RangeFunctions.All,
        }
        .SelectMany(family => family)
        .GroupBy(f => f.Name, StringComparer.Ordinal)
        .ToFrozenDictionary(g => g.Key, g => g.ToImmutableArray(), StringComparer.Ordinal);

    /// <summary>All names, for suggestions.</summary>
    public static IEnumerable<string> Names => ByName.Keys.Order(StringComparer.Ordinal);

    public static bool Has(string name) => ByName.ContainsKey(name);

    /// <summary>The functions of a name, which differ in their parameters; empty when there is none.</summary>
    public static ImmutableArray<BuiltIn> Find(string name) => ByName.TryGetValue(name, out var found) ? found : [];
}
