using System.Text;
using Policy.Engine;
using Policy.Rules;

namespace Policy.Seed.Tests;

/// <summary>Documents in files, with cases and script sources beside them.</summary>
public sealed class DocumentFilesTests
{
    private const string Type = """{"kind":"factType","key":"parcel","fields":[{"name":"value","type":"number"}]}""";
    private const string Script = """{"kind":"script","key":"twice","facts":"parcel","outputs":[{"name":"v","type":"number"}],"sourceFile":"twice.js","cases":[{"id":"a","facts":{"value":1},"expect":{"v":2}}]}""";

    [Fact]
    public void Cases_and_source_beside_a_document_become_part_of_it()
    {
        var reading = Read(
            ("p/parcel.json", "\uFEFF" + Type),
            ("p/twice.json", Script),
            ("p/twice.js", "function decide(facts) { return { v: facts.value * 2 }; }"),
            ("p/twice.cases.json", """[{"id":"b","facts":{"value":2},"expect":{"v":4}}]"""));

        Assert.Empty(reading.Problems);
        var script = Assert.IsType<ScriptDocument>(reading.Documents[1].Document);
        Assert.StartsWith("function decide", script.Source, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], script.Cases.Select(c => c.Id));
    }

    [Fact]
    public void Problems_point_into_the_file_they_are_in()
    {
        var reading = Read(
            ("p/parcel.json", Type),
            ("p/twice.json", Script),
            ("p/twice.js", "function decide(facts) { return { v: 0 }; }"),
            ("p/twice.cases.json", """[{"id":"b","facts":{"value":2},"expect":{},"wrong":1}]"""));

        var problem = Assert.Single(reading.Problems);
        Assert.Equal("p/twice.cases.json", problem.File);
        Assert.Equal("/0/wrong", problem.Problem.Pointer);
    }

    [Fact]
    public void Findings_of_compiling_are_put_back_into_their_files()
    {
        var reading = Read(("p/parcel.json", Type), ("p/twice.json", Script), ("p/twice.js", "function decide( {"));
        var diagnostics = RuleSet.Compile(reading.Documents.Select(d => d.Document)).Diagnostics;

        var located = reading.Documents[1].Origin.Locate(Assert.Single(diagnostics));

        Assert.Equal(("p/twice.js", ""), (located.File, located.Problem.Pointer));
    }

    [Theory]
    [InlineData("p/lonely.cases.json", "[]", DocumentFiles.MisplacedCases, "")]
    [InlineData("p/parcel.cases.json", "{}", DocumentFiles.MisplacedCases, "")]
    [InlineData("p/parcel.cases.json", "[", DiagnosticCode.MalformedJson, "")]
    [InlineData("p/x.json", """{"kind":"script","key":"x","facts":"parcel","outputs":[],"sourceFile":"../secret.js"}""", DocumentFiles.UnknownSourceFile, "/sourceFile")]
    [InlineData("p/x.json", """{"kind":"script","key":"x","facts":"parcel","outputs":[],"sourceFile":"none.js"}""", DocumentFiles.UnknownSourceFile, "/sourceFile")]
    [InlineData("p/x.json", "{", DiagnosticCode.MalformedJson, "")]
    public void Broken_files_are_named(string path, string text, string code, string pointer)
    {
        var reading = Read(("p/parcel.json", Type), (path, text), ("secret.js", "1"));

        Assert.Contains(reading.Problems, p => p.File == path && p.Problem.Code == code && p.Problem.Pointer == pointer);
        Assert.Contains(reading.Documents, d => d.Document.Key == "parcel");
    }

    [Fact]
    public void Folders_and_files_on_disk_are_read_and_missing_paths_named()
    {
        var folder = Directory.CreateTempSubdirectory("policy-documents-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "inner"));
            Directory.CreateDirectory(Path.Combine(folder, ".hidden"));
            File.WriteAllText(Path.Combine(folder, "parcel.json"), Type);
            File.WriteAllText(Path.Combine(folder, ".hidden", "broken.json"), "{");
            File.WriteAllText(Path.Combine(folder, "inner", "twice.json"), Script);
            File.WriteAllText(Path.Combine(folder, "inner", "twice.js"), "function decide(facts) { return { v: 0 }; }");

            var whole = DocumentFiles.Load([folder]);
            var one = DocumentFiles.Load([Path.Combine(folder, "inner", "twice.json"), Path.Combine(folder, "none")]);

            Assert.Empty(whole.Problems);
            Assert.Equal(["twice", "parcel"], whole.Documents.Select(d => d.Document.Key));
            Assert.Equal("twice", Assert.Single(one.Documents).Document.Key);
            Assert.Equal(DocumentFiles.Unreadable, Assert.Single(one.Problems).Problem.Code);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static DocumentFilesReading Read(params (string Path, string Text)[] files) =>
        DocumentFiles.Read(files.Select(f => new DocumentFile(f.Path, Encoding.UTF8.GetBytes(f.Text))));
}
