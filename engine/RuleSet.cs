using System.Collections.Immutable;

namespace Policy.Engine;

/// <summary>A compiled set of documents: immutable, thread-safe, pure.</summary>
public sealed class RuleSet
{
    private RuleSet()
    {
    }

    /// <summary>Keys of all documents, in ordinal order.</summary>
    public ImmutableArray<string> Keys => throw new NotImplementedException();

    /// <summary>Checks and compiles documents that refer to one another by key. All findings of all documents are
    /// reported; the rule set is null when any of them is an error.</summary>
    public static Compilation Compile(IEnumerable<Document> documents) => throw new NotImplementedException();

    /// <summary>The document of a key; null when there is none.</summary>
    public Document? Document(string key) => throw new NotImplementedException();

    /// <summary>The checked fact type that a document reads (a fact type: itself); null when there is no such document.</summary>
    public FactType? FactTypeOf(string key) => throw new NotImplementedException();

    /// <summary>Evaluates a document on facts of its fact type.</summary>
    /// <param name="key">Key of a document other than a fact type; any other key throws <see cref="ArgumentException"/>.</param>
    /// <param name="facts">Facts of the document's fact type; others throw <see cref="ArgumentException"/>.</param>
    /// <param name="trace">True to explain; the result is the same.</param>
    public Evaluation Evaluate(string key, Facts facts, bool trace = false) => throw new NotImplementedException();
}

/// <summary>The result of compiling.</summary>
/// <param name="RuleSet">The rule set; null when any diagnostic is an error.</param>
/// <param name="Diagnostics">All findings, by document and pointer.</param>
public sealed record Compilation(RuleSet? RuleSet, ImmutableArray<Diagnostic> Diagnostics);
