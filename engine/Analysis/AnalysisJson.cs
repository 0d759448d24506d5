using System.Collections.Immutable;
using System.Text.Json;

namespace Policy.Engine.Analysis;

/// <summary>Findings and differences as JSON, always in the same order.</summary>
internal static class AnalysisJson
{
    /// <summary>Writes the members of a finding into an open object.</summary>
    public static void Write(Utf8JsonWriter writer, Finding finding, string language)
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

    /// <summary>Writes a difference as an object.</summary>
    public static void Write(Utf8JsonWriter writer, Difference difference)
    {
        writer.WriteStartObject();
        WriteRows(writer, difference.Rows);
        writer.WriteBoolean("decided", difference.IsDecided);
        writer.WriteStartArray("regions");
        foreach (var region in difference.Regions) WriteRegion(writer, region);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteRows(Utf8JsonWriter writer, RowChanges rows)
    {
        writer.WriteStartObject("rows");
        WriteTexts(writer, "added", rows.Added);
        WriteTexts(writer, "removed", rows.Removed);
        writer.WriteStartArray("changed");
        foreach (var row in rows.Changed)
        {
            writer.WriteStartObject();
            writer.WriteString("id", row.Id);
            WriteCells(writer, "cells", row.Cells);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteTexts(writer, "moved", rows.Moved);
        if (!rows.Document.IsEmpty) WriteCells(writer, "document", rows.Document);
        writer.WriteEndObject();
    }

    private static void WriteCells(Utf8JsonWriter writer, string name, ImmutableArray<CellChange> cells)
    {
        writer.WriteStartArray(name);
        foreach (var cell in cells)
        {
            writer.WriteStartObject();
            writer.WriteString("column", cell.Column);
            writer.WriteString("before", cell.Before);
            writer.WriteString("after", cell.After);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteRegion(Utf8JsonWriter writer, Region region)
    {
        writer.WriteStartObject();
        WriteRegion(writer, "when", region.When);
        writer.WritePropertyName("before");
        ValueJson.Write(writer, region.Before);
        writer.WritePropertyName("after");
        ValueJson.Write(writer, region.After);
        WriteTexts(writer, "rowsBefore", region.RowsBefore);
        WriteTexts(writer, "rowsAfter", region.RowsAfter);
        writer.WriteBoolean("proved", region.IsProved);
        WriteFacts(writer, "witness", region.Witness);
        writer.WriteEndObject();
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
