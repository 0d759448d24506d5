using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Policy.Rules.Storage;

/// <summary>Canonical JSON, over which content is hashed: members in ordinal order, no white space.</summary>
internal static class CanonicalJson
{
    public static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The content hash of a value as the store writes it.</summary>
    public static string Hash<T>(T value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
            Write(writer, JsonSerializer.SerializeToElement(value, StoreJson.Options));
        return ContentHash.Of(buffer.WrittenSpan);
    }

    /// <summary>Writes JSON in its canonical form.</summary>
    public static void Write(Utf8JsonWriter writer, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in json.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in json.EnumerateArray()) Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(json.GetString());
                break;
            default:
                json.WriteTo(writer);
                break;
        }
    }
}
