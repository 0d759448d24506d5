using Policy.Engine.Analysis;

namespace Policy.Engine.Tests.Analysis;

/// <summary>Rows and entries that are alike but for their periods.</summary>
public sealed class PeriodTests
{
    private const string Goods = """
        {"kind":"factType","key":"goods","fields":[{"name":"code","type":"text"},{"name":"name","type":"text"},{"name":"declaredAt","type":"date"}]}
        """;

    [Theory]
    [InlineData("2025-01-01", "2026-01-01", "2025-12-31", "2027-01-01", "period-overlap", "2025-12-31 至 2025-12-31")]
    [InlineData("2025-01-01", "2026-01-01", "2026-01-01", "2027-01-01", null, null)]
    [InlineData("2025-01-01", "2026-01-01", "2026-01-02", "2027-01-01", "period-gap", "2026-01-01 至 2026-01-01")]
    [InlineData("2025-01-01", "2027-01-01", "2025-06-01", "2026-01-01", "period-overlap", "2025-06-01 至 2025-12-31")]
    [InlineData("2025-01-01", null, "2026-02-01", null, "period-overlap", "2026-02-01 起")]
    [InlineData(null, "2025-03-01", null, "2026-01-01", "period-overlap", "2025-02-28 止")]
    [InlineData("2023-01-01", "2024-02-29", "2024-03-01", null, "period-gap", "2024-02-29 至 2024-02-29")]
    [InlineData(null, null, "2026-01-01", null, null, null)]
    public void Days_of_both_and_of_none_are_named_to_the_day(
        string? from, string? to, string? nextFrom, string? nextTo, string? code, string? days)
    {
        var period = (string? f, string? t) => (f is null ? "" : $",\"from\":\"{f}\"") + (t is null ? "" : $",\"to\":\"{t}\"");
        var table = $$"""
            {"kind":"decisionTable","key":"t","facts":"goods","hitPolicy":"collect","inputs":[{"expression":"code"}],
             "outputs":[{"name":"rate","type":"number"}],"rows":[
             {"id":"B","when":["\"84\""],"then":["2"]{{period(nextFrom, nextTo)}}},
             {"id":"other","when":["\"85\""],"then":["3"],"from":"2030-01-01"},
             {"id":"A","when":[" \"84\" "],"then":["1"]{{period(from, to)}}}]}
            """;
        var list = $$"""
            {"kind":"list","key":"l","facts":"goods","columns":[{"field":"code","match":"prefix"},{"field":"name","match":"keyword"}],
             "effects":["prohibit","warn"],"entries":[
             {"id":"A","values":["84","Knife"],"effect":"warn"{{period(from, to)}}},
             {"id":"C","values":["84",null],"effect":"warn","from":"2030-01-01"},
             {"id":"B","values":["84","knife "],"effect":"warn"{{period(nextFrom, nextTo)}}}]}
            """;
        foreach (var (key, json) in new[] { ("t", table), ("l", list) })
        {
            var found = Periods(key, json);
            Assert.Equal(code is null ? [] : [code], found.Select(f => f.Code));
            Assert.All(found, f =>
            {
                Assert.Equal((Severity.Warning, 2), (f.Severity, f.Rows.Length));
                Assert.Equal(["A", "B"], f.Rows.Order());
                Assert.Contains(days!, f.Message.ZhCn, StringComparison.Ordinal);
                Assert.NotEmpty(f.Region);
            });
        }
    }

    [Fact]
    public void What_always_applies_fills_the_days_between()
    {
        var found = Periods("l", """
            {"kind":"list","key":"l","facts":"goods","columns":[{"field":"code","match":"prefix"}],"effects":["prohibit","warn"],"entries":[
             {"id":"A","values":["84"],"effect":"warn","to":"2025-01-01"},
             {"id":"B","values":["84"],"effect":"warn","from":"2026-01-01"},
             {"id":"always","values":["84"],"effect":"warn"}]}
            """);
        Assert.Empty(found);
    }

    [Fact]
    public void A_season_in_which_a_wider_row_gives_way_is_for_information_only()
    {
        const string Table = """
            {"kind":"decisionTable","key":"t","facts":"goods","hitPolicy":"first","inputs":[{"expression":"code"},{"expression":"name"}],
             "outputs":[{"name":"rate","type":"number"}],"rows":[
             {"id":"A","when":["\"84\"","\"x\""],"then":["1"],"from":"2025-11-01","to":"2025-11-13"},
             {"id":"B","when":["\"84\"","\"x\""],"then":["1"],"from":"2026-11-01","to":"2026-11-13"},
             {"id":"wide","when":["\"84\",\"85\"","-"],"then":["2"],"to":"2026-11-01"}]}
            """;
        Assert.Equal(Severity.Information, Assert.Single(Periods("t", Table)).Severity);
        var ends = Table.Replace("\"to\":\"2026-11-01\"", "\"to\":\"2026-10-31\"", StringComparison.Ordinal);
        Assert.Equal(Severity.Warning, Assert.Single(Periods("t", ends)).Severity);
    }

    [Fact]
    public void Every_row_within_a_longer_one_is_found_and_what_follows_that_is_no_gap()
    {
        var found = Periods("l", """
            {"kind":"list","key":"l","facts":"goods","columns":[{"field":"code","match":"equals"}],"effects":["warn"],"entries":[
             {"id":"long","values":["84"],"effect":"warn","from":"2020-01-01","to":"2030-01-01"},
             {"id":"a","values":["84"],"effect":"warn","from":"2021-01-01","to":"2022-01-01"},
             {"id":"b","values":["84"],"effect":"warn","from":"2023-01-01","to":"2024-01-01"},
             {"id":"next","values":["84"],"effect":"warn","from":"2030-01-01"}]}
            """);
        Assert.Equal(["long a", "long b"], found.Select(f => string.Join(' ', f.Rows)));
        Assert.All(found, f => Assert.Equal(FindingCode.PeriodOverlap, f.Code));
    }

    private static List<Finding> Periods(string key, string json) =>
    [
        .. DocumentAnalysis.Of(Rules.Set(Goods, json), key, null, TestContext.Current.CancellationToken).Findings
            .Where(f => f.Code.StartsWith("period-", StringComparison.Ordinal)),
    ];
}
