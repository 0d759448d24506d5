using System.Collections.Immutable;
using Policy.Engine;
using Policy.Rules.Releases;

namespace Policy.Rules.Decisions;

/// <summary>The clearance decision on a declaration: pure.</summary>
public static class Clearance
{
    /// <summary>Key of the flow that decides. Its steps <c>negative</c>, <c>credit</c>, <c>tax</c>, <c>channel</c> and
    /// <c>sampling</c> make up the decision; others may stand beside them.</summary>
    public const string Flow = "clearance";

    // From best to worst.
    internal static readonly ImmutableArray<string> Outcomes = ["release", "inspect", "review", "return", "prohibit"];

    /// <summary>Decides by a release. A parcel that is drawn, or goes the red channel, is at least inspected. A fault
    /// closes: channel red, outcome never better than review.</summary>
    /// <param name="release">The release in force at the declaration's instant.</param>
    /// <param name="facts">The complete facts, of fact type <c>declaration</c>.</param>
    /// <param name="trace">True to explain.</param>
    public static Decision Decide(CompiledRelease release, Facts facts, bool trace = false)
    {
        ArgumentNullException.ThrowIfNull(release);
        ArgumentNullException.ThrowIfNull(facts);
        var judgement = Judge(release, facts, trace);
        return new Decision
        {
            Outcome = judgement.Outcome,
            Channel = judgement.Channel,
            Rows = [.. judgement.Reasons.Where(r => r.IsRow).Select(r => $"{r.Document}/{r.Row}").Distinct(StringComparer.Ordinal)],
            Faults = judgement.Faults,
            Evaluation = judgement.Evaluation,
            Json = DecisionJson.Write(release.Release, facts, judgement),
        };
    }

    /// <summary>The same, not written down.</summary>
    internal static Judgement Judge(CompiledRelease release, Facts facts, bool trace = false) =>
        release.Rules.Document(Flow) is FlowDocument
            ? Judge(release, facts, release.Rules.Evaluate(Flow, facts, trace))
            : Closed(release, facts, ClearanceFaults.WithoutFlow);

    /// <summary>How it is decided when a fault leaves nothing to decide by.</summary>
    internal static Judgement Closed(CompiledRelease release, Facts facts, Fault fault) =>
        Judge(release, facts, new Evaluation { Faults = [fault] });

    private static Judgement Judge(CompiledRelease release, Facts facts, Evaluation evaluation)
    {
        var outputs = new StepOutputs(evaluation);
        var faults = evaluation.Faults.ToBuilder();
        var evaluated = faults.Count == 0;

        var channel = outputs.Of("channel", "channel");
        if (evaluated && !IsText(channel, "green") && !IsText(channel, "red")) faults.Add(ClearanceFaults.Channel(channel));
        var outcome = outputs.Outcome;
        if (evaluated && Rank(outcome) < 0) faults.Add(ClearanceFaults.Outcome(outcome));
        var (ratio, draw) = (outputs.Of("sampling", "ratio"), facts.Content["draw"]);
        if (evaluated && ratio.Kind == ValueKind.Number && draw.Kind != ValueKind.Number) faults.Add(ClearanceFaults.WithoutDraw);

        var selected = ratio.Kind == ValueKind.Number && draw.Kind == ValueKind.Number && draw.AsNumber() < ratio.AsNumber();
        var closed = faults.Count > 0;
        var isRed = closed || IsText(channel, "red");
        var rank = Math.Max(Rank(outcome), closed ? Rank("review") : selected || isRed ? Rank("inspect") : Rank("release"));
        var all = faults.ToImmutable();
        return new Judgement(
            Outcomes[rank], isRed ? "red" : "green", selected, all, evaluation, release.Reasons.Reasons(evaluation, all));
    }

    private static bool IsText(Value value, string text) => value.Kind == ValueKind.Text && value.AsText() == text;

    private static int Rank(Value outcome) => outcome.Kind == ValueKind.Text ? Rank(outcome.AsText()) : -1;

    private static int Rank(string outcome) => Outcomes.IndexOf(outcome);
}

/// <summary>The outputs of the steps that count, by step and member.</summary>
internal sealed class StepOutputs(Evaluation evaluation)
{
    /// <summary>The flow's outcome.</summary>
    public Value Outcome => evaluation.Outcome;

    /// <summary>The steps that ran and change the decision, in order.</summary>
    public IEnumerable<StepEvaluation> Live => evaluation.Steps.Where(step => !step.Shadow);

    /// <summary>A step's output; null when it did not run or ran in shadow.</summary>
    public Value Of(string step)
    {
        foreach (var own in evaluation.Steps)
            if (own.Step == step && !own.Shadow) return own.Evaluation.Outputs;
        return Value.Null;
    }

    /// <summary>A member of a step's output.</summary>
    public Value Of(string step, string member) =>
        Of(step) is { Kind: ValueKind.Object } output ? output.AsObject()[member] : Value.Null;
}
