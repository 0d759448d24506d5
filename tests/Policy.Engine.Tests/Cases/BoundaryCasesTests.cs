using System.Text.Json;
using Policy.Engine.Cases;
using Policy.Engine.Tests.Analysis;

namespace Policy.Engine.Tests.Cases;

public sealed class BoundaryCasesTests
{
    public static TheoryData<string> Policies => [.. SmallTables.Policies];

    [Theory, MemberData(nameof(Policies))]
    public void With_the_cases_every_row_decides_that_some_point_makes_decide(string policy)
    {
        var random = new Random(3);
        for (var i = 0; i < 6; i++)
        {
            var rows = SmallTables.Rows(random, 1 + random.Next(6)).ConvertAll(r => SmallTables.Fitted(policy, r));
            var rules = Rules.Set(SmallTables.Facts, SmallTables.Table(policy, SmallTables.Default(random, policy), rows));
            var completed = Completed(rules, "table");
            Assert.All(CaseRun.Run(completed, "table"), r => Assert.True(r.Passed));
            var decide = SmallTables.Points.Select(p => rules.Evaluate("table", rules.Facts("table", p))).Where(e => e.Faults.IsEmpty).SelectMany(e => e.Matched);
            var covered = Coverage(completed, "table").Items.Where(t => !t.Cases.IsEmpty && t.Id.Length > 0).Select(t => t.Id);
            Assert.Equal(decide.Distinct().Order(), covered.Order());
        }
    }

    [Fact]
    public void Each_limit_is_tried_at_and_on_both_sides_and_nothing_is_tried_twice()
    {
        var rules = CaseDocuments.Thresholds("""{"id":"low","facts":{"value":100,"grade":"A"},"expect":{"ratio":5}}""");
        var made = Made(rules, "thresholds");
        Assert.Empty(made.Open);
        Assert.Equal(
            ["R1-value-at-101 101", "R1-value-at-499 499", "R1-value-at-500 500", "R1-value-at-501 501", "R1-value-at-99 99", "grade-absent -", "value-absent -"],
            made.Cases.Select(c => $"{c.Id} {(c.Id.Contains("absent", StringComparison.Ordinal) ? "-" : c.Facts.GetProperty("value").GetRawText())}").Order(StringComparer.Ordinal));
        Assert.Equal("""{"ratio":5}""", made.Cases.Single(c => c.Id == "R1-value-at-499").Expect.GetRawText());
        Assert.Equal(JsonValueKind.Null, made.Cases.Single(c => c.Id == "R1-value-at-500").Expect.ValueKind);
    }

    [Fact]
    public void Entries_are_met_by_prefix_and_keyword_on_both_sides_of_their_periods()
    {
        var completed = Completed(CaseDocuments.List(""), "list");
        var coverage = Coverage(completed, "list");
        Assert.Equal(new Tally(3, 3), coverage.Decided);
        Assert.Equal(new Tally(2, 2), coverage.Sides);
        Assert.All(CaseRun.Run(completed, "list"), r => Assert.True(r.Passed));
    }

    [Fact]
    public void A_scorecard_gets_every_bin_band_and_override()
    {
        var coverage = Coverage(Completed(CaseDocuments.Card(""), "card"), "card");
        Assert.Equal(coverage.Decided.Total, coverage.Decided.Count);
        Assert.Equal(coverage.Sides.Total, coverage.Sides.Count);
    }

    [Fact]
    public void What_is_read_from_other_decisions_is_found_by_their_cases()
    {
        var rules = Rules.Set(Rules.Parcel, """
            {"kind":"decisionTable","key":"outer","facts":"parcel","hitPolicy":"first","requires":{"inner":"inner"},
             "inputs":[{"expression":"inner.sum"}],"outputs":[{"name":"ok","type":"boolean"}],
             "rows":[{"id":"R1","when":["> 99"],"then":["true"]},{"id":"R2","when":["-"],"then":["false"]}]}
            """, """
            {"kind":"decisionTable","key":"inner","facts":"parcel","hitPolicy":"first","inputs":[{"expression":"hs"}],
             "outputs":[{"name":"sum","type":"number"}],"rows":[{"id":"I1","when":["\"8471\""],"then":["value * 3"]}],
             "cases":[{"id":"much","facts":{"hs":"8471","value":50},"expect":{"sum":150}}]}
            """);
        Assert.Equal(new Tally(2, 2), Coverage(Completed(rules, "outer"), "outer").Decided);
    }

    [Fact]
    public void The_same_document_gives_the_same_cases()
    {
        var rules = SmallTables.Table("first", "", SmallTables.Rows(new Random(21), 8));
        Assert.Equal(Texts(rules), Texts(rules));

        static IEnumerable<string> Texts(string table) =>
            Made(Rules.Set(SmallTables.Facts, table), "table").Cases.Select(c => $"{c.Id} {c.Title} {c.Facts} {c.Expect}");
    }

    [Fact]
    public void When_it_is_cancelled_what_is_left_is_open()
    {
        var made = BoundaryCases.Of(CaseDocuments.Thresholds(""), "thresholds", null, new CancellationToken(canceled: true));
        Assert.Empty(made.Cases);
        Assert.Contains("R1", made.Open);
    }

    private static BoundaryCases Made(RuleSet rules, string key) => BoundaryCases.Of(rules, key, null, TestContext.Current.CancellationToken);

    private static CaseCoverage Coverage(RuleSet rules, string key) => CaseCoverage.Of(rules, key, null, TestContext.Current.CancellationToken);

    private static RuleSet Completed(RuleSet rules, string key)
    {
        var document = rules.Document(key)!;
        var completed = document with { Cases = document.Cases.AddRange(Made(rules, key).Cases) };
        return RuleSet.Compile(rules.Keys.Select(k => k == key ? completed : rules.Document(k)!)).RuleSet!;
    }
}
