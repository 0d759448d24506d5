using System.Collections.Immutable;
using Policy.Engine;
using Policy.Rules.Decisions;
using Policy.Rules.Releases;

namespace Policy.Rules.Simulations;

/// <summary>One of the two that a simulation compares: a document of a release. Thread-safe.</summary>
public sealed class SimulatedRules
{
    private static readonly ImmutableArray<Amount> OfClearance =
    [
        new("inspectionsDrawn", j => j.Selected ? 1 : 0),
        new("inspectionsExpected", j => Number(new StepOutputs(j.Evaluation).Of("sampling", "ratio"))),
        new("exempted", j => new StepOutputs(j.Evaluation).Of("tax", "exempt").IsTrue ? 1 : 0),
        .. new[] { "duty", "vat", "consumption" }.Select(tax => new Amount(tax, j => Number(new StepOutputs(j.Evaluation).Of("tax", tax)))),
    ];

    private readonly bool _clearance;

    // The output that says the outcome in a word; null: all of them do.
    private readonly string? _word;

    /// <summary>Makes it.</summary>
    /// <param name="release">The release.</param>
    /// <param name="key">Key of the document that decides.</param>
    public SimulatedRules(CompiledRelease release, string key = Clearance.Flow)
    {
        ArgumentNullException.ThrowIfNull(release);
        (Release, Key, _clearance) = (release, key, key == Clearance.Flow);
        FactType = release.Rules.FactTypeOf(key);
        (_word, Outcomes, Amounts) = release.Rules.Document(key) switch
        {
            _ when _clearance => (null, Clearance.Outcomes, OfClearance),
            DecisionTableDocument table => OfOutputs([.. table.Outputs.Select(o => (o.Name, o.Type, o.Values))]),
            ScriptDocument script => OfOutputs([.. script.Outputs.Select(o => (o.Name, o.Type, o.Values))]),
            ScorecardDocument card => ("grade", [.. card.Grades.Select(g => g.Grade).Union(card.Overrides.Select(o => o.Grade))], [OfOutput("score")]),
            ListDocument list => ("effect", list.Effects, []),
            _ => (null, [], ImmutableArray<Amount>.Empty),
        };
    }

    /// <summary>The release.</summary>
    public CompiledRelease Release { get; }

    /// <summary>Key of the document.</summary>
    public string Key { get; }

    /// <summary>The fact type it decides on; null when there is no such document.</summary>
    public FactType? FactType { get; }

    /// <summary>Outcomes that every report counts, in the document's order; there may be others.</summary>
    public ImmutableArray<string> Outcomes { get; }

    /// <summary>What is summed up.</summary>
    internal ImmutableArray<Amount> Amounts { get; }

    /// <summary>Names of the numbers that are summed up.</summary>
    public ImmutableArray<string> Sums => [.. Amounts.Select(a => a.Name)];

    /// <summary>Whether it decides parcels: there are channels and inspections to count.</summary>
    public bool IsClearance => _clearance;

    /// <summary>Judges a parcel. Facts of another fact type that do not fit its own are judged closed.</summary>
    internal Judgement Judge(Facts facts)
    {
        if (FactType is null || ReferenceEquals(FactType, facts.Type)) return Judge(facts, fault: null);
        var (own, problems) = Facts.Read(FactType, facts.ToJson());
        return own is null ? Judge(facts, ClearanceFaults.Unfit(problems[0])) : Judge(own, fault: null);
    }

    /// <summary>Whether two judgements come to the same.</summary>
    internal bool AreSame(Judgement one, Judgement other) =>
        one.Outcome == other.Outcome && one.Channel == other.Channel
        && (_clearance || one.Evaluation.Outputs == other.Evaluation.Outputs);

    private static Amount OfOutput(string name) => new(
        name, j => j.Evaluation.Outputs is { Kind: ValueKind.Object } outputs ? Number(outputs.AsObject()[name]) : 0);

    private static decimal Number(Value value) => value.Kind == ValueKind.Number ? value.AsNumber() : 0;

    private static (string? Word, ImmutableArray<string> Outcomes, ImmutableArray<Amount> Amounts) OfOutputs(
        ImmutableArray<(string Name, FieldType Type, ImmutableArray<string> Values)> outputs)
    {
        var words = outputs.Where(o => o.Type is FieldType.Text or FieldType.Boolean).ToList();
        var (word, outcomes) = words is [var only] ? (only.Name, only.Values) : (null, []);
        return (word, outcomes, [.. outputs.Where(o => o.Type == FieldType.Number).Select(o => OfOutput(o.Name))]);
    }

    private Judgement Judge(Facts facts, Fault? fault)
    {
        if (_clearance) return fault is null ? Clearance.Judge(Release, facts) : Clearance.Closed(Release, facts, fault);
        var evaluation = fault is not null ? new Evaluation { Faults = [fault] }
            : Release.Rules.Evaluate(Key, facts);
        var outcome = evaluation.Faults.IsEmpty ? OutcomeText.Of(evaluation, _word) : OutcomeText.Fault;
        return new Judgement(
            outcome, Channel: "", Selected: false, evaluation.Faults, evaluation, Release.Reasons.Reasons(evaluation, evaluation.Faults, Key));
    }
}

/// <summary>A number that is summed up over parcels.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Of">The number of one parcel; zero where there is none.</param>
internal sealed record Amount(string Name, Func<Judgement, decimal> Of);

/// <summary>The kinds of outcome of documents other than the clearance flow: few enough to be counted.</summary>
internal static class OutcomeText
{
    public const string Fault = "fault";

    /// <summary>A flow's outcome, else what the outputs say in words: numbers and lists are left out.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="word">The member of the outputs that says it; null: all do.</param>
    public static string Of(Evaluation evaluation, string? word)
    {
        var value = evaluation.Outcome.IsNull ? evaluation.Outputs : evaluation.Outcome;
        if (value.Kind != ValueKind.Object) return Word(value) ?? (value.Kind == ValueKind.List ? "list" : "number");
        var members = value.AsObject();
        if (word is not null) return Word(members[word]) ?? "null";
        var words = members.Shape.Names.AsEnumerable().Select(name => (Name: name, Text: Word(members[name]))).Where(w => w.Text is not null).ToList();
        return words.Count switch
        {
            0 => "number",
            1 => words[0].Text!,
            _ => string.Join(", ", words.Select(w => $"{w.Name}: {w.Text}")),
        };
    }

    private static string? Word(Value value) => value.Kind switch
    {
        ValueKind.Null => "null",
        ValueKind.Text => value.AsText(),
        ValueKind.Boolean => value.AsBoolean() ? "true" : "false",
        _ => null,
    };
}
