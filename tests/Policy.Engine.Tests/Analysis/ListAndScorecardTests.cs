using System.Globalization;
using System.Text;
using Policy.Engine.Analysis;

namespace Policy.Engine.Tests.Analysis;

/// <summary>Lists, scorecards and what is no set of regions, against every point of a small domain where there is one.</summary>
public sealed class ListAndScorecardTests
{
    private const string Goods = """
        {"kind":"factType","key":"goods","fields":[{"name":"code","type":"text"},{"name":"name","type":"text"},{"name":"declaredAt","type":"date"}]}
        """;

    private const string Firm = """
        {"kind":"factType","key":"firm","fields":[{"name":"years","type":"number","minimum":0,"maximum":5},
          {"name":"faults","type":"number","minimum":0,"maximum":4,"optional":true},{"name":"fraud","type":"boolean","optional":true}]}
        """;

    private static readonly string[] Firms =
    [
        .. from years in new[] { "0", "0.5", "1", "1.5", "2", "3", "4", "4.5", "5" }
           from faults in new[] { "null", "0", "0.5", "1", "2", "2.5", "3", "4" }
           from fraud in new[] { "null", "true", "false" }
           select $$"""{"years":{{years}},"faults":{{faults}},"fraud":{{fraud}}}""",
    ];

    private static readonly string[] Items =
    [
        .. from code in new[] { "8", "84", "841", "9", "93", "1" }
           from name in new[] { "x", "knife", "steel knife", "gun", "knife gun", "steel" }
           from day in new[] { "2025-06-01", "2026-06-01" }
           select $$"""{"code":"{{code}}","name":"{{name}}","declaredAt":"{{day}}"}""",
    ];

    private static readonly string[] Entries =
    [
        "\"84\",null", "\"8\",null", "\"9\",\"gun\"", "null,\"knife\"", "null,\"steel knife\"", "\"84\",\"knife\"", "null,\"gun\"", "\"93\",null",
    ];

    [Fact]
    public void Entries_never_decide_exactly_when_no_point_shows_them_to()
    {
        var random = new Random(1);
        for (var i = 0; i < 60; i++)
        {
            var rules = Rules.Set(Goods, List(random, out var entries));
            var found = DocumentAnalysis.Of(rules, "list", null, TestContext.Current.CancellationToken);
            Assert.True(found.IsDecided);
            foreach (var finding in found.Findings.Where(f => f.Code is not (FindingCode.PeriodOverlap or FindingCode.PeriodGap)))
            {
                // Without the entry every item has the same effect.
                var without = Rules.Set(Goods, List(entries.Where(e => !e.Contains($"\"{finding.Rows[0]}\"", StringComparison.Ordinal))));
                Assert.All(Items, item => Assert.Equal(Effect(rules, item), Effect(without, item)));
                Assert.NotNull(finding.Witness);
            }

            var strongest = ((ListDocument)rules.Document("list")!).Entries.Where(e => Items.Any(item => rules.Evaluate("list", item) is var r && r.Matched.Contains(e.Id) && r.Matched.Length == 1));
            Assert.DoesNotContain(found.Findings, f => f.Witness is not null && strongest.Any(e => e.Id == f.Rows[0]));
        }
    }

    [Fact]
    public void A_list_differs_exactly_where_the_effects_of_items_do()
    {
        var random = new Random(2);
        var different = 0;
        for (var i = 0; i < 60; i++)
        {
            var before = Rules.Set(Goods, List(random, out var entries));
            var changed = entries.Skip(i % 3).Append(i % 2 == 0 ? Entry(random, "N") : entries[0].Replace("\"E0\"", "\"Z\"", StringComparison.Ordinal)).ToList();
            var after = Rules.Set(Goods, List(changed));
            var difference = Difference.Between(before, after, "list", null, TestContext.Current.CancellationToken);
            Assert.True(difference.IsDecided);
            Assert.Equal(Items.All(item => Effect(before, item) == Effect(after, item)), difference.SameBehaviour);
            foreach (var item in Items)
                Assert.Equal(Effect(before, item) != Effect(after, item), Covering(difference, after.Facts("list", item)));
            foreach (var region in difference.Regions)
                Assert.NotEqual(Effect(before, Text(region.Witness!)), Effect(after, Text(region.Witness!)));
            if (!difference.Regions.IsEmpty) different++;
        }

        Assert.InRange(different, 10, 55);
    }

    [Fact]
    public void Scorecards_show_bins_and_grades_that_no_point_reaches_and_scores_without_grade()
    {
        var random = new Random(3);
        for (var i = 0; i < 60; i++)
        {
            var rules = Rules.Set(Firm, Card(random));
            var card = (ScorecardDocument)rules.Document("card")!;
            var found = DocumentAnalysis.Of(rules, "card", null, TestContext.Current.CancellationToken);
            Assert.True(found.IsDecided);
            Assert.All(found.Findings, f => Assert.True(f.IsProved, f.Message.En));

            var results = Firms.Select(f => rules.Evaluate("card", f)).ToList();
            Assert.Equal(results.Exists(r => r.Codes().Contains(DiagnosticCode.NoGrade)), found.Findings.Any(f => f is { Code: FindingCode.Gap, Severity: Severity.Error }));
            var reached = results.Where(r => r.Outputs.AsObject()["override"].IsNull).Select(r => r.Outputs.AsObject()["grade"]).Where(g => !g.IsNull).Select(g => g.AsText()).ToHashSet();
            var unreached = card.Grades.Select(g => g.Grade).Distinct().Where(g => !reached.Contains(g));
            var claimed = found.Findings.Where(f => f.Code == FindingCode.Unreachable).Select(f => f.Rows[0]);
            Assert.Subset(unreached.ToHashSet(), claimed.Where(r => !r.Contains('/', StringComparison.Ordinal) && r != "O1").ToHashSet());
        }
    }

