namespace Policy.Engine.Documents;

internal static class FactTypeJson
{
    public static FactTypeDocument Read(ObjectReader json, string key) => new()
    {
        Key = key,
        Fields = json.Objects("fields", ReadField),
    };

    public static void Write(ObjectWriter json, FactTypeDocument document) =>
        json.Objects("fields", document.Fields, WriteField);

    private static Field ReadField(ObjectReader json) => ReadField(json, json.Text("name"));

    public static Field ReadField(ObjectReader json, string name) => new()
    {
        Name = name,
        Type = json.RequiredChoice<FieldType>("type"),
        Title = json.Localized("title"),
        Unit = json.OptionalText("unit"),
        Values = json.Texts("values"),
        Ordered = json.Flag("ordered"),
        Optional = json.Flag("optional"),
        Personal = json.Flag("personal"),
        Provided = json.Flag("provided"),
        Minimum = json.Number("minimum"),
        Maximum = json.Number("maximum"),
        MaxLength = json.Count("maxLength"),
        MinItems = json.Count("minItems"),
        MaxItems = json.Count("maxItems"),
        Items = json.Choice<FieldType>("items"),
        Fields = json.Objects("fields", ReadField),
    };

    public static void WriteField(ObjectWriter json, Field field)
    {
        json.Text("name", field.Name);
        json.Choice<FieldType>("type", field.Type);
        json.Localized("title", field.Title);
        json.Text("unit", field.Unit);
        json.Texts("values", field.Values);
        json.Flag("ordered", field.Ordered);
        json.Flag("optional", field.Optional);
        json.Flag("personal", field.Personal);
        json.Flag("provided", field.Provided);
        json.Number("minimum", field.Minimum);
        json.Number("maximum", field.Maximum);
        json.Number("maxLength", field.MaxLength);
        json.Number("minItems", field.MinItems);
        json.Number("maxItems", field.MaxItems);
        json.Choice("items", field.Items);
        json.Objects("fields", field.Fields, WriteField);
    }
}
