using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Policy.Engine.Dmn;
using Policy.Engine;

namespace Policy.Tck;

/// <summary>The outcome of the test cases of one folder.</summary>
internal sealed record TestFolder(string Name, int Models, int Passed, List<string> Failed)
{
    /// <summary>Imports every model of the folder and runs its test cases.</summary>
    public static TestFolder Run(string folder, bool again)
    {
        var (failed, passed) = (new List<string>(), 0);
        foreach (var file in Directory.EnumerateFiles(folder, "*.xml").Order(StringComparer.Ordinal))
        {
            var tests = XDocument.Load(file, LoadOptions.PreserveWhitespace).Root!;
            if (tests.Name.LocalName != "testCases") continue;
            var model = TestedModel.Load(Path.Combine(folder, tests.Child("modelName")!.Value), again);
            foreach (var test in tests.Children("testCase"))
            {
                var wrong = test.Children("resultNode").Select(n => model.Check(test, n)).FirstOrDefault(p => p is not null);
                if (wrong is null) passed++;
                else failed.Add($"{test.Attribute("id")?.Value} {wrong}");
            }
        }

        return new TestFolder(Path.GetFileName(folder), Directory.GetFiles(folder, "*.dmn").Length, passed, failed);
    }
}

/// <summary>A model, imported and compiled.</summary>
internal sealed class TestedModel
{
    private readonly RuleSet? _rules;
    private readonly DmnImport _import;
    private readonly string _problem;

    private TestedModel(DmnImport import, RuleSet? rules, string problem) => (_import, _rules, _problem) = (import, rules, problem);

    /// <param name="file">The model.</param>
    /// <param name="again">True to export what was imported, and to import that.</param>
    public static TestedModel Load(string file, bool again)
    {
        var import = DmnXml.Read(File.ReadAllBytes(file));
        if (again && !import.Documents.IsEmpty)
        {
            var export = DmnXml.Write("again", import.Documents);
            if (export.Problems.FirstOrDefault(p => p.Severity == Severity.Error) is { } refused)
                return new TestedModel(import, null, $"export: {refused.Pointer}: {refused.Message.En}");
            import = DmnXml.Read(export.Utf8.AsMemory());
        }

        if (import.Problems.FirstOrDefault(p => p.Severity == Severity.Error) is { } error)
            return new TestedModel(import, null, $"import: {error.Pointer}: {error.Message.En}");
        var compilation = RuleSet.Compile(import.Documents);
        var wrong = compilation.Diagnostics.FirstOrDefault(d => d.Severity == Severity.Error);
        return new TestedModel(import, compilation.RuleSet, wrong is null ? "" : $"compile: {wrong.Document}{wrong.Pointer}: {wrong.Message.En}");
    }

    /// <summary>What is wrong with the result; null when nothing is.</summary>
    public string? Check(XElement test, XElement node)
    {
        if (_rules is null) return _problem;
        var name = node.Attribute("name")!.Value;
        var service = test.Attribute("invocableName")?.Value ?? name;
        var document = _import.Documents.FirstOrDefault(d => d is not FactTypeDocument && d.Title?.En == Spaced(service));
        if (document is null) return $"no document for `{service}`";
        var type = _rules.FactTypeOf(document.Key)!;
        var facts = new JsonObject();
        foreach (var input in test.Children("inputNode"))
            if (type.Field(Spaced(input.Attribute("name")!.Value)) is { } field) facts[field.Name] = Json.Of(input, field.Type);
        var reading = Facts.Read(type, Encoding.UTF8.GetBytes(facts.ToJsonString()));
        if (reading.Facts is null)
        {
            // As in DMN: an input that is not of its type is its only item, or null.
            foreach (var problem in reading.Problems)
            {
                var field = problem.Pointer.TrimStart('/').Split('/')[0].Replace("~1", "/", StringComparison.Ordinal);
                facts[field] = facts[field] is JsonArray { Count: 1 } list ? list[0]?.DeepClone() : null;
            }

            reading = Facts.Read(type, Encoding.UTF8.GetBytes(facts.ToJsonString()));
        }

        if (reading.Facts is null) return "facts: " + reading.Problems[0].Pointer + " " + reading.Problems[0].Message.En;
        var evaluation = _rules.Evaluate(document.Key, reading.Facts);
        var expected = node.Child("expected");
        if (expected is null) return null;
        var outputs = service != name && evaluation.Outputs.Kind == ValueKind.Object && evaluation.Outputs.AsObject().Shape.Slot(name) >= 0
            ? evaluation.Outputs.AsObject()[name]
            : evaluation.Outputs;
        if (Expected.Matches(expected, outputs)) return null;
        var text = document is ExpressionDocument expression ? expression.Expression : document.Kind;
        var faults = string.Join("; ", evaluation.Faults.Take(2).Select(f => f.Message.En));
        return $"{name}: {text} gave {evaluation.Outputs} not {expected.Value.Trim()} {faults}";
    }

    private static string Spaced(string name) => string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

internal static class TestXml
{
    public static XElement? Child(this XElement element, string name) => element.Elements().FirstOrDefault(e => e.Name.LocalName == name);

    public static IEnumerable<XElement> Children(this XElement element, string name) => element.Elements().Where(e => e.Name.LocalName == name);

    public static bool IsNil(this XElement element) => element.Attributes().Any(a => a.Name.LocalName == "nil" && a.Value is "true" or "1");

    public static string? Type(this XElement value) =>
        value.Attributes().FirstOrDefault(a => a.Name.LocalName == "type")?.Value.Split(':')[^1];
}
