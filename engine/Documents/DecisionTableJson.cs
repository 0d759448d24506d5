namespace Policy.Engine.Documents;

internal static class DecisionTableJson
{
    public static DecisionTableDocument Read(ObjectReader json, string key) => new()
    {
        Key = key,
        ForEach = json.OptionalText("forEach"),
        HitPolicy = json.Choice<HitPolicy>("hitPolicy") ?? HitPolicy.Unique,
        Inputs = json.Objects("inputs", i => new TableInput(i.Text("expression", DocumentLimits.Cell), i.Localized("title"))),
        Outputs = json.Objects("outputs", ReadOutput),
        Rows = json.Objects("rows", ReadRow),
    };

    public static void Write(ObjectWriter json, DecisionTableDocument document)
    {
        json.Text("forEach", document.ForEach);
        json.Choice("hitPolicy", document.HitPolicy, HitPolicy.Unique);
        json.Objects("inputs", document.Inputs, WriteInput);
        json.Objects("outputs", document.Outputs, WriteOutput);
        json.Objects("rows", document.Rows, WriteRow);
    }

    public static TableOutput ReadOutput(ObjectReader json) => new()
    {
        Name = json.Text("name"),
        Type = json.RequiredChoice<FieldType>("type"),
        Title = json.Localized("title"),
        Unit = json.OptionalText("unit"),
        Values = json.Texts("values"),
        Default = json.OptionalText("default", DocumentLimits.Cell),
        Combine = json.Choice<Combine>("combine") ?? Combine.Collect,
    };

    public static void WriteOutput(ObjectWriter json, TableOutput output)
    {
        json.Text("name", output.Name);
        json.Choice<FieldType>("type", output.Type);
        json.Localized("title", output.Title);
        json.Text("unit", output.Unit);
        json.Texts("values", output.Values);
        json.Text("default", output.Default);
        json.Choice("combine", output.Combine, Combine.Collect);
    }

    public static TableRow ReadRow(ObjectReader json) => new()
    {
        Id = json.Text("id"),
        When = json.Cells("when"),
        Then = json.Cells("then"),
        Note = json.Localized("note"),
        LegalBasis = json.OptionalText("legalBasis"),
        From = json.Day("from"),
        To = json.Day("to"),
        Locked = json.Flag("locked"),
        Before = json.OptionalText("before"),
    };

    public static void WriteRow(ObjectWriter json, TableRow row)
    {
        json.Text("id", row.Id);
        json.Texts("when", row.When);
        json.Texts("then", row.Then);
        json.Localized("note", row.Note);
        json.Text("legalBasis", row.LegalBasis);
        json.Day("from", row.From);
        json.Day("to", row.To);
        json.Flag("locked", row.Locked);
        json.Text("before", row.Before);
    }

    private static void WriteInput(ObjectWriter json, TableInput input)
    {
        json.Text("expression", input.Expression);
        json.Localized("title", input.Title);
    }
}
