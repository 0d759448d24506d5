using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Policy.Rules.Storage;

/// <summary>JSON in one form only: members in ordinal order, no white space. Hashes are taken over it, so that they can be
/// checked from any text of the same content.</summary>
internal static class CanonicalJson
{
    public static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The canonical text of a value as the store writes it.</summary>
    public static string Of<T>(T value) => Of(JsonSerializer.SerializeToElement(value, StoreJson.Options));

    /// <summary>The canonical text of a JSON value.</summary>
    public static string Of(JsonElement json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Relaxed)) Write(writer, json);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The content hash of a value as the store writes it.</summary>
    public static string Hash<T>(T value) => ContentHash.Of(Of(value));

    /// <summary>The hash of what is written, <c>sha256:…</c>.</summary>
    public static string HashWritten(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Relaxed)) write(writer);
        return ContentHash.Of(buffer.WrittenSpan);
    }

    /// <summary>Writes a JSON value, of an object all members but one (null: all).</summary>
    /// <param name="writer">Writes it.</param>
    /// <param name="json">The value.</param>
    /// <param name="without">Name of the member left out.</param>
    /// <param name="asWritten">True when the store wrote the text, so that strings are escaped as they should be already.</param>
    public static void Write(Utf8JsonWriter writer, JsonElement json, string? without = null, bool asWritten = false)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in json.EnumerateObject().Where(m => m.Name != without).OrderBy(m => m.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value, asWritten: asWritten);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in json.EnumerateArray()) Write(writer, item, asWritten: asWritten);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String when asWritten:
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(json), skipInputValidation: true);
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
