using System.Collections.Immutable;
using System.Text.Json;

namespace Policy.Engine.Documents;

/// <summary>The JSON names of an enumeration: its members in camel case.</summary>
internal static class EnumNames<T>
    where T : struct, Enum
{
    public static readonly ImmutableArray<string> All =
        [.. Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    private static readonly T[] Values = Enum.GetValues<T>();

    public static string Of(T value) => All[Array.IndexOf(Values, value)];

    public static T? Find(string name) => All.IndexOf(name, 0, All.Length, StringComparer.Ordinal) is var i and >= 0 ? Values[i] : null;
}
