using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Policy.Engine;

namespace Policy.Rules;

/// <summary>Reads documents from files: <c>name.json</c> is a document, <c>name.cases.json</c> beside it an array of
/// further cases, and a script may name the file beside it that holds its source (<c>sourceFile</c>).</summary>
public static class DocumentFiles
{
    /// <summary>Code of a file that cannot be read. Cure: correct the path or the rights.</summary>
    public const string Unreadable = "PR1001";

    /// <summary>Code of a cases file without its document, or not an array. Cure: name it after the document.</summary>
    public const string MisplacedCases = "PR1002";

    /// <summary>Code of a <c>sourceFile</c> that is not the name of a file beside the document. Cure: correct it.</summary>
    public const string UnknownSourceFile = "PR1003";

    private const string CasesSuffix = ".cases.json";

    /// <summary>Reads the documents among files that are already in memory, in path order.</summary>
    public static DocumentFilesReading Read(IEnumerable<DocumentFile> files)
    {
        var texts = files.ToImmutableSortedDictionary(f => f.Path, f => f.Utf8, StringComparer.Ordinal);
        return Read(texts.Keys, path => texts.TryGetValue(path, out var text) ? (ReadOnlyMemory<byte>?)text : null);
    }

    /// <summary>Reads the documents of files and folders on disk; folders with all that is below them, except folders
    /// whose name starts with a dot.</summary>
    public static DocumentFilesReading Load(IEnumerable<string> paths)
    {
        var problems = ImmutableArray.CreateBuilder<FileProblem>();
        var files = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            if (Directory.Exists(path)) files.UnionWith(FilesBelow(path));
            else if (File.Exists(path)) files.Add(path);
            else problems.Add(Problem(path, Unreadable, $"没有文件或文件夹 `{path}`。", $"There is no file or folder `{path}`."));
        }

        var reading = Read(files, path => Bytes(path, problems));
        return reading with { Problems = problems.ToImmutable().AddRange(reading.Problems) };
    }

    private static IEnumerable<string> FilesBelow(string folder) => Directory
        .EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(folder, file).Split('/', '\\').Any(part => part.StartsWith('.')));

    private static ReadOnlyMemory<byte>? Bytes(string path, ImmutableArray<FileProblem>.Builder problems)
    {
        if (!File.Exists(path)) return null;
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(Problem(path, Unreadable, $"无法读取文件：{e.Message}", $"The file cannot be read: {e.Message}"));
            return null;
        }
    }

    private static DocumentFilesReading Read(IEnumerable<string> paths, Func<string, ReadOnlyMemory<byte>?> read)
    {
        var documents = ImmutableArray.CreateBuilder<LoadedDocument>();
        var problems = ImmutableArray.CreateBuilder<FileProblem>();
        var jsonFiles = paths.Where(p => p.EndsWith(".json", StringComparison.Ordinal)).ToList();
        var documentFiles = new SortedSet<string>(jsonFiles.Where(p => !IsCases(p)), StringComparer.Ordinal);
        foreach (var cases in jsonFiles.Where(IsCases))
        {
            var document = $"{cases[..^CasesSuffix.Length]}.json";
            if (documentFiles.Contains(document)) continue;
            if (read(document) is not null) documentFiles.Add(document);
            else problems.Add(NoDocument(cases, Name(document)));
        }

        foreach (var path in documentFiles)
        {
            if (read(path) is not { } text) continue;
            var merged = new MergedFile(path, WithoutByteOrderMark(text), read, problems);
            var reading = DocumentJson.Read(merged.Json);
            if (reading.Document is { } document) documents.Add(new LoadedDocument(document, merged.Origin));
            problems.AddRange(reading.Problems.Select(merged.Origin.Locate));
        }

        return new DocumentFilesReading(documents.ToImmutable(), problems.ToImmutable());
    }

    private static bool IsCases(string path) => path.EndsWith(CasesSuffix, StringComparison.Ordinal);

    private static string Name(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];

    private static string Beside(string path, string name) => path[..(path.LastIndexOfAny(['/', '\\']) + 1)] + name;

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> text) =>
        text.Span.StartsWith("\uFEFF"u8) ? text[3..] : text;

    private static FileProblem NoDocument(string cases, string name) =>
        Problem(cases, MisplacedCases, $"旁边没有文件 `{name}`。", $"There is no file `{name}` beside it.");

    private static FileProblem Problem(string file, string code, string zhCn, string en, string pointer = "") =>
        new(file, new Diagnostic(code, Severity.Error, "", pointer, new LocalizedText(zhCn, en)));

    /// <summary>A document's JSON with its cases file and source file put in.</summary>
    private sealed class MergedFile
    {
        private readonly Func<string, ReadOnlyMemory<byte>?> _read;
        private readonly ImmutableArray<FileProblem>.Builder _problems;

        public MergedFile(
            string path,
            ReadOnlyMemory<byte> text,
            Func<string, ReadOnlyMemory<byte>?> read,
            ImmutableArray<FileProblem>.Builder problems)
        {
            (_read, _problems, Json, Origin) = (read, problems, text, new DocumentOrigin(path));
            using var root = Parse(text);
            if (root?.RootElement.ValueKind != JsonValueKind.Object) return;
            var casesPath = $"{path[..^".json".Length]}{CasesSuffix}";
            using var cases = ReadCases(casesPath);
            if (cases is null && !root.RootElement.TryGetProperty("sourceFile", out _)) return;
            if (cases is not null)
                Origin = Origin with { CasesFile = casesPath, InlineCases = OwnCases(root.RootElement).Count() };
            Json = Merge(root.RootElement, cases?.RootElement);
        }

        public ReadOnlyMemory<byte> Json { get; }

        public DocumentOrigin Origin { get; private set; }

        private static JsonDocument? Parse(ReadOnlyMemory<byte> text)
        {
            try
            {
                return JsonDocument.Parse(text);
            }
            catch (JsonException)
            {
                return null; // The reader of documents reports it, with its position.
            }
        }

        private JsonDocument? ReadCases(string path)
        {
            if (_read(path) is not { } text) return null;
            try
            {
                var cases = JsonDocument.Parse(WithoutByteOrderMark(text));
                if (cases.RootElement.ValueKind == JsonValueKind.Array) return cases;
                cases.Dispose();
                _problems.Add(Problem(path, MisplacedCases, "案例文件必须是 JSON 数组。", "A cases file must be a JSON array."));
            }
            catch (JsonException e)
            {
                var message = e.Message;
                _problems.Add(Problem(
                    path, DiagnosticCode.MalformedJson, $"不是有效的 JSON：{message}", $"This is not valid JSON: {message}"));
            }

            return null;
        }

        private ReadOnlyMemory<byte> Merge(JsonElement document, JsonElement? cases)
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(buffer))
            {
                writer.WriteStartObject();
                foreach (var property in document.EnumerateObject())
                {
                    if (property.NameEquals("sourceFile")) WriteSource(writer, property.Value);
                    else if (cases is null || !IsOwnCases(property)) property.WriteTo(writer);
                }

                if (cases is { } further) WriteCases(writer, document, further);
                writer.WriteEndObject();
            }

            return buffer.WrittenMemory;
        }

        private static void WriteCases(Utf8JsonWriter writer, JsonElement document, JsonElement further)
        {
            writer.WriteStartArray("cases");
            foreach (var item in OwnCases(document).Concat(further.EnumerateArray())) item.WriteTo(writer);
            writer.WriteEndArray();
        }

        private static IEnumerable<JsonElement> OwnCases(JsonElement document) =>
            document.EnumerateObject().Where(IsOwnCases).SelectMany(p => p.Value.EnumerateArray());

        private static bool IsOwnCases(JsonProperty property) =>
            property.NameEquals("cases") && property.Value.ValueKind == JsonValueKind.Array;

        private void WriteSource(Utf8JsonWriter writer, JsonElement file)
        {
            var name = file.ValueKind == JsonValueKind.String ? file.GetString()! : file.GetRawText();
            if (Name(name) == name && _read(Beside(Origin.File, name)) is { } source)
            {
                Origin = Origin with { SourceFile = Beside(Origin.File, name) };
                writer.WriteString("source", Encoding.UTF8.GetString(WithoutByteOrderMark(source).Span));
                return;
            }

            _problems.Add(Problem(
                Origin.File,
                UnknownSourceFile,
                $"旁边没有源文件 `{name}`。",
                $"There is no source file `{name}` beside the document.",
                "/sourceFile"));
            writer.WriteString("source", "");
        }
    }
}

