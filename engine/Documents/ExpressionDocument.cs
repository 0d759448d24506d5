namespace Policy.Engine.Documents;

/// <summary>A decision that one FEEL expression makes (DMN 1.5, section 10.2.1.1): a calculation, a structure of values, a
/// choice. Its output is the value of the expression.</summary>
public sealed record ExpressionDocument : Document
{
    /// <inheritdoc/>
    public override string Kind => "expression";

    /// <summary>The FEEL expression over the facts, the required decisions and the functions.</summary>
    public required string Expression { get; init; }

    /// <summary>The type of the result; its name does not matter. A value of another type is a fault and gives null.
    /// Null: any type.</summary>
    public Field? Result { get; init; }
}
