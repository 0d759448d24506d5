using System.Collections.Immutable;
using Policy.Engine.Documents;
using Policy.Engine.EntryLists;
using Policy.Engine.Expressions;
using Policy.Engine.FactTypes;
using Policy.Engine.Flows;
using Policy.Engine.Scorecards;
using Policy.Engine.Scripts;
using Policy.Engine.Tables;
using Policy.Engine.Workflows;

namespace Policy.Engine.Compiling;

/// <summary>Compiles documents that refer to one another: fact types first, then each document after those it requires.</summary>
internal sealed class RuleSetCompiler(ImmutableArray<Document> documents) : IStepDocuments
{
    private readonly Dictionary<string, Document> _documents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FactType> _factTypes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Attempt> _attempts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly List<Diagnostic> _found = [];

    public Compilation Compile()
    {
        foreach (var document in documents) Register(document);
        foreach (var document in _documents.Values.Where(d => d is not FactTypeDocument)) Alone(document.Key);
        var found = _found.Concat(_attempts.Values.SelectMany(a => a.Findings)).ToImmutableArray();
        if (found.Any(d => d.Severity == Severity.Error)) return new Compilation(null, found);
        var compiled = _attempts.ToDictionary(a => a.Key, a => a.Value.Compiled ?? new FlowBound(a.Value.Document, a.Value.Facts!));
        return new Compilation(new RuleSet(_documents, _factTypes, compiled), found);
    }

    /// <inheritdoc/>
    public CompiledDocument? Find(string key, StepScope steps, Reporter use)
    {
        if (Refer(key, use) is not { } attempt) return null;
        if (attempt.Compiled is not null || attempt.Facts is null || !attempt.ReadsSteps) return attempt.Compiled;
        var reporter = new Reporter(key);
        var compiled = Kind(attempt.Document, attempt.Facts, attempt.Requirements, steps, reporter);
        attempt.WithinFlows.Add(reporter);
        return compiled;
    }

    private void Register(Document document)
    {
        var reporter = new Reporter(document.Key);
        if (!_documents.TryAdd(document.Key, document))
            reporter.At("key").Error(DiagnosticCode.DuplicateId, Documents.Messages.DuplicateId(document.Key));
        if (document is FactTypeDocument type)
        {
            Structure.Check(document, reporter);
            if (FactTypeCompiler.Compile(type, reporter) is { } compiled) _factTypes.TryAdd(type.Key, compiled);
        }

        _found.AddRange(reporter.Found);
    }

    /// <summary>The attempt to compile the document that something refers to; null, reported, when there is none or when
    /// it needs itself.</summary>
    private Attempt? Refer(string key, Reporter reference)
    {
        if (key.Length == 0) return null;
        if (_documents.GetValueOrDefault(key) is null or FactTypeDocument or OverlayDocument)
        {
            var known = _documents.Values.Where(d => d is not (FactTypeDocument or OverlayDocument)).Select(d => d.Key).ToArray();
            reference.Error(DiagnosticCode.UnknownDocument, Messages.UnknownDocument(key, known));
            return null;
        }

        if (!_open.Contains(key)) return Alone(key);
        reference.Error(DiagnosticCode.Cycle, Messages.Cycle(key));
        return null;
    }

    /// <summary>Compiles a document by itself, once.</summary>
    private Attempt Alone(string key)
    {
        if (_attempts.TryGetValue(key, out var known)) return known;
        var document = _documents[key];
        var reporter = new Reporter(key);
        _open.Add(key);
        Structure.Check(document, reporter);
        if (document is OverlayDocument) reporter.At("kind").Error(DiagnosticCode.UncomposedOverlay, Messages.UncomposedOverlay);
        var facts = _factTypes.GetValueOrDefault(document.Facts);
        if (facts is null && document.Facts.Length > 0 && _documents.GetValueOrDefault(document.Facts) is not FactTypeDocument)
            reporter.At("facts").Error(DiagnosticCode.UnknownFactType, Messages.UnknownFactType(document.Facts, _factTypes.Keys));

        var requirements = facts is null ? [] : Requirements(document, facts, reporter);
        var ownErrors = reporter.HasErrors;
        var compiled = facts is null ? null : Kind(document, facts, requirements, null, reporter);
        var statements = new Reporter(key);
        if (facts is not null) StatementChecks.Check(document, Surroundings.Of(facts, requirements, null, document), compiled, statements);
        _open.Remove(key);
        return _attempts[key] = new Attempt(document, facts, compiled, requirements, reporter, statements)
        {
            ReadsSteps = compiled is null && !ownErrors && document is DecisionTableDocument or ListDocument or ScorecardDocument,
        };
    }

