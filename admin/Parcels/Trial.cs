using System.Collections.Immutable;
using System.Text;
using Policy.Admin.Common;
using Policy.Admin.Decisions;
using Policy.Engine;
using Policy.Rules.Decisions;
using Policy.Rules.Releases;

namespace Policy.Admin.Parcels;

/// <summary>What a release makes of a parcel, looked at from one of its documents.</summary>
/// <param name="Problems">What is wrong with the parcel; nothing was decided then.</param>
/// <param name="Decision">The clearance decision; null when the document takes no part in clearance.</param>
/// <param name="Outputs">The document's own outputs as indented JSON; null when it did not run.</param>
/// <param name="Trace">Why the document gave them; null when it did not run.</param>
/// <param name="Faults">What went wrong.</param>
public sealed record Trial(
    ImmutableArray<Diagnostic> Problems,
    DecisionView? Decision,
    string? Outputs,
    Trace? Trace,
    ImmutableArray<Fault> Faults)
{
    /// <summary>Decides a parcel by clearance, or evaluates the document alone when no step of clearance uses it.</summary>
    public static Trial Run(CompiledRelease release, string key, string parcel)
    {
        var rules = release.Rules;
        var clears = rules.Document(Clearance.Flow) is FlowDocument flow && (key == Clearance.Flow || flow.Steps.Any(s => s.Use == key));
        var root = clears ? Clearance.Flow : key;
        if (rules.FactTypeOf(root) is not { } type) return new([], null, null, null, []);
        var reading = Facts.Read(type, Encoding.UTF8.GetBytes(parcel));
        if (reading.Facts is null) return new(reading.Problems, null, null, null, []);
        if (!clears) return Of(null, rules.Evaluate(key, reading.Facts, trace: true), []);
        var decision = Clearance.Decide(release, reading.Facts, trace: true);
        var own = key == Clearance.Flow
            ? decision.Evaluation
            : decision.Evaluation.Steps.Where(s => s.Document == key).Select(s => s.Evaluation).FirstOrDefault();
        return Of(DecisionView.Parse(decision.Json), own, decision.Faults);
    }

    private static Trial Of(DecisionView? decision, Evaluation? own, ImmutableArray<Fault> faults) => new(
        [],
        decision,
        own is null ? null : Display.Indent(own.Outputs.ToString()),
        own?.Trace,
        own is null || decision is not null ? faults : own.Faults);
}
