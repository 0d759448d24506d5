using Policy.Engine.Expressions;

namespace Policy.Engine.Compiling;

/// <summary>Outputs of other decisions as values that expressions read. The output of a faulted decision is a mark whose
/// reading is a fault itself, so that nothing is decided on it.</summary>
internal static class Decisions
{
    private static readonly Context FaultedMark = new(new Shape([]), []);
    private static readonly Value Faulted = Value.Object(FaultedMark);

    public static Value OutputOf(Evaluation evaluation) => evaluation.Faults.IsEmpty ? evaluation.Outputs : Faulted;

    /// <summary>The name under which expressions read the decision at a position.</summary>
    public static Symbol Symbol(string name, DataType type, int position) => new(name, type, new DecisionPlace(name, position));

    /// <summary>A decision that read the output of a faulted one has decided nothing.</summary>
    public static Evaluation Settled(Evaluation evaluation)
    {
        foreach (var fault in evaluation.Faults)
        {
            if (fault.Code == DiagnosticCode.RequiredDecisionFaulted)
                return evaluation with { Outputs = Value.Null, Matched = [], Faults = [.. evaluation.Faults.Distinct()] };
        }

        return evaluation;
    }

    private sealed class DecisionPlace(string name, int position) : Place
    {
        public override bool IsSafe => false;

        public override ref readonly Value Read(Frame frame)
        {
            ref readonly var output = ref frame.Decisions[position];
            if (output.Kind == ValueKind.Object && ReferenceEquals(output.AsObject(), FaultedMark))
                return ref Fault(frame, DiagnosticCode.RequiredDecisionFaulted, Messages.RequiredDecisionFaulted(name));
            return ref output;
        }
    }
}

/// <summary>A decision that another one reads.</summary>
/// <param name="Name">Name under which it is read.</param>
/// <param name="Document">The required document.</param>
/// <param name="Mapping">Its facts out of the reader's.</param>
internal sealed record Requirement(string Name, CompiledDocument Document, FactMapping Mapping)
{
    public Evaluation Evaluate(Context facts, DateOnly? asOf, string reader) => Mapping.Map(facts) is { } mapped
        ? Document.Evaluate(mapped, asOf, trace: false)
        : new Evaluation { Faults = [Mapping.Absent(reader, Name)] };
}
