using System.Collections.Concurrent;
using System.Collections.Immutable;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions;
using Policy.Engine.FactTypes;

namespace Policy.Engine.Flows;

/// <summary>Finds the compiled form of a step's document.</summary>
internal interface IStepDocuments
{
    /// <summary>The document compiled by itself, or, when its expressions read earlier steps, with those in scope; null
    /// when there is none, which the reporter has then got, or when it has errors, which its own reporter has got.</summary>
    CompiledDocument? Find(string key, StepScope steps, Reporter use);
}

/// <summary>The steps of a flow before a given one.</summary>
/// <param name="Earlier">The steps, by position.</param>
/// <param name="Dated">True when the flow has a declaration day.</param>
internal sealed record StepScope(ImmutableArray<EarlierStep> Earlier, bool Dated)
{
    /// <summary>Live documents read live steps only; those in shadow read all.</summary>
    public IEnumerable<EarlierStep> VisibleTo(bool shadow) => Earlier.Where(s => shadow || !s.Shadow).DistinctBy(s => s.Id);
}

/// <summary>What is known of an earlier step.</summary>
internal readonly record struct EarlierStep(string Id, DataType Type, int Position, bool Shadow);

/// <summary>Checks a flow step by step and compiles it.</summary>
internal sealed class FlowCompiler(FlowDocument document, Surroundings surroundings, IStepDocuments documents, Reporter reporter)
{
    private readonly List<CompiledStep?> _steps = [];
    private readonly List<(FactMapping Mapping, int Place)> _mapped = [];
    private int _values = surroundings.Requirements.Length + document.Steps.Length;
    private StepScope _earlier = new([], surroundings.Dated);

    /// <summary>Null when there are errors, which the reporter has then all got.</summary>
    public CompiledFlow? Compile()
    {
        if (document.Steps.IsEmpty) reporter.At("steps").Error(DiagnosticCode.Missing, Messages.NoSteps);
        foreach (var step in document.Steps) Step(step, reporter.At("steps").At(_steps.Count));
        var outcome = document.Outcome is { } text ? Feel.Compile(text, Reading(shadow: false), reporter.At("outcome")) : null;
        if (reporter.HasErrors || _steps.Contains(null)) return null;
        return new CompiledFlow(document, surroundings, [.. _steps!], _values, outcome);
    }

    private void Step(FlowStep step, Reporter at)
    {
        CheckId(step.Id, at.At("id"));
        var compiled = documents.Find(step.Use, _earlier, at.At("use"));
        var shadow = compiled?.Shadow ?? false;
        var when = step.When is { } text ? Conditions.Compile(text, Reading(shadow), at.At("when")) : null;
        var mapping = compiled is null ? null : FactMapping.Between(surroundings.Facts, compiled.Facts, step.Facts, at.At("facts"));
        var sound = compiled is not null && mapping is not null && (when is not null || step.When is null);
        _steps.Add(sound ? Compiled(step.Id, compiled!, mapping!, when) : null);
        var known = new EarlierStep(step.Id, compiled?.Output ?? DataType.Any, _earlier.Earlier.Length, shadow);
        _earlier = _earlier with { Earlier = _earlier.Earlier.Add(known) };
    }

    private void CheckId(string id, Reporter at)
    {
        if (id.Length == 0) return;
        if (!FactTypeCompiler.IsName(id)) at.Error(DiagnosticCode.BadName, FactTypes.Messages.BadName(id));
        else if (id == CompiledFlow.Outcome) at.Error(DiagnosticCode.NameTaken, Messages.OutcomeId);
        else if (surroundings.Facts.Field(id) is not null || document.Requires.ContainsKey(id))
            at.Error(DiagnosticCode.NameTaken, Compiling.Messages.NameTaken(id));
    }

    /// <summary>The step, with the places of what its document reads: the required decisions, then the flow's steps so far.</summary>
    private CompiledStep Compiled(string id, CompiledDocument used, FactMapping mapping, Expression? when)
    {
        var positions = ImmutableArray.CreateBuilder<int>();
        var unmet = ImmutableArray.CreateBuilder<(Requirement, int)>();
        foreach (var requirement in used.Requirements)
        {
            positions.Add(Source(requirement, mapping, used.Shadow) is { } step ? Place(step) : _values++);
            if (positions[^1] >= Place(document.Steps.Length)) unmet.Add((requirement, positions[^1]));
        }

        if (used.ReadsSteps) positions.AddRange(Enumerable.Range(Place(0), _steps.Count));
        return new CompiledStep(id, used, mapping, when, Place(mapping), [.. positions], unmet.ToImmutable());
    }

    /// <summary>The latest earlier step that uses the required document on the same facts; null when there is none.</summary>
    private int? Source(Requirement requirement, FactMapping mapping, bool shadow)
    {
        for (var i = _steps.Count - 1; i >= 0; i--)
            if (_steps[i] is { } earlier
                && (shadow || !earlier.Document.Shadow)
                && earlier.Document.Source.Key == requirement.Document.Source.Key
                && earlier.Mapping.IsSameAs(mapping, requirement.Mapping))
                return i;
        return null;
    }

    private int Place(int step) => surroundings.Requirements.Length + step;

    /// <summary>The place of the facts that a mapping hands over; null when it hands over the flow's own.</summary>
    private int? Place(FactMapping mapping)
    {
        if (mapping.IsSame) return null;
        foreach (var (known, place) in _mapped)
            if (known.Gives(mapping)) return place;
        _mapped.Add((mapping, _values));
        return _values++;
    }

    /// <summary>The scope of the flow's own expressions: live ones read live steps only.</summary>
    private Scope Reading(bool shadow)
    {
        var offset = surroundings.Requirements.Length;
        return new Scope(surroundings.Scope, _earlier.VisibleTo(shadow).Select(s => Decisions.Symbol(s.Id, s.Type, offset + s.Position)));
    }
}

/// <summary>A compiled step. Places are those of the values that a run of the flow works with.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Document">The document it evaluates.</param>
/// <param name="Mapping">The document's facts out of the flow's.</param>
/// <param name="When">Its condition; null: always.</param>
/// <param name="MappedAt">The place of the document's facts; null: the flow's own.</param>
/// <param name="Positions">By decision that the document reads: the place of its output.</param>
/// <param name="Unmet">What the document requires and no earlier step gives, with its places.</param>
internal sealed record CompiledStep(
    string Id,
    CompiledDocument Document,
    FactMapping Mapping,
    Expression? When,
    int? MappedAt,
    int[] Positions,
    ImmutableArray<(Requirement Requirement, int Place)> Unmet)
{
    private readonly ConcurrentDictionary<string, string> _matched = new(StringComparer.Ordinal);

    /// <summary>What decided in the step, as the flow names it: <c>step/row</c>; made once for each.</summary>
    public string Matched(string id) => _matched.GetOrAdd(id, static (row, step) => $"{step}/{row}", Id);
}
