using System.Collections.Immutable;
using Policy.Engine.Documents;
using Policy.Engine.FactTypes;

namespace Policy.Engine.Compiling;

/// <summary>Compiles documents that refer to one another: fact types first, then the documents that read them.</summary>
internal sealed class RuleSetCompiler(ImmutableArray<Document> documents)
{
    private readonly Dictionary<string, Document> _documents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FactType> _factTypes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CompiledDocument> _compiled = new(StringComparer.Ordinal);
    private readonly List<Reporter> _reporters = [];

    public Compilation Compile()
    {
        foreach (var document in documents)
        {
            var reporter = new Reporter(document.Key);
            _reporters.Add(reporter);
            Structure.Check(document, reporter);
            if (!_documents.TryAdd(document.Key, document))
                reporter.At("key").Error(DiagnosticCode.DuplicateId, Documents.Messages.DuplicateId(document.Key));
            if (document is FactTypeDocument type && FactTypeCompiler.Compile(type, reporter) is { } compiled) _factTypes[type.Key] = compiled;
        }

        var found = _reporters.SelectMany(r => r.Found).ToImmutableArray();
        var sound = found.All(d => d.Severity != Severity.Error);
        return new Compilation(sound ? new RuleSet(_documents, _factTypes, _compiled) : null, found);
    }
}
