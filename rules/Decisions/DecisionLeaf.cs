using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Policy.Rules.Security;

namespace Policy.Rules.Decisions;

/// <summary>The hash by which a decision is a leaf of its batch: over every column of its row, with the commitment in
/// place of each personal value.</summary>
internal static class DecisionLeaf
{
    /// <summary>SHA-256(0, the columns in their order, each as its length and its UTF-8). Throws <see cref="JsonException"/>
    /// when the facts are no JSON.</summary>
    public static byte[] Of(DecisionRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        buffer.Write<byte>([0]);
        Write(buffer, record.DecisionId);
        Write(buffer, record.DeclarationNo);
        Write(buffer, record.Zone);
        Write(buffer, Instant(record.DeclaredAt));
        Write(buffer, Instant(record.DecidedAt));
        Write(buffer, Commitments.InPlaceOf(record.ContentHash));
        Write(buffer, record.ReleaseNumber.ToString(CultureInfo.InvariantCulture));
        Write(buffer, record.ReleaseHash);
        Write(buffer, record.EngineBuild);
        Write(buffer, Commitments.InPlaceOf(Encoding.UTF8.GetBytes(record.Facts)));
        Write(buffer, record.Decision);
        Write(buffer, record.Outcome);
        Write(buffer, record.Channel);
        Write(buffer, record.Rows.Length.ToString(CultureInfo.InvariantCulture));
        foreach (var row in record.Rows) Write(buffer, row);
        if (record.Trial is { } trial) Write(buffer, trial.ToString(CultureInfo.InvariantCulture));
        return SHA256.HashData(buffer.WrittenSpan);
    }

    private static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static void Write(ArrayBufferWriter<byte> buffer, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        WriteLength(buffer, length);
        Encoding.UTF8.GetBytes(text, buffer.GetSpan(length));
        buffer.Advance(length);
    }

    private static void Write(ArrayBufferWriter<byte> buffer, byte[] utf8)
    {
        WriteLength(buffer, utf8.Length);
        buffer.Write(utf8);
    }

    private static void WriteLength(ArrayBufferWriter<byte> buffer, int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(buffer.GetSpan(4), length);
        buffer.Advance(4);
    }
}
