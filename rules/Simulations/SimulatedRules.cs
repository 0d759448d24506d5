using System.Collections.Immutable;
using Policy.Engine;
using Policy.Rules.Decisions;
using Policy.Rules.Releases;

namespace Policy.Rules.Simulations;

/// <summary>One of the two that a simulation compares: a document of a release. Thread-safe.</summary>
public sealed class SimulatedRules
{
    private readonly bool _clearance;

    /// <summary>Makes it.</summary>
    /// <param name="release">The release.</param>
    /// <param name="key">Key of the document that decides.</param>
    public SimulatedRules(CompiledRelease release, string key = Clearance.Flow)
    {
        ArgumentNullException.ThrowIfNull(release);
        (Release, Key, _clearance) = (release, key, key == Clearance.Flow);
        FactType = release.Rules.FactTypeOf(key);
        Amounts = release.Rules.Document(key) switch
        {
            _ when _clearance => ["duty", "vat", "consumption"],
            DecisionTableDocument table => [.. table.Outputs.Where(o => o.Type == FieldType.Number).Select(o => o.Name)],
            ScriptDocument script => [.. script.Outputs.Where(o => o.Type == FieldType.Number).Select(o => o.Name)],
            ScorecardDocument => ["score"],
            _ => [],
        };
    }

    /// <summary>The release.</summary>
    public CompiledRelease Release { get; }

    /// <summary>Key of the document.</summary>
    public string Key { get; }

    /// <summary>The fact type it decides on; null when there is no such document.</summary>
    public FactType? FactType { get; }

    /// <summary>Outcomes that every report counts, from best to worst; empty for other documents than the clearance flow.</summary>
    internal ImmutableArray<string> Outcomes => _clearance ? Clearance.Outcomes : [];

    /// <summary>Names of the numbers that are summed up.</summary>
    internal ImmutableArray<string> Amounts { get; }

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

    /// <summary>A number that is summed up; zero where there is none.</summary>
    internal decimal Amount(Judgement judgement, string name)
    {
        var of = _clearance ? new StepOutputs(judgement.Evaluation).Of("tax")
            : judgement.Evaluation.Outputs;
        return of.Kind == ValueKind.Object && of.AsObject()[name] is { Kind: ValueKind.Number } amount ? amount.AsNumber() : 0;
    }

    private Judgement Judge(Facts facts, Fault? fault)
    {
        if (_clearance) return fault is null ? Clearance.Judge(Release, facts) : Clearance.Closed(Release, facts, fault);
        var evaluation = fault is not null ? new Evaluation { Faults = [fault] }
            : Release.Rules.Evaluate(Key, facts);
        var outcome = evaluation.Faults.IsEmpty ? OutcomeText.Of(evaluation) : OutcomeText.Fault;
        return new Judgement(
            outcome, Channel: "", Selected: false, evaluation.Faults, evaluation, ReasonBook.Of(Release).Reasons(evaluation, evaluation.Faults, Key));
    }
}

/// <summary>The kinds of outcome of documents other than the clearance flow: few enough to be counted.</summary>
internal static class OutcomeText
{
    public const string Fault = "fault";

    /// <summary>A flow's outcome, else what the outputs say in words: numbers and lists are left out.</summary>
    public static string Of(Evaluation evaluation)
    {
        var value = evaluation.Outcome.IsNull ? evaluation.Outputs : evaluation.Outcome;
        if (value.Kind != ValueKind.Object) return Word(value) ?? (value.Kind == ValueKind.List ? "list" : "number");
        var members = value.AsObject();
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