/// <summary>A file in memory.</summary>
/// <param name="Path">Its path, with slashes.</param>
/// <param name="Utf8">Its content.</param>
public sealed record DocumentFile(string Path, ReadOnlyMemory<byte> Utf8);

/// <summary>What reading files gave.</summary>
/// <param name="Documents">The documents that could be read, by path.</param>
/// <param name="Problems">All problems.</param>
public sealed record DocumentFilesReading(ImmutableArray<LoadedDocument> Documents, ImmutableArray<FileProblem> Problems);

/// <summary>A document and the files it came from.</summary>
public sealed record LoadedDocument(Document Document, DocumentOrigin Origin);

/// <summary>A finding with its file; the pointer is into that file.</summary>
public sealed record FileProblem(string File, Diagnostic Problem);

/// <summary>The files of a document.</summary>
/// <param name="File">The document's own file.</param>
/// <param name="CasesFile">The file of further cases; null when there is none.</param>
/// <param name="InlineCases">Number of cases in the document's own file.</param>
/// <param name="SourceFile">The file of a script's source; null when it stands in the document.</param>
public sealed record DocumentOrigin(string File, string? CasesFile = null, int InlineCases = 0, string? SourceFile = null)
{
    /// <summary>Puts a finding on the document (of reading, compiling or running cases) at its place in these files.</summary>
    public FileProblem Locate(Diagnostic problem)
    {
        if (SourceFile is not null && problem.Pointer == "/source")
            return new FileProblem(SourceFile, problem with { Pointer = "" });
        if (CasesFile is null || !problem.Pointer.StartsWith("/cases/", StringComparison.Ordinal))
            return new FileProblem(File, problem);
        var rest = problem.Pointer["/cases/".Length..];
        var end = rest.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? slash : rest.Length;
        if (!int.TryParse(rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index < InlineCases)
            return new FileProblem(File, problem);
        var pointer = string.Create(CultureInfo.InvariantCulture, $"/{index - InlineCases}{rest[end..]}");
        return new FileProblem(CasesFile, problem with { Pointer = pointer });
    }
}
