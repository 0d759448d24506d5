using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Policy.Rules.Audit;

/// <summary>The result of checking an export.</summary>
/// <param name="Scope">Which decisions it holds; null when it has no header.</param>
/// <param name="Audit">What was checked and found.</param>
/// <param name="Replays">What came of deciding again.</param>
public sealed record ExportReport(AuditScope? Scope, AuditReport Audit, ReplayCounts Replays);

/// <summary>Checks an export with nothing but the export: chains, signatures, batches, draws, and every decision decided again
/// by the documents of its release.</summary>
public sealed class ExportVerifier
{
    private readonly AuditFindings _findings = new();
    private readonly ExportReplays _replays;
    private AuditVerifier? _verifier;
    private HeaderLine? _header;
    private long _lines;
    private bool _ended;

    private ExportVerifier() => _replays = new ExportReplays(_findings);

    /// <summary>Checks an export, line by line.</summary>
    /// <param name="export">The export.</param>
    /// <param name="firstKey">Id of the platform's first signing key, from elsewhere; null: whatever key the export
    /// begins with is believed.</param>
    /// <param name="cancellation">Stops the check.</param>
    public static Task<ExportReport> Verify(Stream export, string? firstKey, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(export);
        return new ExportVerifier().Run(export, firstKey, cancellation);
    }

    private async Task<ExportReport> Run(Stream export, string? firstKey, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (var line in Lines(export, cancellation))
        {
            See(line, hash);
            AppendTo(hash, line);
            hash.AppendData("\n"u8);
            _lines++;
        }

        if (!_ended) _findings.Add("end-missing", LinePlace(), "文件没有结尾行：后面的内容已被截去。", "The file has no end line: what came after was cut off.");
        _verifier ??= new AuditVerifier(_findings, new AuditScope());
        if (firstKey is not null && _verifier.Keys.FirstOrDefault() != firstKey)
            _findings.Add("key-wrong", "header", $"首个签名密钥不是 `{firstKey}`。", $"The first signing key is not `{firstKey}`.");
        return new ExportReport(_header?.Scope, _verifier.Finish(), _replays.Counts);
    }

    private void See(ReadOnlySequence<byte> json, IncrementalHash before)
    {
        AuditLine line;
        try
        {
            line = AuditLine.Read(json.ToArray());
        }
        catch (Exception e) when (e is JsonException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            _findings.Add("line-unreadable", LinePlace(), "此行不是导出文件的内容。", "This line is not one of an export.");
            return;
        }

        if (_ended) _findings.Add("line-added", LinePlace(), "此行在结尾行之后：它是插入的。", "This line comes after the end: it was put in.");
        if (line is HeaderLine header && _lines == 0)
        {
            if (header.Format != ExportWriter.Format)
                _findings.Add("format-unknown", LinePlace(), $"不支持导出格式 {header.Format}。", $"The format {header.Format} is not known.");
            _header = header;
        }
        else if (_lines == 0 || line is HeaderLine)
        {
            _findings.Add("header-misplaced", LinePlace(), "首行必须是文件头，且只能有一个。", "The first line must be the header, and the only one.");
        }

        _verifier ??= new AuditVerifier(_findings, _header?.Scope ?? new AuditScope());
        if (line is EndLine end) See(end, before);
        _verifier.See(line);
        _replays.See(line);
    }

    private void See(EndLine end, IncrementalHash before)
    {
        _ended = true;
        var hash = $"sha256:{Convert.ToHexStringLower(before.GetCurrentHash())}";
        if (end.Lines != _lines || end.Hash != hash)
            _findings.Add("export-changed", "end", "导出文件的内容与其结尾行的哈希不符：已被改动。", "The export is not what its end line has the hash of: it was changed.");
        if (end.Signature.Length == 0)
            _findings.Add("signature-missing", "end", "导出文件缺少签名。", "The export is not signed.");
        else if (_verifier!.Keys.LastOrDefault() != end.KeyId || !SigningKey.Verifies(_verifier.PublicKey(end.KeyId), end.Hash, end.Signature))
            _findings.Add("signature-wrong", "end", "导出文件的签名不符。", "The signature of the export does not fit.");
    }

    private string LinePlace() => string.Create(CultureInfo.InvariantCulture, $"lines/{_lines + 1}");

    private static void AppendTo(IncrementalHash hash, ReadOnlySequence<byte> bytes)
    {
        foreach (var part in bytes) hash.AppendData(part.Span);
    }

    private static async IAsyncEnumerable<ReadOnlySequence<byte>> Lines(
        Stream stream, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 256 * 1024, leaveOpen: true));
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                yield return buffer.Slice(0, end);
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (read.IsCompleted)
            {
                if (!buffer.IsEmpty) yield return buffer;
                await reader.CompleteAsync();
                yield break;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }
}
