namespace Policy.Engine.Compiling;

/// <summary>Outputs of decisions, as the document that reads them counts them.</summary>
/// <param name="outputs">The outputs; whoever evaluates may use the array again afterwards.</param>
/// <param name="positions">By decision of the document: its place among the outputs.</param>
internal readonly struct Known(Value[] outputs, int[] positions)
{
    /// <summary>For documents that read no decisions.</summary>
    public static Known Nothing { get; } = new([], []);

    /// <summary>Outputs by decision of the document.</summary>
    public static Known Of(Value[] outputs) => new(outputs, [.. Enumerable.Range(0, outputs.Length)]);

    /// <summary>The output of a decision of the document.</summary>
    public ref readonly Value this[int decision] => ref outputs[positions[decision]];

    /// <summary>The same, to keep.</summary>
    public Known Kept() => new((Value[])outputs.Clone(), positions);
}
