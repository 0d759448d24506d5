using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Policy.Engine.Compiling;

namespace Policy.Engine.Documents;

/// <summary>Reads and writes documents as JSON.</summary>
public static class DocumentJson
{
    /// <summary>The kinds of documents, as written in JSON.</summary>
    public static ImmutableArray<string> Kinds { get; } =
        ["factType", "decisionTable", "list", "scorecard", "workflow", "script", "expression", "flow", "overlay"];

    private static readonly JsonWriterOptions Canonical = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a document of at most 256 MB. Every unknown or repeated property, unknown kind, missing or mistyped
    /// value, bad key, repeated id, wrong count of cells or bad day is found, each with its JSON pointer; nothing is
    /// ignored.</summary>
    /// <param name="utf8">The JSON.</param>
    /// <param name="sourceFile">Gives the text of a script's <c>sourceFile</c>, or null when there is no such file. Null:
    /// scripts must carry their <c>source</c>.</param>
    public static DocumentReading Read(ReadOnlyMemory<byte> utf8, Func<string, string?>? sourceFile = null)
    {
        using (var pieces = JsonPieces.Of(utf8))
        {
            if (pieces is not null && Read(pieces.Root, pieces, [], sourceFile) is var reading && !pieces.IsTooLittle) return reading;
        }

        var unnamed = new Reporter("");
        using var json = StrictJson.Parse(utf8, DocumentLimits.DocumentBytes, unnamed);
        return json is null ? new DocumentReading(null, unnamed.Found) : Read(json.RootElement, null, unnamed.Found, sourceFile);
    }

    /// <summary>Reads a file of cases beside a document: a JSON array of cases.</summary>
    /// <param name="utf8">The JSON.</param>
    /// <param name="document">Key of the document that the cases belong to, for the problems.</param>
    public static CasesReading ReadCases(ReadOnlyMemory<byte> utf8, string document)
    {
        var reporter = new Reporter(document);
        using var json = StrictJson.Parse(utf8, DocumentLimits.DocumentBytes, reporter);
        if (json is null) return new CasesReading([], reporter.Found);
        var cases = ObjectReader.Array(json.RootElement, reporter, (item, at) => ObjectReader.Object(item, at, CommonJson.ReadCase));
        var read = cases.OfType<Case>().ToImmutableArray();
        Structure.CheckCases(read, reporter);
        return new CasesReading(reporter.HasErrors ? [] : read, reporter.Found);
    }

    /// <summary>The canonical JSON of a document: properties in fixed order, defaults omitted, no white space. Reading
    /// it gives an equal document; equal documents give the same bytes.</summary>
    public static byte[] Write(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Canonical))
        {
            var writer = new ObjectWriter(json);
            json.WriteStartObject();
            CommonJson.WriteHead(writer, document);
            WriteKind(writer, document);
            CommonJson.WriteTail(writer, document);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The content hash: <c>sha256:</c> and 64 hexadecimal digits over <see cref="Write"/>.</summary>
    public static string Hash(Document document) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Write(document)));

    private static DocumentReading Read(
        JsonElement json, JsonPieces? pieces, ImmutableArray<Diagnostic> repeated, Func<string, string?>? sourceFile)
    {
        var key = KeyOf(json);
        var reporter = new Reporter(key);
        var document = ObjectReader.Object(json, reporter, reader => ReadKind(reader, sourceFile), pieces);
        if (document is not null) Structure.Check(document, reporter);
        var problems = repeated.Select(d => d with { Document = key }).Concat(reporter.Found).ToImmutableArray();
        return new DocumentReading(problems.IsEmpty ? document : null, problems);
    }

    private static Document? ReadKind(ObjectReader json, Func<string, string?>? sourceFile)
    {
        var kind = json.Text("kind");
        var key = json.Text("key");
        Document? document = kind switch
        {
            "factType" => FactTypeJson.Read(json, key),
            "decisionTable" => DecisionTableJson.Read(json, key),
            "list" => ListJson.Read(json, key),
            "scorecard" => ScorecardJson.Read(json, key),
            "workflow" => WorkflowJson.Read(json, key),
            "script" => ScriptJson.Read(json, key, sourceFile),
            "expression" => ExpressionJson.Read(json, key),
            "flow" => FlowJson.Read(json, key),
            "overlay" => OverlayJson.Read(json, key),
            _ => null,
        };
        if (document is not null) return CommonJson.ReadInto(document, json);

        // Without a kind nobody knows which properties belong, so they are not blamed.
        json.Ignore();
        var at = json.At.At("kind");
        if (kind.Length > 0) at.Error(DiagnosticCode.UnknownKind, Messages.UnknownKind(kind, Kinds));
        else if (at.IsClean) json.Missing("kind");
        return null;
    }

    private static void WriteKind(ObjectWriter json, Document document)
    {
        switch (document)
        {
            case FactTypeDocument d: FactTypeJson.Write(json, d); break;
            case DecisionTableDocument d: DecisionTableJson.Write(json, d); break;
            case ListDocument d: ListJson.Write(json, d); break;
            case ScorecardDocument d: ScorecardJson.Write(json, d); break;
            case WorkflowDocument d: WorkflowJson.Write(json, d); break;
            case ScriptDocument d: ScriptJson.Write(json, d); break;
            case ExpressionDocument d: ExpressionJson.Write(json, d); break;
            case FlowDocument d: FlowJson.Write(json, d); break;
            case OverlayDocument d: OverlayJson.Write(json, d); break;
            default: throw new ArgumentException($"A document of kind {document.Kind} cannot be written.", nameof(document));
        }
    }

    private static string KeyOf(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object
        && json.TryGetProperty("key", out var key)
        && key.ValueKind == JsonValueKind.String
        && StrictJson.Text(key, new Reporter("")) is { Length: <= DocumentLimits.Key } text
            ? text
            : "";
}

/// <summary>The result of reading a document.</summary>
/// <param name="Document">The document; null when there is any problem.</param>
/// <param name="Problems">All problems.</param>
public sealed record DocumentReading(Document? Document, ImmutableArray<Diagnostic> Problems);

/// <summary>The result of reading a file of cases.</summary>
/// <param name="Cases">The cases; empty when there is any problem.</param>
/// <param name="Problems">All problems.</param>
public sealed record CasesReading(ImmutableArray<Case> Cases, ImmutableArray<Diagnostic> Problems);
