using System.Collections.Frozen;
using Policy.Engine.Expressions.BuiltIns;
using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Expressions.Syntax;

/// <summary>The names of several words that a text may use, and the words that are no names.</summary>
internal sealed class Vocabulary(Scope scope)
{
    /// <summary>Most tokens that one name may have.</summary>
    public const int LongestName = 8;

    private static readonly FrozenSet<string> Reserved = FrozenSet.ToFrozenSet(
        ["true", "false", "null", "if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and",
        "or", "between", "instance", "of"], StringComparer.Ordinal);

    // Names that the text itself declares: keys of contexts, variables, parameters.
    private HashSet<string>? _declared;

    /// <summary>True when names may be of several words that nobody knows beforehand.</summary>
    public bool HasSpaces { get; } = scope.Dialect == Dialect.Dmn;

    public static bool IsReserved(string word) => Reserved.Contains(word);

    public static bool IsFunction(string name) => Registry.Has(name);

    public static bool IsType(string name) => FeelType.Named.ContainsKey(name);

    public bool IsName(string name) => scope.SpacedNames.Contains(name) || _declared?.Contains(name) == true;

    public bool IsMember(string name) => IsName(name) || Temporals.SpacedProperties.Contains(name);

    public void Declare(string name)
    {
        if (HasSpaces && !name.All(c => char.IsLetterOrDigit(c) || c == '_')) (_declared ??= new(StringComparer.Ordinal)).Add(name);
    }
}
