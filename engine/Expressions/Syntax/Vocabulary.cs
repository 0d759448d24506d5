using System.Collections.Frozen;
using Policy.Engine.Expressions.BuiltIns;

namespace Policy.Engine.Expressions.Syntax;

/// <summary>The names of several words that a text may use, and the words that are no names.</summary>
internal sealed class Vocabulary(Scope scope)
{
    /// <summary>Most tokens that one name may have.</summary>
    public const int LongestName = 8;

    private static readonly FrozenSet<string> Reserved = FrozenSet.ToFrozenSet(
        ["true", "false", "null", "if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and",
        "or", "between", "instance", "of"], StringComparer.Ordinal);

    /// <summary>Names of types after <c>instance of</c>, with the kinds they stand for; no kind: any.</summary>
    public static readonly FrozenDictionary<string, ValueKind[]> Types = new Dictionary<string, ValueKind[]>
    {
        ["number"] = [ValueKind.Number],
        ["string"] = [ValueKind.Text],
        ["text"] = [ValueKind.Text],
        ["boolean"] = [ValueKind.Boolean],
        ["date"] = [ValueKind.Date],
        ["date and time"] = [ValueKind.Instant],
        ["instant"] = [ValueKind.Instant],
        ["days and time duration"] = [ValueKind.Duration],
        ["years and months duration"] = [ValueKind.Months],
        ["duration"] = [ValueKind.Duration, ValueKind.Months],
        ["list"] = [ValueKind.List],
        ["context"] = [ValueKind.Object],
        ["Any"] = [],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool IsReserved(string word) => Reserved.Contains(word);

    public static bool IsFunction(string name) => Registry.Has(name);

    public bool IsType(string name) => Types.ContainsKey(name);

    public bool IsName(string name) => scope.SpacedNames.Contains(name);
}