    private ImmutableArray<Requirement> Requirements(Document document, FactType facts, Reporter reporter)
    {
        var requirements = ImmutableArray.CreateBuilder<Requirement>(document.Requires.Count);
        if (document.Requires.IsEmpty) return [];
        if (document is WorkflowDocument or ScriptDocument)
        {
            reporter.At("requires").Error(DiagnosticCode.RequiresNotSupported, Messages.RequiresNotSupported);
            return [];
        }

        foreach (var (name, key) in document.Requires)
        {
            var at = reporter.At("requires").At(name);
            if (!FactTypeCompiler.IsName(name)) at.Error(DiagnosticCode.BadName, FactTypes.Messages.BadName(name));
            else if (facts.Field(name) is not null) at.Error(DiagnosticCode.NameTaken, Messages.NameTaken(name));
            if (Refer(key, at) is not { Facts: { } wanted } attempt) continue;
            var mapping = FactMapping.Between(facts, wanted, null, at);
            var required = attempt.Compiled ?? new FlowBound(attempt.Document, wanted);
            if (required.Shadow && document.Force is Force.InForce or Force.Pilot)
                at.Error(DiagnosticCode.ShadowRead, Messages.ShadowRead(name));
            if (mapping is not null) requirements.Add(new Requirement(name, required, mapping));
        }

        return requirements.ToImmutable();
    }

    private CompiledDocument? Kind(
        Document document, FactType facts, ImmutableArray<Requirement> requirements, StepScope? flow, Reporter reporter)
    {
        var surroundings = Surroundings.Of(facts, requirements, flow, document);
        return document switch
        {
            DecisionTableDocument d => TableCompiler.Compile(d, surroundings, reporter),
            ListDocument d => ListCompiler.Compile(d, surroundings, reporter),
            ScorecardDocument d => ScorecardCompiler.Compile(d, surroundings, reporter),
            WorkflowDocument d => WorkflowCompiler.Compile(d, facts, reporter),
            ScriptDocument d => ScriptCompiler.Compile(d, facts, reporter),
            FlowDocument d => new FlowCompiler(d, surroundings, this, reporter).Compile(),
            _ => null,
        };
    }

    /// <summary>A document and what became of it. One that does not compile by itself may still do within flows, whose
    /// steps it then reads; what counts is what was found there.</summary>
    private sealed record Attempt(
        Document Document, FactType? Facts, CompiledDocument? Compiled, ImmutableArray<Requirement> Requirements,
        Reporter Reporter, Reporter Statements)
    {
        public bool ReadsSteps { get; init; }

        public List<Reporter> WithinFlows { get; } = [];

        public IEnumerable<Diagnostic> Findings =>
            (WithinFlows.Count == 0 ? Reporter.Found : WithinFlows.SelectMany(r => r.Found).Distinct()).Concat(Statements.Found);
    }

    /// <summary>Stands for a document that only a flow can evaluate.</summary>
    private sealed class FlowBound(Document source, FactType facts) : CompiledDocument(source, facts, DataType.Any)
    {
        public override Evaluation Evaluate(Context facts, DateOnly? asOf, bool trace) => new()
        {
            Faults = [new Fault(DiagnosticCode.NeedsFlow, Source.Key, null, Messages.NeedsFlow(Source.Key))],
            Trace = trace ? new Trace(Source.Key, []) : null,
        };
    }
}
