using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Policy.Rules.Security;

/// <summary>How personal values stand in recorded texts. Each is committed to by SHA-256(salt, value), and it is the
/// commitment that is hashed into the log, so that the value and its salt can be erased without breaking a chain:
/// <c>sealed:…:commitment</c> at rest, <c>erased:commitment</c>, <c>withheld:commitment</c> and <c>opened:salt:value</c> in
/// exports.</summary>
internal static class Commitments
{
    public const string Sealed = "sealed:";
    public const string Erased = "erased:";
    public const string Withheld = "withheld:";
    public const string Opened = "opened:";

    private const int SaltSize = 16;
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private const string Committed = "committed:";

    /// <summary>Whether a text looks like one of these, so that a plain one has to be sealed.</summary>
    public static bool IsReserved(string text) =>
        text.StartsWith(Sealed, StringComparison.Ordinal) || text.StartsWith(Erased, StringComparison.Ordinal)
        || text.StartsWith(Withheld, StringComparison.Ordinal) || text.StartsWith(Opened, StringComparison.Ordinal)
        || text.StartsWith(Committed, StringComparison.Ordinal);

    /// <summary>A fresh salt and the value, to be sealed together.</summary>
    public static byte[] Salted(ReadOnlySpan<byte> value)
    {
        var salted = new byte[SaltSize + value.Length];
        RandomNumberGenerator.Fill(salted.AsSpan(0, SaltSize));
        value.CopyTo(salted.AsSpan(SaltSize));
        return salted;
    }

    /// <summary>The value of a salted one.</summary>
    public static ReadOnlyMemory<byte> Value(byte[] salted) => salted.AsMemory(SaltSize);

    /// <summary>The commitment to a salted value, in base64.</summary>
    public static string To(ReadOnlySpan<byte> salted) => Convert.ToBase64String(SHA256.HashData(salted));

    /// <summary>A salted value for all to see.</summary>
    public static string Open(byte[] salted) =>
        $"{Opened}{Convert.ToBase64String(salted.AsSpan(0, SaltSize))}:{Encoding.UTF8.GetString(salted.AsSpan(SaltSize))}";

    /// <summary>The value of an opened text as JSON; null when it is none.</summary>
    public static string? ValueOf(string opened)
    {
        var salt = opened.IndexOf(':', Opened.Length);
        return salt < 0 ? null : opened[(salt + 1)..];
    }

    /// <summary>The text that is hashed in place of another: the commitment of a personal value, else the text.</summary>
    public static string InPlaceOf(string text)
    {
        if (!IsReserved(text)) return text;
        if (!text.StartsWith(Opened, StringComparison.Ordinal)) return Committed + text[(text.LastIndexOf(':') + 1)..];
        var salt = new byte[SaltSize];
        var end = text.IndexOf(':', Opened.Length);
        return end > 0 && Convert.TryFromBase64Chars(text.AsSpan(Opened.Length, end - Opened.Length), salt, out var length) && length == SaltSize
            ? Committed + To([.. salt, .. Encoding.UTF8.GetBytes(text[(end + 1)..])])
            : Committed;
    }

    /// <summary>JSON with the commitment in place of every personal value; all else stays as it is, byte by byte. Throws
    /// <see cref="JsonException"/> when it is no JSON.</summary>
    public static byte[] InPlaceOf(ReadOnlySpan<byte> json) =>
        Replace(json, static (writer, text) => writer.WriteStringValue(InPlaceOf(text))).ToArray();

    /// <summary>JSON with something else in place of every personal value; all else stays as it is, byte by byte. Throws
    /// <see cref="JsonException"/> when it is no JSON.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="write">Writes one value in place of a text that looks like a personal value.</param>
    public static ReadOnlyMemory<byte> Replace(ReadOnlySpan<byte> json, Action<Utf8JsonWriter, string> write)
    {
        var output = new ArrayBufferWriter<byte>(json.Length);
        using var writer = new Utf8JsonWriter(output, Relaxed);
        var reader = new Utf8JsonReader(json);
        var copied = 0;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.String || !MayBeReserved(reader.ValueSpan)) continue;
            var text = reader.GetString()!;
            if (!IsReserved(text)) continue;
            output.Write(json[copied..(int)reader.TokenStartIndex]);
            write(writer, text);
            writer.Flush();
            writer.Reset();
            copied = (int)reader.BytesConsumed;
        }

        output.Write(json[copied..]);
        return output.WrittenMemory;
    }

    // A text may be escaped, and then be one of these all the same.
    private static bool MayBeReserved(ReadOnlySpan<byte> raw) => raw.Contains((byte)':') || raw.Contains((byte)'\\');
}
