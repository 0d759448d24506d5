using System.Text.Json;

namespace Policy.Engine.Documents;

internal static class WorkflowJson
{
    private static readonly JsonElement Empty = JsonElement.Parse("{}");

    public static WorkflowDocument Read(ObjectReader json, string key)
    {
        var workflow = json.Raw("workflow");
        if (workflow is null) json.Missing("workflow");
        else if (workflow.Value.ValueKind != JsonValueKind.Object)
            json.At.At("workflow").Error(DiagnosticCode.Mistyped, Messages.Mistyped(workflow.Value, Messages.Object));
        return new WorkflowDocument { Key = key, Workflow = workflow ?? Empty };
    }

    public static void Write(ObjectWriter json, WorkflowDocument document) => json.Raw("workflow", document.Workflow);
}
