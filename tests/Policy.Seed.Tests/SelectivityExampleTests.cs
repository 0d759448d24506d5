using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Policy.Engine.Cases;
using Policy.Engine;
using Policy.Rules;

namespace Policy.Seed.Tests;

/// <summary>The example of a vocabulary of its own, on real declarations that nobody here wrote.</summary>
public sealed class SelectivityExampleTests
{
    private static readonly string Root = FindRoot();

    [Fact]
    public void The_example_compiles_without_findings_and_its_cases_pass()
    {
        var rules = Rules();

        var results = rules.Keys.Where(k => rules.Document(k) is not FactTypeDocument).SelectMany(k => CaseRun.Run(rules, k)).ToArray();

        Assert.NotEmpty(results);
        Assert.All(results, r => Assert.Empty(r.Differences));
    }

    [Fact]
    public void Decides_every_public_declaration_and_finds_more_fraud_in_the_red_channel_than_chance()
    {
        var file = Path.Combine(Root, "..", "shared", "data", "declarations", "train.csv");
        Assert.SkipUnless(File.Exists(file), "The public declarations are not beside the project (../shared/data).");
        var rules = Rules();
        var type = rules.FactTypeOf("selectivity")!;
        var lines = File.ReadAllLines(file);
        var columns = lines[0].Split(',');

        // The estimates come from January to June; what counts is the rest of the year.
        int later = 0, red = 0, fraud = 0, caught = 0;
        foreach (var line in lines.Skip(1))
        {
            var cells = line.Split(',');
            var row = columns.Zip(cells).ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal);
            var reading = Facts.Read(type, Encoding.UTF8.GetBytes(Declaration(row).ToJsonString()));
            Assert.Empty(reading.Problems);
            var evaluation = rules.Evaluate("selectivity", reading.Facts!);
            Assert.Empty(evaluation.Faults);
            if (string.CompareOrdinal(row["Date"], "2020-07-01") < 0) continue;
            var isRed = evaluation.Outputs.AsObject()["channel"].AsObject()["channel"].AsText() == "red";
            var isFraud = row["Fraud"] == "1";
            later++;
            if (isRed) red++;
            if (isFraud) fraud++;
            if (isRed && isFraud) caught++;
        }

        Assert.Equal(37_385, lines.Length - 1);
        var (shareRed, shareCaught) = ((double)red / later, (double)caught / fraud);
        Assert.InRange(shareRed, 0.2, 0.35);
        Assert.True(shareCaught > 1.5 * shareRed, $"{shareCaught:P1} of the fraud lies in {shareRed:P1} of the declarations.");
    }

    private static JsonObject Declaration(Dictionary<string, string> row) => new()
    {
        ["declarationId"] = row["Declaration ID"],
        ["declaredAt"] = row["Date"],
        ["office"] = row["Office ID"],
        ["process"] = row["Process Type"],
        ["importType"] = row["Import Type"],
        ["importUse"] = row["Import Use"],
        ["payment"] = row["Payment Type"],
        ["transport"] = row["Mode of Transport"],
        ["declarant"] = row["Declarant ID"],
        ["importer"] = row["Importer ID"],
        ["seller"] = OrAbsent(row["Seller ID"]),
        ["courier"] = OrAbsent(row["Courier ID"]),
        ["hs6"] = row["HS6 Code"],
        ["departure"] = row["Country of Departure"],
        ["origin"] = row["Country of Origin"],
        ["taxRate"] = Number(row["Tax Rate"]),
        ["taxType"] = row["Tax Type"],
        ["originMark"] = row["Country of Origin Indicator"],
        ["netMassKg"] = Number(row["Net Mass"]),
        ["itemPrice"] = Number(row["Item Price"]),
    };

    private static JsonNode? OrAbsent(string text) => text.Length == 0 ? null : JsonValue.Create(text);

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static RuleSet Rules()
    {
        var (documents, problems) = DocumentFiles.Load([Path.Combine(Root, "seed", "examples", "selectivity")]);
        Assert.Empty(problems);
        var compilation = RuleSet.Compile(documents.Select(d => d.Document));
        Assert.Empty(compilation.Diagnostics);
        return compilation.RuleSet!;
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Policy.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException();
        return folder;
    }
}
