using System.Text.Json;
using Policy.Engine;

namespace Policy.Host.Wire;

/// <summary>Findings as JSON: <c>[{"pointer","code","message"}]</c>.</summary>
internal static class FindingsJson
{
    /// <summary>Most findings in one answer; whoever has more mends these first.</summary>
    public const int Most = 1000;

    /// <summary>Writes the property <c>errors</c>.</summary>
    public static void WriteErrors(Utf8JsonWriter writer, IEnumerable<Diagnostic> findings, string language)
    {
        writer.WriteStartArray("errors");
        foreach (var finding in findings.Take(Most))
        {
            writer.WriteStartObject();
            writer.WriteString("pointer", finding.Pointer);
            writer.WriteString("code", finding.Code);
            writer.WriteString("message", finding.Message.In(language));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
