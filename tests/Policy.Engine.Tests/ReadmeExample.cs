using System.Runtime.CompilerServices;
using System.Text;

namespace Policy.Engine.Tests;

/// <summary>The example of the engine's README: it compiles, runs, and stands there word for word.</summary>
public sealed class ReadmeExample
{
    [Fact]
    public void The_example_decides_and_explains()
    {
        // README
        Document Read(string json) => DocumentJson.Read(Encoding.UTF8.GetBytes(json)).Document!;

        var parcel = Read("""
            {"kind":"factType","key":"parcel","fields":[
              {"name":"hs","type":"text"},{"name":"value","type":"number","unit":"CNY"}]}
            """);
        var thresholds = Read("""
            {"kind":"decisionTable","key":"thresholds","facts":"parcel","hitPolicy":"first",
             "inputs":[{"expression":"hs"},{"expression":"value"}],
             "outputs":[{"name":"channel","type":"text","values":["green","red"]}],
             "rows":[{"id":"R1","when":["starts with(?, \"8471\")",">= 5000"],"then":["\"red\""]},
                     {"id":"R2","when":["-","-"],"then":["\"green\""]}]}
            """);

        var compilation = RuleSet.Compile([parcel, thresholds]);
        foreach (var finding in compilation.Diagnostics) Console.WriteLine($"{finding.Pointer}: {finding.Message.En}");

        var rules = compilation.RuleSet!;
        var facts = Facts.From(rules.FactTypeOf("thresholds")!, new { Hs = "8471300000", Value = 6200m }).Facts!;
        var decision = rules.Evaluate("thresholds", facts, trace: true);

        Console.WriteLine($"{decision.Outputs} by row {decision.Matched[0]}"); // {"channel":"red"} by row R1
        // README

        Assert.Equal("""{"channel":"red"} by row R1""", $"{decision.Outputs} by row {decision.Matched[0]}");
        Assert.Equal(["starts with(?, \"8471\")", ">= 5000"], decision.Trace!.Passes[0].Items[0].Cells.Select(c => c.Test));
    }

    [Fact]
    public void The_readme_shows_this_very_example()
    {
        var source = System.IO.File.ReadAllText(File());
        var lines = source.Split("// README")[1].ReplaceLineEndings("\n").Trim('\n', ' ').Split('\n');
        var example = string.Join('\n', lines.Select(l => l.StartsWith("        ", StringComparison.Ordinal) ? l[8..] : l));
        var readme = System.IO.File.ReadAllText(Path.Combine(Path.GetDirectoryName(File())!, "../../engine/README.md"));
        Assert.Contains($"```csharp\n{example}\n```", readme.ReplaceLineEndings("\n"), StringComparison.Ordinal);

        static string File([CallerFilePath] string file = "") => file;
    }
}