    [Fact]
    public void Scorecards_differ_exactly_where_score_grade_or_override_do()
    {
        var random = new Random(4);
        var different = 0;
        for (var i = 0; i < 40; i++)
        {
            var (before, after) = (Rules.Set(Firm, Card(random)), Rules.Set(Firm, Card(random)));
            if (i % 4 == 0) after = Rules.Set(Firm, Encoding.UTF8.GetString(DocumentJson.Write(Reordered((ScorecardDocument)before.Document("card")!))));
            var difference = Difference.Between(before, after, "card", null, TestContext.Current.CancellationToken);
            Assert.True(difference.IsDecided);
            Assert.Equal(Firms.All(f => Graded(before, f) == Graded(after, f)), difference.SameBehaviour);
            foreach (var firm in Firms)
                Assert.Equal(Graded(before, firm) != Graded(after, firm), Covering(difference, after.Facts("card", firm)));
            foreach (var region in difference.Regions)
                Assert.NotEqual(Graded(before, Text(region.Witness!)), Graded(after, Text(region.Witness!)));
            if (difference.SameBehaviour == false) different++;
        }

        Assert.InRange(different, 1, 30);
    }

    [Fact]
    public void Scripts_that_differ_are_searched_and_a_difference_found_is_proved()
    {
        const string Small = """{"kind":"factType","key":"t","fields":[{"name":"value","type":"number"}]}""";
        var before = Rules.Set(Small, Script("facts.value > 5000"));
        var cancellation = TestContext.Current.CancellationToken;
        var found = Difference.Between(before, Rules.Set(Small, Script("facts.value >= 5000")), "s", null, cancellation);
        Assert.False(found.SameBehaviour);
        Assert.Equal("""{"value":5000}""", Text(Assert.Single(found.Regions).Witness!));
        Assert.Null(Difference.Between(before, Rules.Set(Small, Script("!(facts.value <= 5000)")), "s", null, cancellation).SameBehaviour);
        Assert.True(Difference.Between(before, Rules.Set(Small, Script("facts.value > 5000")), "s", null, cancellation).SameBehaviour);
    }

    private static string Script(string condition) =>
        $$"""{"kind":"script","key":"s","facts":"t","outputs":[{"name":"red","type":"boolean"}],"source":"function decide(facts) { return { red: {{condition}} }; }"}""";

    private static string List(Random random, out List<string> entries)
    {
        entries = [.. Enumerable.Range(0, 2 + random.Next(5)).Select(i => Entry(random, $"E{i}"))];
        return List(entries);
    }

    private static string List(IEnumerable<string> entries) => $$"""
        {"kind":"list","key":"list","facts":"goods","effects":["prohibit","licence","warn"],
         "columns":[{"field":"code","match":"prefix"},{"field":"name","match":"keyword"}],"entries":[{{string.Join(",", entries)}}]}
        """;

    private static string Entry(Random random, string id)
    {
        var period = random.Next(4) == 0 ? ",\"from\":\"2026-01-01\"" : "";
        var effect = new[] { "prohibit", "licence", "warn" }[random.Next(3)];
        return $$"""{"id":"{{id}}","values":[{{Entries[random.Next(Entries.Length)]}}],"effect":"{{effect}}"{{period}}}""";
    }

    private static string Card(Random random)
    {
        var bands = random.Next(3) switch
        {
            0 => """{"grade":"A","when":">= 20"},{"grade":"B","when":"[0..20)"},{"grade":"C","when":"< 0"}""",
            1 => """{"grade":"A","when":">= 30"},{"grade":"B","when":"(5..30)"},{"grade":"C","when":"<= 0"}""",
            _ => """{"grade":"A","when":">= 99"},{"grade":"B","when":"-"}""",
        };
        var bins = random.Next(2) == 0 ? "[1..3)" : "[2..4]";
        return $$"""
            {"kind":"scorecard","key":"card","facts":"firm","base":{{Number(random)}},"characteristics":[
              {"id":"C1","input":"years","bins":[{"when":"< 1","points":{{Number(random)}}},{"when":"{{bins}}","points":{{Number(random)}}},{"when":">= 1","points":{{Number(random)}}}]},
              {"id":"C2","input":"faults","bins":[{"when":"0","points":{{Number(random)}}},{"when":"> 2","points":{{Number(random)}}}]},
              {"id":"C3","input":"years","bins":[{"when":"> 4","points":{{Number(random)}}}]}],
             "grades":[{{bands}}],"overrides":[{"id":"O1","when":"{{(random.Next(2) == 0 ? "fraud" : "faults > 2 and fraud = true")}}","grade":"D"}]}
            """;
    }

    private static ScorecardDocument Reordered(ScorecardDocument card) => card with { Characteristics = [.. card.Characteristics.Reverse()] };

    private static string Number(Random random) => (5 * random.Next(-3, 4)).ToString(CultureInfo.InvariantCulture);

    private static string Effect(RuleSet rules, string item) => rules.Evaluate("list", item).Outputs.AsObject()["effect"].ToString();

    private static bool Covering(Difference difference, Facts facts)
    {
        var covering = difference.Regions.Select(r => r.Covers(facts)!.Value).ToList();
        Assert.InRange(covering.Count(c => c), 0, 1);
        return covering.Contains(true);
    }

    private static string Graded(RuleSet rules, string firm)
    {
        var outputs = rules.Evaluate("card", firm).Outputs.AsObject();
        return $"{outputs["score"]} {outputs["grade"]} {outputs["override"]}";
    }

    private static string Text(Facts facts) => Encoding.UTF8.GetString(facts.ToJson());
}
