using System.Text.Json;

namespace Policy.Engine.Documents;

/// <summary>Expression rules in Microsoft RulesEngine's own JSON. Output:
/// <c>{"succeeded":["RuleName"],"events":["SuccessEvent"]}</c>.</summary>
public sealed record WorkflowDocument : Document
{
    /// <inheritdoc/>
    public override string Kind => "workflow";

    /// <summary>The workflow, unchanged.</summary>
    public required JsonElement Workflow { get; init; }
}
