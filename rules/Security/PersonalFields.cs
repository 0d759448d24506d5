using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Policy.Engine;

namespace Policy.Rules.Security;

/// <summary>Personal fields of recorded facts: sealed at rest field by field as <c>"sealed:1:…"</c>, bound to the
/// declaration; opened to decide again, masked in views.</summary>
internal sealed class PersonalFields(KeyRing keys)
{
    private const string Prefix = "sealed:";

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Facts with the personal fields of their type sealed. Without a type, all is sealed as one value.</summary>
    public string Seal(string facts, FactType? type, string declarationNo)
    {
        var context = Encoding.UTF8.GetBytes(declarationNo);
        using var json = JsonDocument.Parse(facts);
        return Write(writer =>
        {
            if (type is null) WriteSealed(writer, json.RootElement, context);
            else SealMembers(writer, json.RootElement, type, context);
        });
    }

    /// <summary>The facts as they were before they were sealed.</summary>
    public string Open(string facts, string declarationNo) =>
        Transform(facts, declarationNo, (writer, plain) => writer.WriteRawValue(plain));

    /// <summary>The facts with every personal field masked.</summary>
    public string Mask(string facts, string declarationNo) => Transform(facts, declarationNo, (writer, plain) =>
    {
        using var value = JsonDocument.Parse(plain);
        writer.WriteStringValue(value.RootElement.ValueKind == JsonValueKind.String ? Mask(value.RootElement.GetString()!) : "***");
    });

    /// <summary>Seals any bytes for a context.</summary>
    public string Seal(ReadOnlySpan<byte> plain, string context) => Prefix + keys.Seal(plain, Encoding.UTF8.GetBytes(context));

    /// <summary>Opens what was sealed for the same context.</summary>
    public byte[] OpenBytes(string sealedText, string context) =>
        keys.Open(sealedText[Prefix.Length..], Encoding.UTF8.GetBytes(context));

    /// <summary>A masked text: of a long number its first two and last four characters stay, of anything else the first.</summary>
    public static string Mask(string text)
    {
        if (text.Length == 0) return text;
        if (text.Length >= 10 && text.All(char.IsAsciiLetterOrDigit)) return $"{text[..2]}****…{text[^4..]}";
        var first = char.IsHighSurrogate(text[0]) && text.Length > 1 ? 2 : 1;
        return text[..first] + "**";
    }

    private void SealMembers(Utf8JsonWriter writer, JsonElement json, FactType type, ReadOnlySpan<byte> context)
    {
        writer.WriteStartObject();
        foreach (var member in json.EnumerateObject())
        {
            writer.WritePropertyName(member.Name);
            var field = type.Field(member.Name);
            if (field is { Definition.Personal: true }) WriteSealed(writer, member.Value, context);
            else SealValue(writer, member.Value, field?.Members, context);
        }

        writer.WriteEndObject();
    }

    private void SealValue(Utf8JsonWriter writer, JsonElement json, FactType? members, ReadOnlySpan<byte> context)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object when members is not null:
                SealMembers(writer, json, members, context);
                break;
            case JsonValueKind.Array when members is not null:
                writer.WriteStartArray();
                foreach (var item in json.EnumerateArray()) SealValue(writer, item, members, context);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in json.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    SealValue(writer, member.Value, null, context);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in json.EnumerateArray()) SealValue(writer, item, null, context);
                writer.WriteEndArray();
                break;
            // A text that looks sealed is sealed too, so that opening gives it back.
            case JsonValueKind.String when json.GetString()!.StartsWith(Prefix, StringComparison.Ordinal):
                WriteSealed(writer, json, context);
                break;
            default:
                json.WriteTo(writer);
                break;
        }
    }

    private void WriteSealed(Utf8JsonWriter writer, JsonElement json, ReadOnlySpan<byte> context)
    {
        if (json.ValueKind == JsonValueKind.Null) writer.WriteNullValue();
        else writer.WriteStringValue(Prefix + keys.Seal(Encoding.UTF8.GetBytes(json.GetRawText()), context));
    }

    private string Transform(string facts, string declarationNo, Action<Utf8JsonWriter, byte[]> write)
    {
        var context = Encoding.UTF8.GetBytes(declarationNo);
        using var json = JsonDocument.Parse(facts);
        return Write(writer => OpenValue(writer, json.RootElement, context, write));
    }

    private void OpenValue(
        Utf8JsonWriter writer, JsonElement json, ReadOnlySpan<byte> context, Action<Utf8JsonWriter, byte[]> write)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in json.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    OpenValue(writer, member.Value, context, write);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in json.EnumerateArray()) OpenValue(writer, item, context, write);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String when json.GetString()!.StartsWith(Prefix, StringComparison.Ordinal):
                write(writer, keys.Open(json.GetString()![Prefix.Length..], context));
                break;
            default:
                json.WriteTo(writer);
                break;
        }
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Relaxed)) write(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
