using Policy.Engine.Cases;
using Policy.Engine.Tests.Analysis;

namespace Policy.Engine.Tests.Cases;

public sealed class CoverageTests
{
    public static TheoryData<string> Policies => [.. SmallTables.Policies];

    [Theory, MemberData(nameof(Policies))]
    public void Rows_and_sides_of_random_tables_are_counted_as_the_trace_shows_them(string policy)
    {
        var random = new Random(5);
        for (var i = 0; i < 6; i++)
        {
            var rows = SmallTables.Rows(random, 1 + random.Next(6)).ConvertAll(r => SmallTables.Fitted(policy, r));
            var points = Enumerable.Range(0, 6).Select(_ => SmallTables.Points[random.Next(SmallTables.Points.Count)]).ToList();
            var rules = CaseDocuments.Small(SmallTables.Table(policy, SmallTables.Default(random, policy), rows), points);
            var coverage = Measured(rules, "table");
            var seen = points.Select((point, at) => (Id: $"P{at}", Evaluation: rules.Evaluate("table", point))).Where(p => p.Evaluation.Faults.IsEmpty).ToList();
            var table = (DecisionTableDocument)rules.Document("table")!;
            foreach (var row in table.Rows)
                Assert.Equal(seen.Where(p => p.Evaluation.Matched.Contains(row.Id)).Select(p => p.Id), Item(coverage, row.Id).Cases);
            AssertSides(coverage, table, points.Select((point, at) => ($"P{at}", rules.Facts("table", point))).Where(p => seen.Exists(s => s.Id == p.Item1)).ToList());
        }
    }

    [Theory, MemberData(nameof(Policies))]
    public void Only_rows_that_no_point_makes_decide_are_proved_unable_to(string policy)
    {
        var random = new Random(9);
        for (var i = 0; i < 6; i++)
        {
            var rows = SmallTables.Rows(random, 1 + random.Next(6)).ConvertAll(r => SmallTables.Fitted(policy, r));
            var rules = CaseDocuments.Small(SmallTables.Table(policy, "", rows), []);
            var hits = SmallTables.Points.Select(p => rules.Evaluate("table", rules.Facts("table", p), trace: true)).ToList();
            var reached = hits.SelectMany(e => policy is "first" or "priority" ? e.Matched : [.. e.Trace!.Passes[0].Items.Where(t => t.Hit).Select(t => t.Id)]);
            Assert.Equal(reached.Distinct().Order(), Measured(rules, "table").Items.Where(t => t.CanDecide).Select(t => t.Id).Order());
        }
    }

    [Fact]
    public void A_case_counts_for_a_side_only_when_the_other_cells_hold()
    {
        var coverage = Measured(CaseDocuments.Thresholds("""
            {"id":"inside","facts":{"value":200,"grade":"A"},"expect":{"ratio":5}},
            {"id":"otherGrade","facts":{"value":50,"grade":"C"},"expect":null},
            {"id":"above","facts":{"value":500,"grade":"A"},"expect":null}
            """), "thresholds");
        var (low, high) = (coverage.Thresholds[0], coverage.Thresholds[1]);
        Assert.Equal((Value.Number(100), Value.Number(500)), (low.Bound, high.Bound));
        Assert.Empty(low.Below);
        Assert.Equal(["inside"], low.Above);
        Assert.Equal(["inside"], high.Below);
        Assert.Equal(["above"], high.Above);
        Assert.Equal(new Tally(3, 4), coverage.Sides);
        Assert.Equal(75, coverage.Sides.Percent);
        Assert.Equal(new Tally(1, 1), coverage.Decided);
    }

