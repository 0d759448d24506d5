using System.Collections.Immutable;
using System.Text.Json;
using Policy.Engine.Analysis;
using Policy.Engine;

namespace Policy.Host.Wire;

/// <summary>Findings of analyses as JSON.</summary>
internal static class AnalysisJson
{
    /// <summary>Writes the members of a finding into an open object.</summary>
    public static void WriteFinding(Utf8JsonWriter writer, Finding finding, string language)
    {
        writer.WriteString("document", finding.Document);
        writer.WriteString("code", finding.Code);
        writer.WriteString("severity", JsonNamingPolicy.CamelCase.ConvertName(finding.Severity.ToString()));
        if (finding.Property is not null) writer.WriteString("property", finding.Property);
        WriteTexts(writer, "rows", finding.Rows);
        WriteRegion(writer, "region", finding.Region);
        writer.WriteBoolean("proved", finding.IsProved);
        WriteFacts(writer, "witness", finding.Witness);
        if (finding.Compared is not null) WriteFacts(writer, "compared", finding.Compared);
        writer.WriteString("message", finding.Message.In(language));
    }

    private static void WriteRegion(Utf8JsonWriter writer, string name, ImmutableSortedDictionary<string, string> sides)
    {
        writer.WriteStartObject(name);
        foreach (var (input, cell) in sides) writer.WriteString(input, cell);
        writer.WriteEndObject();
    }

    private static void WriteFacts(Utf8JsonWriter writer, string name, Facts? facts)
    {
        writer.WritePropertyName(name);
        ValueJson.Write(writer, facts is null ? Value.Null : Value.Object(facts.Content));
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, ImmutableArray<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
