using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Policy.Engine;
using Policy.Rules.Releases;

namespace Policy.Rules.Decisions;

/// <summary>The decision as the outside sees it, without id and time of deciding: the same decision gives the same bytes.</summary>
internal static class DecisionJson
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly ImmutableArray<string> Named = ["negative", "credit", "tax", "channel", "sampling"];
    private static readonly Value NoItems = Value.List([]);

    public static string Write(Release release, Facts facts, Judgement judgement)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Relaxed)) Write(writer, release, facts, judgement);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, Release release, Facts facts, Judgement judgement)
    {
        var outputs = new StepOutputs(judgement.Evaluation);
        writer.WriteStartObject();
        Write(writer, "declarationNo", facts.Content["declarationNo"]);
        writer.WriteString("zone", release.Zone);
        writer.WriteStartObject("release");
        writer.WriteNumber("number", release.Number);
        writer.WriteString("hash", release.Hash);
        if (release.Trial is { } trial) writer.WriteNumber("trial", trial);
        writer.WriteEndObject();
        writer.WriteString("outcome", judgement.Outcome);
        writer.WriteString("channel", judgement.Channel);

        writer.WriteStartObject("negativeList");
        Write(writer, "effect", outputs.Of("negative", "effect"));
        Write(writer, "hits", outputs.Of("negative", "hits") is { IsNull: false } hits ? hits : NoItems);
        writer.WriteEndObject();

        writer.WriteStartObject("credit");
        Write(writer, "grade", outputs.Of("credit", "grade"));
        Write(writer, "score", outputs.Of("credit", "score"));
        writer.WriteEndObject();

        writer.WriteStartObject("tax");
        Write(writer, "exempt", outputs.Of("tax", "exempt"));
        Write(writer, "missing", outputs.Of("tax", "missing") is { IsNull: false } missing ? missing : NoItems);
        Write(writer, "duty", outputs.Of("tax", "duty"));
        Write(writer, "vat", outputs.Of("tax", "vat"));
        Write(writer, "consumption", outputs.Of("tax", "consumption"));
        writer.WriteEndObject();

        writer.WriteStartObject("sampling");
        Write(writer, "ratio", outputs.Of("sampling", "ratio"));
        Write(writer, "draw", facts.Content["draw"]);
        writer.WriteBoolean("selected", judgement.Selected);
        writer.WriteEndObject();

        WriteOthers(writer, outputs);
        writer.WriteStartArray("reasons");
        foreach (var reason in judgement.Reasons) Write(writer, reason);
        writer.WriteEndArray();
        writer.WriteStartArray("faults");
        foreach (var fault in judgement.Faults) Write(writer, fault);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteOthers(Utf8JsonWriter writer, StepOutputs outputs)
    {
        var others = outputs.Live.Where(step => !Named.Contains(step.Step)).ToArray();
        if (others.Length == 0) return;
        writer.WriteStartObject("other");
        foreach (var step in others) Write(writer, step.Step, step.Evaluation.Outputs);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Reason reason)
    {
        writer.WriteStartObject();
        writer.WriteString("step", reason.Step);
        writer.WriteString("document", reason.Document);
        if (reason.Layer is { } layer)
        {
            writer.WriteNumber("version", layer.Version);
            writer.WriteString("zone", layer.Zone);
        }
        else
        {
            writer.WriteNull("version");
        }

        writer.WriteString("row", reason.Row);
        Write(writer, "text", reason.Text);
        writer.WriteString("legalBasis", reason.LegalBasis);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Fault fault)
    {
        writer.WriteStartObject();
        writer.WriteString("code", fault.Code);
        writer.WriteString("document", fault.Document);
        writer.WriteString("item", fault.Item);
        Write(writer, "message", fault.Message);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, LocalizedText text)
    {
        writer.WriteStartObject(name);
        writer.WriteString("zh-CN", text.ZhCn);
        writer.WriteString("en", text.En);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, Value value)
    {
        writer.WritePropertyName(name);
        ValueJson.Write(writer, value);
    }
}
