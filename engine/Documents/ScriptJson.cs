namespace Policy.Engine.Documents;

internal static class ScriptJson
{
    public static ScriptDocument Read(ObjectReader json, string key, Func<string, string?>? sourceFile) => new()
    {
        Key = key,
        Outputs = json.Objects("outputs", DecisionTableJson.ReadOutput),
        Source = ReadSource(json, sourceFile),
    };

    public static void Write(ObjectWriter json, ScriptDocument document)
    {
        json.Objects("outputs", document.Outputs, DecisionTableJson.WriteOutput);
        json.Text("source", document.Source);
    }

    private static string ReadSource(ObjectReader json, Func<string, string?>? sourceFile)
    {
        var source = json.OptionalText("source", DocumentLimits.Source);
        var file = json.OptionalText("sourceFile");
        var fileAt = json.At.At("sourceFile");
        if (source is not null && file is not null) fileAt.Error(DiagnosticCode.SourceFile, Messages.TwoSources);
        if (source is not null || file is null)
        {
            if (source is null && fileAt.IsClean && json.At.At("source").IsClean) json.Missing("source");
            return source ?? "";
        }

        var text = sourceFile?.Invoke(file);
        if (text is null) fileAt.Error(DiagnosticCode.SourceFile, Messages.SourceFile(file));
        else if (text.Length > DocumentLimits.Source) fileAt.Error(DiagnosticCode.TooLong, Messages.TooLong(text.Length, DocumentLimits.Source));
        return text ?? "";
    }
}
