using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Policy.Engine;

namespace Policy.Rules.Security;

/// <summary>Personal fields of recorded facts: sealed at rest field by field, salted and bound to the declaration, each
/// with its commitment (<see cref="Commitments"/>); opened to decide again, masked in views, withheld or opened in exports,
/// erased when the law asks for it.</summary>
internal sealed class PersonalFields(KeyRing keys)
{
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

    /// <summary>A text that tells of personal fields, sealed as they are.</summary>
    public string SealText(string text, string declarationNo) => SealValue(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(declarationNo));

    /// <summary>A text sealed by <see cref="SealText"/>; any other as it is.</summary>
    public string OpenText(string text, string declarationNo) => text.StartsWith(Commitments.Sealed, StringComparison.Ordinal)
        ? Encoding.UTF8.GetString(Commitments.Value(OpenSalted(text, Encoding.UTF8.GetBytes(declarationNo))).Span)
        : text;

    /// <summary>The facts as they were before they were sealed; what was erased is null.</summary>
    public string Open(string facts, string declarationNo) => Transform(facts, declarationNo, WriteOpen);

    /// <summary>The same in UTF-8.</summary>
    public ReadOnlyMemory<byte> Open(ReadOnlySpan<byte> facts, string declarationNo) => Transform(facts, declarationNo, WriteOpen);

    /// <summary>The facts with every personal field masked.</summary>
    public string Mask(string facts, string declarationNo) => Transform(
        facts,
        declarationNo,
        (writer, text, context) =>
        {
            if (!text.StartsWith(Commitments.Sealed, StringComparison.Ordinal))
            {
                writer.WriteStringValue("***");
                return;
            }

            using var value = JsonDocument.Parse(Commitments.Value(OpenSalted(text, context)));
            writer.WriteStringValue(value.RootElement.ValueKind == JsonValueKind.String ? Mask(value.RootElement.GetString()!) : "***");
        });

    /// <summary>Facts with only the commitments of their personal fields left, for good.</summary>
    public static string Erase(string facts) => Transform(
        facts, "", static (writer, text, _) => writer.WriteStringValue(EraseText(text)));

    /// <summary>A text of <see cref="SealText"/> with only its commitment left.</summary>
    public static string EraseText(string text) =>
        Commitments.IsReserved(text) ? Commitments.Erased + text[(text.LastIndexOf(':') + 1)..] : text;

    /// <summary>Facts for an export: personal fields opened, with their salt, or withheld. What was erased stays so.</summary>
    public string Export(string facts, string declarationNo, bool open) => Transform(
        facts, declarationNo, (writer, text, context) => writer.WriteStringValue(Export(text, context, open)));

    /// <summary>A text of <see cref="SealText"/> for an export.</summary>
    public string ExportText(string text, string declarationNo, bool open) => Commitments.IsReserved(text)
        ? Export(text, Encoding.UTF8.GetBytes(declarationNo), open)
        : text;

    /// <summary>The facts of an export to decide by; what was withheld or erased is null, and whether anything was.</summary>
    public static (string Facts, bool Withheld) OpenExported(string facts)
    {
        var withheld = false;
        var opened = Transform(facts, "", (writer, text, _) =>
        {
            var value = text.StartsWith(Commitments.Opened, StringComparison.Ordinal) ? Commitments.ValueOf(text) : null;
            withheld |= value is null;
            if (value is null) writer.WriteNullValue();
            else writer.WriteRawValue(value);
        });
        return (opened, withheld);
    }

    /// <summary>Whether every sealed field opens for the declaration and is what its commitment says.</summary>
    public bool AreIntact(string facts, string contentHash, string declarationNo)
    {
        try
        {
            _ = Open(facts, declarationNo);
            _ = OpenText(contentHash, declarationNo);
            return true;
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return false;
        }
    }

    /// <summary>Seals any bytes for a context.</summary>
    public string Seal(ReadOnlySpan<byte> plain, string context) => Commitments.Sealed + keys.Seal(plain, Encoding.UTF8.GetBytes(context));

    /// <summary>Opens what was sealed for the same context.</summary>
    public byte[] OpenBytes(string sealedText, string context) =>
        keys.Open(sealedText[Commitments.Sealed.Length..], Encoding.UTF8.GetBytes(context));

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
            // A text that looks like a sealed one is sealed too, so that opening gives it back.
            case JsonValueKind.String when Commitments.IsReserved(json.GetString()!):
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
        else writer.WriteStringValue(SealValue(Encoding.UTF8.GetBytes(json.GetRawText()), context));
    }

    private string SealValue(byte[] value, ReadOnlySpan<byte> context)
    {
        var salted = Commitments.Salted(value);
        return $"{Commitments.Sealed}{keys.Seal(salted, context)}:{Commitments.To(salted)}";
    }

    private byte[] OpenSalted(string sealedText, ReadOnlySpan<byte> context)
    {
        var end = sealedText.LastIndexOf(':');
        var salted = keys.Open(sealedText[Commitments.Sealed.Length..Math.Max(Commitments.Sealed.Length, end)], context);
        return Commitments.To(salted) == sealedText[(end + 1)..]
            ? salted
            : throw new CryptographicException("The sealed value is not the one that was committed to.");
    }

    private void WriteOpen(Utf8JsonWriter writer, string text, byte[] context)
    {
        if (text.StartsWith(Commitments.Sealed, StringComparison.Ordinal))
            writer.WriteRawValue(Commitments.Value(OpenSalted(text, context)).Span);
        else writer.WriteNullValue();
    }

    private string Export(string text, byte[] context, bool open)
    {
        if (!text.StartsWith(Commitments.Sealed, StringComparison.Ordinal)) return text;
        return open ? Commitments.Open(OpenSalted(text, context)) : Commitments.Withheld + text[(text.LastIndexOf(':') + 1)..];
    }

    private static string Transform(string facts, string declarationNo, Action<Utf8JsonWriter, string, byte[]> write) =>
        Encoding.UTF8.GetString(Transform(Encoding.UTF8.GetBytes(facts), declarationNo, write).Span);

    private static ReadOnlyMemory<byte> Transform(
        ReadOnlySpan<byte> facts, string declarationNo, Action<Utf8JsonWriter, string, byte[]> write)
    {
        var context = Encoding.UTF8.GetBytes(declarationNo);
        return Commitments.Replace(facts, (writer, text) => write(writer, text, context));
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Relaxed)) write(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
