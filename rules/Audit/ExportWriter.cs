using System.Security.Cryptography;

namespace Policy.Rules.Audit;

/// <summary>Writes an export line by line and signs the whole at its end.</summary>
internal sealed class ExportWriter(Stream output) : IDisposable
{
    /// <summary>Version of the form.</summary>
    public const int Format = 1;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _lines;

    public async Task Write(AuditLine line, CancellationToken cancellation)
    {
        byte[] json = [.. line.ToJson(), (byte)'\n'];
        _hash.AppendData(json);
        _lines++;
        await output.WriteAsync(json, cancellation);
    }

    /// <summary>Writes the end, signed when there is a key.</summary>
    public async Task End(SigningKey? key, CancellationToken cancellation)
    {
        var hash = $"sha256:{Convert.ToHexStringLower(_hash.GetCurrentHash())}";
        await Write(new EndLine(_lines, hash, key?.Id ?? "", key?.Sign(hash) ?? ""), cancellation);
        await output.FlushAsync(cancellation);
    }

    public void Dispose() => _hash.Dispose();
}