    [Fact]
    public void The_days_on_which_a_row_begins_and_ends_are_limits()
    {
        var coverage = Measured(Rules.Set(Rules.Parcel, """
            {"kind":"decisionTable","key":"dated","facts":"parcel","hitPolicy":"first","inputs":[{"expression":"grade"}],
             "outputs":[{"name":"ratio","type":"number"}],
             "rows":[{"id":"R1","when":["\"A\""],"then":["5"],"from":"2026-01-01","to":"2026-07-01"}],
             "cases":[{"id":"before","facts":{"grade":"A","declaredAt":"2025-12-31T23:00:00+08:00"},"expect":null},
                      {"id":"within","facts":{"grade":"A","declaredAt":"2026-01-01T00:00:00+08:00"},"expect":{"ratio":5}}]}
            """), "dated");
        Assert.Equal(
            ["2026-01-01 before within", "2026-07-01 within "],
            coverage.Thresholds.Select(t => $"{t.Bound.ToString().Trim('"')} {string.Join(' ', t.Below)} {string.Join(' ', t.Above)}"));
    }

    [Fact]
    public void Entries_their_periods_and_items_on_no_entry_are_told_apart()
    {
        var coverage = Measured(CaseDocuments.List("""
            {"id":"on","facts":{"declaredAt":"2026-05-01T00:00:00+08:00","goods":[{"code":"9301"},{"code":"0101"}]},"expect":{"effect":"prohibit"}},
            {"id":"early","facts":{"declaredAt":"2025-05-01T00:00:00+08:00","goods":[{"code":"9301"}]},"expect":{"effect":"warn"}}
            """), "list");
        Assert.Equal(["on"], Item(coverage, "N1").Cases);
        Assert.Empty(Item(coverage, "N2").Cases);
        Assert.Equal(["on", "early"], Item(coverage, "").Cases);
        var period = Assert.Single(coverage.Thresholds);
        Assert.Equal(("N1", "date(declaredAt)"), (period.Item, period.Input));
        Assert.Equal(["early"], period.Below);
        Assert.Equal(["on"], period.Above);
    }

    [Fact]
    public void Bins_bands_and_overrides_of_a_scorecard_are_told_apart()
    {
        var coverage = Measured(CaseDocuments.Card("""
            {"id":"clean","facts":{"violations":0},"expect":{"grade":"A"}},
            {"id":"filed","facts":{"violations":5,"filed":true},"expect":{"grade":"D"}}
            """), "card");
        Assert.Equal(
            ["Bin C1/1 clean", "Bin C1/2 ", "Bin C1/3 filed", "Band A clean", "Band B ", "Override O1 filed"],
            coverage.Items.Select(i => $"{i.Kind} {i.Id} {string.Join(',', i.Cases)}"));
        Assert.Equal(
            ["C1/2 1: clean | ", "C1/2 3:  | filed", "C1/3 3: clean | filed", "A 60: filed | clean", "B 60: filed | clean"],
            coverage.Thresholds.Select(t => $"{t.Item} {t.Bound}: {string.Join(',', t.Below)} | {string.Join(',', t.Above)}"));
    }

    [Fact]
    public void Rules_of_workflows_and_steps_of_flows_count_and_scripts_are_not_measured()
    {
        var rules = Rules.Set(
            Rules.Parcel,
            """
            {"kind":"workflow","key":"checks","facts":"parcel","workflow":{"WorkflowName":"checks","Rules":[
              {"RuleName":"High","RuleExpressionType":"LambdaExpression","Expression":"input1.value > 100"},
              {"RuleName":"Low","RuleExpressionType":"LambdaExpression","Expression":"input1.value < 10"}]},
             "cases":[{"id":"high","facts":{"value":200},"expect":{"succeeded":["High"]}}]}
            """,
            """
            {"kind":"flow","key":"flow","facts":"parcel","steps":[{"id":"one","use":"checks"},{"id":"two","use":"checks","when":"value > 1000"}],
             "cases":[{"id":"some","facts":{"value":200},"expect":{}}]}
            """,
            """{"kind":"script","key":"script","facts":"parcel","outputs":[{"name":"x","type":"number"}],"source":"function decide(facts) { return { x: 1 }; }"}""");
        Assert.Equal(["Rule High high", "Rule Low "], Measured(rules, "checks").Items.Select(i => $"{i.Kind} {i.Id} {string.Join(',', i.Cases)}"));
        Assert.Equal(["Step one some", "Step two "], Measured(rules, "flow").Items.Select(i => $"{i.Kind} {i.Id} {string.Join(',', i.Cases)}"));
        Assert.False(Measured(rules, "script").IsMeasured);
    }

    [Fact]
    public void A_key_that_is_not_there_is_refused() =>
        Assert.Throws<ArgumentException>(() => Measured(CaseDocuments.Thresholds(""), "other"));

    private static CaseCoverage Measured(RuleSet rules, string key) => CaseCoverage.Of(rules, key, null, TestContext.Current.CancellationToken);

    private static CoveredItem Item(CaseCoverage coverage, string id) => coverage.Items.Single(i => i.Id == id);

    /// <summary>Each threshold of the input <c>value</c>, by what a person reads: the row's other cells and the bound.</summary>
    private static void AssertSides(CaseCoverage coverage, DecisionTableDocument table, List<(string Id, Facts Facts)> cases)
    {
        foreach (var threshold in coverage.Thresholds.Where(t => t.Input == "value"))
        {
            var row = table.Rows.Single(r => r.Id == threshold.Item);
            var bounds = coverage.Thresholds.Where(t => t.Item == row.Id && t.Input == "value").Select(t => t.Bound.AsNumber()).ToList();
            var others = CaseDocuments.OthersHold(row, cases);
            var expected = others.Select(c => (c.Id, Value: c.Facts.Content["value"])).Where(c => !c.Value.IsNull).Select(c => (c.Id, Value: c.Value.AsNumber())).ToList();
            var (low, high) = (bounds.Where(b => b < threshold.Bound.AsNumber()).DefaultIfEmpty(-1).Max(), bounds.Where(b => b > threshold.Bound.AsNumber()).DefaultIfEmpty(9).Min());
            var clear = expected.Where(e => e.Value > low && e.Value < high && e.Value != threshold.Bound.AsNumber()).ToList();
            Assert.Equal(clear.Where(e => e.Value < threshold.Bound.AsNumber()).Select(e => e.Id), threshold.Below.Intersect(clear.Select(e => e.Id)));
            Assert.Equal(clear.Where(e => e.Value > threshold.Bound.AsNumber()).Select(e => e.Id), threshold.Above.Intersect(clear.Select(e => e.Id)));
            Assert.Subset(expected.Where(e => e.Value >= low && e.Value <= high).Select(e => e.Id).ToHashSet(), threshold.Below.Concat(threshold.Above).ToHashSet());
        }
    }
}
