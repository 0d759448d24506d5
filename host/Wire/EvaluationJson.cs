using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Policy.Engine;

namespace Policy.Host.Wire;

/// <summary>Evaluations, faults and traces as JSON.</summary>
internal static class EvaluationJson
{
    /// <summary>Chinese unescaped, like the canonical JSON of values.</summary>
    public static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes the properties <c>outputs</c>, <c>matched</c> and <c>faults</c>.</summary>
    public static void WriteResult(Utf8JsonWriter writer, Evaluation evaluation, string language)
    {
        writer.WritePropertyName("outputs");
        ValueJson.Write(writer, evaluation.Outputs);
        writer.WriteStartArray("matched");
        foreach (var id in evaluation.Matched) writer.WriteStringValue(id);
        writer.WriteEndArray();
        WriteFaults(writer, evaluation.Faults, language);
    }

    /// <summary>Writes the property <c>trace</c>: the document's passes, or in a flow its steps with theirs.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="evaluation">An evaluation made with tracing on.</param>
    /// <param name="language">Language of messages.</param>
    /// <param name="shown">What is shown for a value, to mask it; null shows it as it is.</param>
    public static void WriteTrace(
        Utf8JsonWriter writer, Evaluation evaluation, string language, Func<Value, Value>? shown = null)
    {
        shown ??= value => value;
        if (evaluation.Steps.IsEmpty)
        {
            writer.WritePropertyName("trace");
            WritePasses(writer, evaluation.Trace?.Passes ?? [], shown);
            return;
        }

        writer.WriteStartArray("trace");
        foreach (var step in evaluation.Steps)
        {
            writer.WriteStartObject();
            writer.WriteString("step", step.Step);
            writer.WriteString("document", step.Document);
            if (step.Shadow) writer.WriteBoolean("shadow", true);
            Write(writer, "outputs", shown(step.Evaluation.Outputs));
            WriteFaults(writer, step.Evaluation.Faults, language);
            writer.WritePropertyName("passes");
            WritePasses(writer, step.Evaluation.Trace?.Passes ?? [], shown);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteFaults(Utf8JsonWriter writer, ImmutableArray<Fault> faults, string language)
    {
        writer.WriteStartArray("faults");
        foreach (var fault in faults)
        {
            writer.WriteStartObject();
            writer.WriteString("code", fault.Code);
            writer.WriteString("document", fault.Document);
            writer.WriteString("item", fault.Item);
            writer.WriteString("message", fault.Message.In(language));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WritePasses(Utf8JsonWriter writer, ImmutableArray<TracePass> passes, Func<Value, Value> shown)
    {
        writer.WriteStartArray();
        foreach (var pass in passes)
        {
            writer.WriteStartObject();
            if (pass.Line is { } line) writer.WriteNumber("line", line);
            writer.WriteStartArray("items");
            foreach (var item in pass.Items) WriteItem(writer, item, shown);
            writer.WriteEndArray();
            Write(writer, "output", shown(pass.Output));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteItem(Utf8JsonWriter writer, TraceItem item, Func<Value, Value> shown)
    {
        writer.WriteStartObject();
        writer.WriteString("id", item.Id);
        writer.WriteBoolean("inPeriod", item.InPeriod);
        writer.WriteBoolean("hit", item.Hit);
        writer.WriteBoolean("decided", item.Decided);
        writer.WriteStartArray("cells");
        foreach (var cell in item.Cells)
        {
            writer.WriteStartObject();
            writer.WriteString("column", cell.Column);
            writer.WriteString("test", cell.Test);
            Write(writer, "value", shown(cell.Value));
            if (cell.Holds is { } holds) writer.WriteBoolean("holds", holds);
            else writer.WriteNull("holds");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, Value value)
    {
        writer.WritePropertyName(name);
        ValueJson.Write(writer, value);
    }
}
