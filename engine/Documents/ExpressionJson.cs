namespace Policy.Engine.Documents;

internal static class ExpressionJson
{
    private const string ResultName = "result";

    public static ExpressionDocument Read(ObjectReader json, string key) => new()
    {
        Key = key,
        Expression = json.Text("expression", DocumentLimits.Cell),
        Result = json.Nested("result", result => FactTypeJson.ReadField(result, ResultName)),
    };

    public static void Write(ObjectWriter json, ExpressionDocument document)
    {
        json.Text("expression", document.Expression);
        json.Nested("result", document.Result, (writer, field) => FactTypeJson.WriteField(writer, field with { Name = "" }));
    }
}
