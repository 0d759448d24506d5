namespace Policy.Engine.Expressions;

/// <summary>A name that an expression may use.</summary>
/// <param name="Name">The name; may contain spaces in imported models.</param>
/// <param name="Type">What is known of its value.</param>
/// <param name="Get">Reads the value.</param>
internal sealed record Symbol(string Name, DataType Type, Func<Frame, Value> Get);

/// <summary>The names in scope: inner names hide outer ones.</summary>
internal sealed class Scope(Scope? outer, IEnumerable<Symbol> symbols)
{
    private readonly Dictionary<string, Symbol> _symbols = symbols.ToDictionary(s => s.Name, StringComparer.Ordinal);
    private HashSet<string>? _spaced;

    /// <summary>The symbol of a name, innermost first; null when no scope has it.</summary>
    public Symbol? Find(string name) => _symbols.GetValueOrDefault(name) ?? outer?.Find(name);

    /// <summary>All visible names, for suggestions.</summary>
    public IEnumerable<string> Names => outer is null ? _symbols.Keys : _symbols.Keys.Concat(outer.Names).Distinct();

    /// <summary>The names that are more than one word and must be recognised as a whole.</summary>
    public IReadOnlySet<string> SpacedNames =>
        _spaced ??= Names.Where(n => !n.All(c => char.IsLetterOrDigit(c) || c == '_'))
            .ToHashSet(StringComparer.Ordinal);
}
