namespace Policy.Engine;

public static partial class DiagnosticCode
{
    /// <summary>A decision read the output of one that went wrong. Cure: correct the decision that went wrong.</summary>
    public const string RequiredDecisionFaulted = "PE2101";

    /// <summary>The object field that is handed to a document of another fact type is absent. Cure: submit the
    /// object, or make the step conditional.</summary>
    public const string MappedFactsAbsent = "PE2102";

    /// <summary>A row or entry has a period, but the facts have no declaration day. Cure: give the facts their
    /// <c>declaredAt</c>.</summary>
    public const string NoDay = "PE2103";

    /// <summary>An output of another type than declared, or outside the declared values. Cure: correct the output
    /// cell.</summary>
    public const string OutputFault = "PE2104";

    /// <summary>The document reads steps of a flow and cannot be evaluated alone. Cure: evaluate the flow that it is
    /// a step of.</summary>
    public const string NeedsFlow = "PE2105";

    /// <summary>Several rows hit under the hit policy <c>unique</c>. Cure: make the rows exclude each other, or
    /// choose another hit policy.</summary>
    public const string NotUnique = "PE2110";

    /// <summary>Rows with different outputs hit under the hit policy <c>any</c>. Cure: give the rows equal outputs,
    /// or choose another hit policy.</summary>
    public const string NotSame = "PE2111";

    /// <summary>A row that hit has no number to aggregate. Cure: give the row a number.</summary>
    public const string NothingToAggregate = "PE2112";

    /// <summary>No grade band holds for the score. Cure: let the bands cover every score.</summary>
    public const string NoGrade = "PE2120";

    /// <summary>A sum outside the range of decimals. Cure: bound the values that are added.</summary>
    public const string SumOverflow = "PE2121";
}
