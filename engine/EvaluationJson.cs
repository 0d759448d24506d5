using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Policy.Engine;

/// <summary>Evaluations as canonical JSON: <c>outputs</c>, <c>matched</c>, <c>faults</c> and, when traced,
/// <c>trace</c>; messages in both languages. The same evaluation gives the same bytes.</summary>
public static class EvaluationJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One JSON object as UTF-8.</summary>
    public static byte[] ToUtf8(Evaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            WriteMembers(json, evaluation);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes the members into an object that the caller has begun.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="shown">What is shown of a value, to mask it; null shows it as it is.</param>
    public static void WriteMembers(Utf8JsonWriter json, Evaluation evaluation, Func<Value, Value>? shown = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(evaluation);
        shown ??= value => value;
        Write(json, "outputs", shown(evaluation.Outputs));
        json.WriteStartArray("matched");
        foreach (var id in evaluation.Matched) json.WriteStringValue(id);
        json.WriteEndArray();
        WriteFaults(json, evaluation.Faults);
        if (evaluation.Trace is { } trace) WriteTrace(json, trace, evaluation.Steps, shown);
    }

    private static void WriteFaults(Utf8JsonWriter json, ImmutableArray<Fault> faults)
    {
        json.WriteStartArray("faults");
        foreach (var fault in faults)
        {
            json.WriteStartObject();
            json.WriteString("code", fault.Code);
            json.WriteString("document", fault.Document);
            json.WriteString("item", fault.Item);
            json.WriteStartObject("message");
            json.WriteString("zh-CN", fault.Message.ZhCn);
            json.WriteString("en", fault.Message.En);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTrace(Utf8JsonWriter json, Trace trace, ImmutableArray<StepEvaluation> steps, Func<Value, Value> shown)
    {
        json.WriteStartObject("trace");
        json.WriteString("document", trace.Document);
        json.WriteStartArray("passes");
        foreach (var pass in trace.Passes) WritePass(json, pass, shown);
        json.WriteEndArray();
        if (!steps.IsEmpty)
        {
            json.WriteStartArray("steps");
            foreach (var step in steps)
            {
                json.WriteStartObject();
                json.WriteString("step", step.Step);
                json.WriteString("document", step.Document);
                json.WriteBoolean("shadow", step.Shadow);
                WriteMembers(json, step.Evaluation, shown);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WritePass(Utf8JsonWriter json, TracePass pass, Func<Value, Value> shown)
    {
        json.WriteStartObject();
        if (pass.Line is { } line) json.WriteNumber("line", line);
        json.WriteStartArray("items");
        foreach (var item in pass.Items)
        {
            json.WriteStartObject();
            json.WriteString("id", item.Id);
            json.WriteBoolean("inPeriod", item.InPeriod);
            json.WriteBoolean("hit", item.Hit);
            json.WriteBoolean("decided", item.Decided);
            json.WriteStartArray("cells");
            foreach (var cell in item.Cells)
            {
                json.WriteStartObject();
                json.WriteString("column", cell.Column);
                json.WriteString("test", cell.Test);
                Write(json, "value", shown(cell.Value));
                if (cell.Holds is { } holds) json.WriteBoolean("holds", holds);
                else json.WriteNull("holds");
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, "output", shown(pass.Output));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, Value value)
    {
        json.WritePropertyName(name);
        ValueJson.Write(json, value);
    }
}
