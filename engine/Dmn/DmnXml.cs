using System.Collections.Immutable;

namespace Policy.Engine.Dmn;

/// <summary>Reads and writes models of DMN (Decision Model and Notation, the standard of the OMG) as XML.</summary>
public static class DmnXml
{
    /// <summary>Reads a model of DMN 1.2 to 1.5. Its decisions and business knowledge models become documents in the DMN dialect:
    /// tables become decision tables, everything else expressions; its input data becomes one fact type.</summary>
    /// <param name="utf8">The XML; at most 50 MB, without a document type.</param>
    public static DmnImport Read(ReadOnlyMemory<byte> utf8) => Importer.Read(utf8);

    /// <summary>Writes decision tables, expressions and flows of them, with the fact types they read, as a model of DMN 1.5.
    /// Reading it again gives documents that decide the same.</summary>
    /// <param name="name">The name of the model.</param>
    /// <param name="documents">The documents; those of other kinds are refused.</param>
    public static DmnExport Write(string name, IEnumerable<Document> documents)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(documents);
        return Exporter.Write(name, [.. documents]);
    }
}

/// <summary>The result of reading a model.</summary>
/// <param name="Documents">The documents; empty when the model cannot be read.</param>
/// <param name="Problems">What is wrong, and as warnings what could not be kept; the pointer is the path of the XML
/// element.</param>
public sealed record DmnImport(ImmutableArray<Document> Documents, ImmutableArray<Diagnostic> Problems);

/// <summary>The result of writing a model.</summary>
/// <param name="Utf8">The XML; empty when there is an error.</param>
/// <param name="Problems">What cannot be written.</param>
public sealed record DmnExport(ImmutableArray<byte> Utf8, ImmutableArray<Diagnostic> Problems);
