using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Policy.Engine;

namespace Policy.Rules.Decisions;

/// <summary>Adds what the platform knows to a submitted declaration: pure.</summary>
public static class Completion
{
    private const string Enterprise = "enterprise";
    private const string Draw = "draw";

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The complete facts. What was submitted stays; a member that the platform provides is the record's, and
    /// so is any other that was left out. Members that the declaration does not have are not taken over.</summary>
    /// <param name="submitted">The declaration as submitted, of fact type <c>declaration</c>.</param>
    /// <param name="enterprise">The credit record of its enterprise; null when it is not known.</param>
    /// <param name="draw">The sampling draw, at least 0 and below 1.</param>
    public static FactsReading Complete(Facts submitted, EnterpriseRecord? enterprise, decimal draw)
    {
        ArgumentNullException.ThrowIfNull(submitted);
        using var record = enterprise is null ? null : JsonDocument.Parse(enterprise.Json);
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
        {
            writer.WriteStartObject();
            for (var slot = 0; slot < submitted.Content.Count; slot++)
            {
                var field = submitted.Type.Fields[slot];
                writer.WritePropertyName(field.Name);
                if (field.Name == Draw) ValueJson.Write(writer, Value.Number(draw));
                else if (field.Name == Enterprise && field.Members is { } members && record is not null)
                    WriteMerged(writer, members, submitted.Content[slot], record.RootElement);
                else ValueJson.Write(writer, submitted.Content[slot]);
            }

            writer.WriteEndObject();
        }

        return Facts.Read(submitted.Type, buffer.WrittenMemory);
    }

    private static void WriteMerged(Utf8JsonWriter writer, FactType members, Value submitted, JsonElement record)
    {
        writer.WriteStartObject();
        foreach (var member in members.Fields)
        {
            var value = submitted.IsNull ? Value.Null : submitted.AsObject()[member.Name];
            writer.WritePropertyName(member.Name);
            if ((member.Definition.Provided || value.IsNull) && record.TryGetProperty(member.Name, out var known))
                known.WriteTo(writer);
            else ValueJson.Write(writer, value);
        }

        writer.WriteEndObject();
    }
}
