namespace Policy.Engine.Documents;

internal static class FlowJson
{
    public static FlowDocument Read(ObjectReader json, string key) => new()
    {
        Key = key,
        Steps = json.Objects("steps", ReadStep),
        Outcome = json.OptionalText("outcome", DocumentLimits.Cell),
    };

    public static void Write(ObjectWriter json, FlowDocument document)
    {
        json.Objects("steps", document.Steps, WriteStep);
        json.Text("outcome", document.Outcome);
    }

    private static FlowStep ReadStep(ObjectReader json) => new()
    {
        Id = json.Text("id"),
        Use = json.Text("use"),
        When = json.OptionalText("when", DocumentLimits.Cell),
        Facts = json.OptionalText("facts"),
    };

    private static void WriteStep(ObjectWriter json, FlowStep step)
    {
        json.Text("id", step.Id);
        json.Text("use", step.Use);
        json.Text("when", step.When);
        json.Text("facts", step.Facts);
    }
}
