using System.Collections.Frozen;
using System.Collections.Immutable;
using Policy.Engine.Compiling;

namespace Policy.Engine;

/// <summary>A compiled set of documents: immutable, thread-safe, pure.</summary>
public sealed class RuleSet
{
    private readonly FrozenDictionary<string, Document> _documents;
    private readonly FrozenDictionary<string, FactType> _factTypes;
    private readonly FrozenDictionary<string, CompiledDocument> _compiled;

    internal RuleSet(
        IReadOnlyDictionary<string, Document> documents,
        IReadOnlyDictionary<string, FactType> factTypes,
        IReadOnlyDictionary<string, CompiledDocument> compiled,
        IReadOnlyDictionary<string, Attempt> attempts)
    {
        Attempts = attempts;
        _documents = documents.ToFrozenDictionary(StringComparer.Ordinal);
        _factTypes = factTypes.ToFrozenDictionary(StringComparer.Ordinal);
        _compiled = compiled.ToFrozenDictionary(StringComparer.Ordinal);
        Keys = [.. documents.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>How each document was compiled, for compiling with small changes.</summary>
    internal IReadOnlyDictionary<string, Attempt> Attempts { get; }

    /// <summary>Keys of all documents, in ordinal order.</summary>
    public ImmutableArray<string> Keys { get; }

    /// <summary>Checks and compiles documents that refer to one another by key. All findings of all documents are
    /// reported; the rule set is null when any of them is an error.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="known">A rule set that was compiled before: what it has of the same document instances is taken over
    /// where all they need is the same too, which makes compiling after a small change quick. The result is the same
    /// without it. Null: everything is compiled.</param>
    public static Compilation Compile(IEnumerable<Document> documents, RuleSet? known = null)
    {
        ArgumentNullException.ThrowIfNull(documents);
        return new RuleSetCompiler([.. documents], known).Compile();
    }

    /// <summary>The document of a key; null when there is none.</summary>
    public Document? Document(string key) => _documents.GetValueOrDefault(key);

    /// <summary>The checked fact type that a document reads (a fact type: itself); null when there is no such document.</summary>
    public FactType? FactTypeOf(string key) => Document(key) switch
    {
        null => null,
        FactTypeDocument => _factTypes[key],
        var document => _factTypes[document.Facts],
    };

    /// <summary>How a script runs; null when the key is not that of a script.</summary>
    public ScriptForm? FormOf(string key) => (_compiled.GetValueOrDefault(key) as Scripts.CompiledScript)?.Form;

    /// <summary>Evaluates a document on facts of its fact type.</summary>
    /// <param name="key">Key of a document other than a fact type; any other key throws <see cref="ArgumentException"/>.</param>
    /// <param name="facts">Facts of the document's fact type; others throw <see cref="ArgumentException"/>.</param>
    /// <param name="trace">True to explain; the result is the same.</param>
    public Evaluation Evaluate(string key, Facts facts, bool trace = false)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (!_compiled.TryGetValue(key, out var document)) throw NoDocument(key);
        if (!ReferenceEquals(facts.Type, document.Facts)) Check(facts, document);
        return document.Evaluate(facts.Content, facts.AsOf, trace);
    }

    private static void Check(Facts facts, CompiledDocument document)
    {
        if (!facts.Type.Shape.Names.SequenceEqual(document.Facts.Shape.Names))
            throw new ArgumentException($"The facts are of type `{facts.Type.Key}`, not `{document.Facts.Key}`.", nameof(facts));
    }

    private static ArgumentException NoDocument(string key) => new($"There is no document `{key}` to evaluate.", nameof(key));
}

/// <summary>The result of compiling.</summary>
/// <param name="RuleSet">The rule set; null when any diagnostic is an error.</param>
/// <param name="Diagnostics">All findings, by document and pointer.</param>
public sealed record Compilation(RuleSet? RuleSet, ImmutableArray<Diagnostic> Diagnostics);
