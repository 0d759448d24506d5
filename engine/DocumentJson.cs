using System.Collections.Immutable;

namespace Policy.Engine;

/// <summary>Reads and writes documents as JSON.</summary>
public static class DocumentJson
{
    /// <summary>Reads a document. Every unknown or repeated property, unknown kind, missing or mistyped value is found,
    /// each with its JSON pointer; nothing is ignored.</summary>
    public static DocumentReading Read(ReadOnlyMemory<byte> utf8) => throw new NotImplementedException();

    /// <summary>The canonical JSON of a document: properties in fixed order, defaults omitted, no white space. Reading
    /// it gives an equal document; equal documents give the same bytes.</summary>
    public static byte[] Write(Document document) => throw new NotImplementedException();

    /// <summary>The content hash: <c>sha256:</c> and 64 hexadecimal digits over <see cref="Write"/>.</summary>
    public static string Hash(Document document) => throw new NotImplementedException();
}

/// <summary>The result of reading a document.</summary>
/// <param name="Document">The document; null when there is any problem.</param>
/// <param name="Problems">All problems.</param>
public sealed record DocumentReading(Document? Document, ImmutableArray<Diagnostic> Problems);
