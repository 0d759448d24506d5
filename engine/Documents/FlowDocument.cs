using System.Collections.Immutable;

namespace Policy.Engine.Documents;

/// <summary>Which decisions make up one answer, in order.</summary>
public sealed record FlowDocument : Document
{
    /// <inheritdoc/>
    public override string Kind => "flow";

    /// <summary>Steps, in order. A later step reads an earlier one's outputs as <c>id.output</c>.</summary>
    public ImmutableArray<FlowStep> Steps { get; init; } = [];

    /// <summary>FEEL expression over facts and step outputs: the flow's outcome; null gives no outcome.</summary>
    public string? Outcome { get; init; }
}

/// <summary>A step.</summary>
public sealed record FlowStep
{
    /// <summary>Name under which later steps read the outputs.</summary>
    public required string Id { get; init; }

    /// <summary>Key of the document that is evaluated.</summary>
    public required string Use { get; init; }

    /// <summary>FEEL condition; when it is not true the step does not run and its output is null. Null: always.</summary>
    public string? When { get; init; }

    /// <summary>Object field of the facts that is handed to the document when its fact type is not the flow's; null:
    /// the field named like that fact type.</summary>
    public string? Facts { get; init; }
}
