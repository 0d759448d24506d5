using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Policy.Engine.EntryLists;
using Policy.Engine.Expressions;
using Policy.Engine.FactTypes;
using Policy.Engine.Flows;
using Policy.Engine.Scorecards;
using Policy.Engine.Scripts;
using Policy.Engine.Tables;
using Policy.Engine.Workflows;

namespace Policy.Engine.Compiling;

/// <summary>Compiles documents that refer to one another: fact types first, then each document after those it requires.
/// What an earlier rule set has of the very same documents, on the very same documents they need, is taken over.</summary>
internal sealed class RuleSetCompiler(ImmutableArray<Document> documents, RuleSet? known) : IStepDocuments
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
        return new Compilation(new RuleSet(_documents, _factTypes, compiled, _attempts), found);
    }

    /// <inheritdoc/>
    public CompiledDocument? Find(string key, StepScope steps, Reporter use)
    {
        if (Refer(key, use) is not { } attempt) return null;
        if (attempt.Compiled is not null || attempt.Facts is null || !attempt.ReadsSteps) return attempt.Compiled;
        var reporter = new Reporter(key);
        var compiled = Kind(attempt.Document, attempt.Facts, attempt.Requirements, attempt.Functions, steps, reporter);
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
            if (ReferenceEquals(known?.Document(type.Key), type)) _factTypes.TryAdd(type.Key, known.FactTypeOf(type.Key)!);
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
        if (_attempts.TryGetValue(key, out var attempt) || TakenOver(key, out attempt)) return attempt;
        var document = _documents[key];
        var reporter = new Reporter(key);
        _open.Add(key);
        Structure.Check(document, reporter);
        if (document is OverlayDocument) reporter.At("kind").Error(DiagnosticCode.UncomposedOverlay, Messages.UncomposedOverlay);
        var facts = _factTypes.GetValueOrDefault(document.Facts);
        if (facts is null && document.Facts.Length > 0 && _documents.GetValueOrDefault(document.Facts) is not FactTypeDocument)
            reporter.At("facts").Error(DiagnosticCode.UnknownFactType, Messages.UnknownFactType(document.Facts, _factTypes.Keys));

        var requirements = facts is null ? [] : Requirements(document, facts, reporter);
        var functions = facts is null ? [] : Functions(document, facts, reporter);
        var ownErrors = reporter.HasErrors;
        var compiled = facts is null ? null : Kind(document, facts, requirements, functions, null, reporter);
        var statements = new Reporter(key);
        if (facts is not null) StatementChecks.Check(document, Surroundings.Of(facts, requirements, functions, null, document), compiled, statements);
        _open.Remove(key);
        return _attempts[key] = new Attempt(document, facts, compiled, requirements, functions, reporter, statements)
        {
            ReadsSteps = compiled is null && !ownErrors && document is DecisionTableDocument or ListDocument or ScorecardDocument,
        };
    }

    /// <summary>Takes over what the earlier rule set has, when the document, its fact type and all it needs are the same.</summary>
    private bool TakenOver(string key, [NotNullWhen(true)] out Attempt? attempt)
    {
        attempt = null;
        if (known?.Attempts.GetValueOrDefault(key) is not { Reusable: true } earlier) return false;
        if (!ReferenceEquals(earlier.Document, _documents[key])) return false;
        if (!ReferenceEquals(earlier.Facts, _factTypes.GetValueOrDefault(earlier.Document.Facts))) return false;
        _open.Add(key);
        var same = Needs(earlier.Document).All(n =>
            !_open.Contains(n) && _documents.ContainsKey(n) && known.Attempts.TryGetValue(n, out var need) && ReferenceEquals(Alone(n), need));
        _open.Remove(key);
        if (!same) return false;
        _attempts[key] = attempt = earlier;
        return true;
    }

    private static IEnumerable<string> Needs(Document document) =>
        document.Requires.Values.Concat(document.Functions.Values).Concat(document is FlowDocument flow ? flow.Steps.Select(s => s.Use) : []);

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
            if (!FactTypeCompiler.IsName(name, document.Dialect)) at.Error(DiagnosticCode.BadName, FactTypes.Messages.BadName(name));
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

    /// <summary>The documents that a document calls, as functions.</summary>
    private ImmutableArray<Symbol> Functions(Document document, FactType facts, Reporter reporter)
    {
        if (document.Functions.IsEmpty) return [];
        if (document is WorkflowDocument or ScriptDocument)
        {
            reporter.At("functions").Error(DiagnosticCode.RequiresNotSupported, Messages.FunctionsNotSupported);
            return [];
        }

        var functions = ImmutableArray.CreateBuilder<Symbol>(document.Functions.Count);
        foreach (var (name, key) in document.Functions)
        {
            var at = reporter.At("functions").At(name);
            if (!FactTypeCompiler.IsName(name, document.Dialect)) at.Error(DiagnosticCode.BadName, FactTypes.Messages.BadName(name));
            else if (facts.Field(name) is not null || document.Requires.ContainsKey(name))
                at.Error(DiagnosticCode.NameTaken, Messages.NameTaken(name));
            if (Refer(key, at) is { Facts: { } wanted } attempt)
                functions.Add(DocumentFunction.Symbol(name, attempt.Compiled ?? new FlowBound(attempt.Document, wanted)));
        }

        return functions.ToImmutable();
    }

    private CompiledDocument? Kind(
        Document document, FactType facts, ImmutableArray<Requirement> requirements, ImmutableArray<Symbol> functions, StepScope? flow,
        Reporter reporter)
    {
        try
        {
            return Kind(document, Surroundings.Of(facts, requirements, functions, flow, document), reporter);
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            // One document that we cannot compile must not keep its reader from all the others.
            reporter.Error(DiagnosticCode.Internal, Messages.Internal(document.Key, bug));
            return null;
        }
    }

    private CompiledDocument? Kind(Document document, Surroundings surroundings, Reporter reporter) => document switch
    {
        DecisionTableDocument d => UnnamedOutput.Of(TableCompiler.Compile(d, surroundings, reporter)),
        ExpressionDocument d => ExpressionCompiler.Compile(d, surroundings, reporter),
        ListDocument d => ListCompiler.Compile(d, surroundings, reporter),
        ScorecardDocument d => ScorecardCompiler.Compile(d, surroundings, reporter),
        WorkflowDocument d => WorkflowCompiler.Compile(d, surroundings.Facts, reporter),
        ScriptDocument d => ScriptCompiler.Compile(d, surroundings.Facts, reporter),
        FlowDocument d => new FlowCompiler(d, surroundings, this, reporter).Compile(),
        _ => null,
    };

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
