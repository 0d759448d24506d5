using System.Collections.Immutable;

namespace Policy.Engine.Expressions;

/// <summary>A name that an expression may use.</summary>
/// <param name="Name">The name; may contain spaces in imported models.</param>
/// <param name="Type">What is known of its value.</param>
/// <param name="Get">Reads the value.</param>
internal sealed record Symbol(string Name, DataType Type, Func<Frame, Value> Get)
{
    public Symbol(string name, DataType type, Place place)
        : this(name, type, place.Get) => Place = place;

    /// <summary>Where the value lies; null when it must be made.</summary>
    public Place? Place { get; }
}

/// <summary>The names in scope: inner names hide outer ones.</summary>
internal sealed class Scope(Scope? outer, IEnumerable<Symbol> symbols)
{
    private readonly Dictionary<string, Symbol> _symbols = symbols.ToDictionary(s => s.Name, StringComparer.Ordinal);
    private readonly Dialect? _dialect;
    private HashSet<string>? _spaced;
    private ImmutableArray<string> _unusual;

    /// <summary>How expressions with these names are read; the outer scope's when not set.</summary>
    public Dialect Dialect
    {
        get => _dialect ?? outer?.Dialect ?? Dialect.Policy;
        init => _dialect = value;
    }

    /// <summary>Names that nobody knows beforehand: gives the symbol for a name and what the outer scopes have of it.
    /// Null: there are none.</summary>
    public Func<string, Symbol?, Symbol?>? Open { get; init; }

    /// <summary>The symbol of a name, innermost first; null when no scope has it.</summary>
    public Symbol? Find(string name)
    {
        if (_symbols.TryGetValue(name, out var symbol)) return symbol;
        var found = outer?.Find(name);
        return Open is null ? found : Open(name, found);
    }

    /// <summary>The same, open names left aside.</summary>
    public Symbol? FindKnown(string name) => _symbols.GetValueOrDefault(name) ?? outer?.FindKnown(name);

    /// <summary>All visible names, for suggestions.</summary>
    public IEnumerable<string> Names => outer is null ? _symbols.Keys : _symbols.Keys.Concat(outer.Names).Distinct();

    /// <summary>The names that are more than one word and must be recognised as a whole.</summary>
    public IReadOnlySet<string> SpacedNames =>
        _spaced ??= Names.Concat(Members())
            .Where(n => !n.All(c => char.IsLetterOrDigit(c) || c == '_')).ToHashSet(StringComparer.Ordinal);

    /// <summary>Of these, the ones with characters that words never have, longest first.</summary>
    public ImmutableArray<string> UnusualNames
    {
        get
        {
            if (_unusual.IsDefault)
            {
                _unusual = Dialect == Dialect.Policy ? []
                    : [.. SpacedNames.Where(n => !n.All(IsUsual)).OrderByDescending(n => n.Length).ThenBy(n => n, StringComparer.Ordinal)];
            }

            return _unusual;
        }
    }

    private static bool IsUsual(char c) => char.IsLetterOrDigit(c) || char.IsSurrogate(c) || "_ +-*/.".Contains(c, StringComparison.Ordinal);

    // Only models of DMN have members of several words.
    private IEnumerable<string> Members() =>
        Dialect == Dialect.Policy ? [] : All().SelectMany(s => Members(s.Type));

    private IEnumerable<Symbol> All() => outer is null ? _symbols.Values : _symbols.Values.Concat(outer.All());

    private static IEnumerable<string> Members(DataType type)
    {
        if (type.Items is { } items) return Members(items);
        return type.Members.IsDefault ? [] : type.Members.SelectMany(m => Members(m.Type).Prepend(m.Name));
    }
}
