using Policy.Engine.Analysis;

namespace Policy.Engine.Tests.Analysis;

/// <summary>Which facts a region covers, where it takes more than comparing fields.</summary>
public sealed class CoveringTests
{
    private const string Card = """
        {"kind":"scorecard","key":"card","facts":"parcel","base":0,"characteristics":[{"id":"C1","input":"value","bins":[{"when":">= 100","points":10}]}],
         "grades":[{"grade":"A","when":">= 10"},{"grade":"B","when":"< 10"}]}
        """;

    [Fact]
    public void With_for_each_facts_are_covered_when_one_of_their_items_is()
    {
        var (before, after) = (Goods("\"84\""), Goods("starts with(?, \"84\")"));
        var difference = Between(before, after);

        foreach (var codes in new[] { "", "84", "841", "9", "9 84", "9 841", "84 8471" })
        {
            var goods = codes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(c => $$"""{"code":"{{c}}"}""");
            var facts = $$"""{"goods":[{{string.Join(",", goods)}}]}""";
            AssertCovered(before, after, difference, facts);
        }
    }

    [Fact]
    public void Conditions_and_outputs_of_other_decisions_are_evaluated()
    {
        var (before, after) = (Graded("R2"), Graded("R3"));
        var difference = Between(before, after);
        Assert.NotEmpty(difference.Regions);

        foreach (var value in new[] { 0, 99, 100, 101, 200 })
        foreach (var violations in new[] { 0, 50, 100, 150, 300 })
            AssertCovered(before, after, difference, $$"""{"firm":{"violations":{{violations}} },"value":{{value}} }""");
    }

    [Fact]
    public void Facts_that_hold_those_of_the_document_hand_them_over()
    {
        RuleSet Set(string limit) => Rules.Set(Rules.Parcel, Rules.Firm, $$"""
            {"kind":"decisionTable","key":"table","facts":"firm","hitPolicy":"first","inputs":[{"expression":"violations"}],"outputs":[{"name":"red","type":"boolean"}],
             "rows":[{"id":"R1","when":["{{limit}}"],"then":["true"]},{"id":"R2","when":["-"],"then":["false"]}]}
            """);
        var after = Set("> 5");
        var region = Assert.Single(Between(Set("> 2"), after).Regions);

        bool? Covered(string parcel) => region.Covers(after.Facts("parcel", parcel));
        Assert.Equal(
            (false, true, true, false, null),
            (Covered("""{"firm":{"violations":2}}"""), Covered("""{"firm":{"violations":3}}"""), Covered("""{"firm":{"violations":5}}"""),
                Covered("""{"firm":{"violations":6}}"""), Covered("{}")));
        Assert.True(region.Covers(after.Facts("firm", """{"violations":4}""")));
    }

    [Fact]
    public void A_difference_that_was_sought_covers_the_facts_that_show_it()
    {
        RuleSet Set(string condition) => Rules.Set(Rules.Parcel, $$"""
            {"kind":"script","key":"table","facts":"parcel","outputs":[{"name":"red","type":"boolean"}],
             "source":"function decide(facts) { return { red: {{condition}} }; }"}
            """);
        var (before, after) = (Set("facts.value > 5000"), Set("facts.value > 4000"));
        var difference = Between(before, after);

        foreach (var value in new[] { 3999, 4000, 4001, 5000, 5001 }) AssertCovered(before, after, difference, $$"""{"value":{{value}}}""");
    }

    private static RuleSet Goods(string cell) => Rules.Set(Rules.Parcel, $$"""
        {"kind":"decisionTable","key":"table","facts":"parcel","forEach":"goods","hitPolicy":"first","inputs":[{"expression":"code"}],
         "outputs":[{"name":"red","type":"boolean"}],
         "rows":[{"id":"R1","when":[{{System.Text.Json.JsonSerializer.Serialize(cell)}}],"then":["true"]},{"id":"R2","when":["-"],"then":["false"]}]}
        """);

    private static RuleSet Graded(string last)
    {
        var rows = new[]
        {
            """{"id":"R1","when":["\"A\"","> firm.violations"],"then":["\"red\""]}""",
            """{"id":"R2","when":["\"B\"","not(> firm.violations)"],"then":["\"red\""]}""",
            """{"id":"R3","when":["-","< 200"],"then":["\"green\""]}""",
        };
        return Rules.Set(Rules.Parcel, Rules.Firm, Card, $$"""
            {"kind":"decisionTable","key":"table","facts":"parcel","requires":{"credit":"card"},"hitPolicy":"first",
             "inputs":[{"expression":"credit.grade"},{"expression":"value"}],
             "outputs":[{"name":"channel","type":"text","default":"\"amber\""}],
             "rows":[{{string.Join(",", rows.Where(r => !r.Contains(last, StringComparison.Ordinal)))}}]}
            """);
    }

    private static Difference Between(RuleSet before, RuleSet after) =>
        Difference.Between(before, after, "table", null, TestContext.Current.CancellationToken);

    private static void AssertCovered(RuleSet before, RuleSet after, Difference difference, string facts)
    {
        var differs = before.Evaluate("table", facts).Outputs != after.Evaluate("table", facts).Outputs;
        Assert.Equal(differs, difference.Regions.Any(r => r.Covers(after.Facts("table", facts))!.Value));
    }
}
