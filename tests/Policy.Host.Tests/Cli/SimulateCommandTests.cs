using System.Text.Json;
using Policy.Host.Tests.Api;

namespace Policy.Host.Tests.Cli;

public sealed class SimulateCommandTests : IDisposable
{
    private readonly CommandLineRun _cli = new();

    [Fact]
    public void A_change_is_counted_by_outcome_row_and_figure_with_its_parcels()
    {
        Assert.Equal(0, Simulate(Facts(10, 150, 250, 350)));

        var report = JsonElement.Parse(_cli.Output);
        Assert.Equal((4, 1, 0), (report.Number("total"), report.Number("changed"), report.Number("skipped")));
        Assert.Equal(
            ["green green 2", "green red 1", "red red 1"],
            report.GetProperty("outcomes").EnumerateArray().Select(o => $"{o.Text("before")} {o.Text("after")} {o.Number("count")}"));
        Assert.Equal(
            ["share.green 0.75 0.5", "share.red 0.25 0.5", "faults 0 0", "ratio 15 10"],
            report.GetProperty("kpis").EnumerateArray().Select(k => $"{k.Text("name")} {k.GetProperty("before")} {k.GetProperty("after")}"));
        var row = Assert.Single(report.GetProperty("byRow").EnumerateArray());
        Assert.Equal(("R1", 3, 2), (row.Text("row"), row.Number("before"), row.Number("after")));
        var example = Assert.Single(report.GetProperty("examples").EnumerateArray());
        Assert.Equal(("4", "before"), (example.Text("declarationNo"), example.GetProperty("reasons")[0].Text("side")));
    }

    [Theory]
    [InlineData("redShare > 0.4", true)]
    [InlineData("redShare > 2 * before.redShare", false)]
    [InlineData("changed >= 1 and total = 4", true)]
    [InlineData("ratio > before.ratio", false)]
    [InlineData("1 / (total - 4) > 0", true)]
    public void A_condition_that_holds_or_cannot_be_decided_fails_the_run(string condition, bool holds)
    {
        Assert.Equal(holds ? 1 : 0, Simulate(Facts(10, 150, 250, 350), "--fail-if", condition));
        Assert.Equal(holds, _cli.Error.Contains($"--fail-if holds: {condition}", StringComparison.Ordinal));
        Assert.Equal(4, JsonElement.Parse(_cli.Output).Number("total"));
    }

    [Theory]
    [InlineData("redShard > 0.1", "redShard")]
    [InlineData("redShare >", "--fail-if `redShare >`")]
    [InlineData("redShare", "boolean")]
    public void A_condition_that_cannot_be_read_is_refused_with_what_is_counted(string condition, string named)
    {
        Assert.Equal(2, Simulate(Facts(10), "--fail-if", condition));
        Assert.Contains(named, _cli.Error, StringComparison.Ordinal);
        Assert.Contains("greenShare, redShare", _cli.Error, StringComparison.Ordinal);
        Assert.Empty(_cli.Output);
    }

    [Fact]
    public void Bad_lines_are_named_and_the_rest_is_simulated()
    {
        Assert.Equal(1, Simulate($"{Facts(10)}\n{{\"hs\":1}}\n\n{{\"half\n{Facts(350)}"));

        var report = JsonElement.Parse(_cli.Output);
        Assert.Equal((2, 3), (report.Number("total"), report.Number("skipped")));
        foreach (var line in new[] { "line 2: /hs", "line 3: ", "line 4: " }) Assert.Contains(line, _cli.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Simulation of the change", "+ channel-thresholds R&lt;1>: a \\*star\\*")]
    [InlineData("zh-CN", "变更模拟", "+ channel-thresholds R&lt;1>: 星")]
    public void A_report_for_people_shows_documents_texts_as_text(string language, string heading, string reason)
    {
        var file = _cli.Write("report.md", "");
        var thresholds = CommandLineRun.Thresholds
            .Replace("\"id\":\"R1\"", "\"id\":\"R<1>\"", StringComparison.Ordinal)
            .Replace("\"note\":\"…\"", """ "note":{"zh-CN":"星","en":"a *star*"} """, StringComparison.Ordinal);
        var after = _cli.Write("starred/channel-thresholds.json", thresholds.Replace("[100..500)", "[5..500)", StringComparison.Ordinal));

        Assert.Equal(0, Simulate(Facts(10), after: Path.GetDirectoryName(after)!, more: ["--markdown", file, "--lang", language]));

        var report = File.ReadAllText(file);
        Assert.Contains(heading, report, StringComparison.Ordinal);
        Assert.Contains(reason, report, StringComparison.Ordinal);
        Assert.Contains("| red | green | 1 |", report, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_does_not_depend_on_how_the_facts_come()
    {
        var facts = Facts([.. Enumerable.Range(0, 3000).Select(i => (decimal)(i % 600))]);
        var file = _cli.Write("facts.ndjson", facts);
        Simulate(facts);
        var fromInput = _cli.Output;

        Simulate("", facts: file);

        Assert.Equal(fromInput, _cli.Output);
        Assert.Equal("301", JsonElement.Parse(_cli.Output).GetProperty("examples")[0].Text("declarationNo"));
    }

    public void Dispose() => _cli.Dispose();

    private static string Facts(params decimal[] values) => string.Join('\n', values.Select(v => CommandLineRun.Facts(v)));

    // From 300 yuan on the table no longer gives way.
    private int Simulate(string input, string condition, string text) => Simulate(input, more: [condition, text]);

    private int Simulate(string input, string? after = null, string facts = "-", string[]? more = null)
    {
        var before = _cli.WriteContract();
        var changed = _cli.Write("after/channel-thresholds.json", CommandLineRun.Thresholds.Replace("[100..500)", "[100..300)", StringComparison.Ordinal));
        return _cli.RunOn(
            input,
            ["simulate", "--before", before, "--after", Path.Combine(before, "parcel.json"), after ?? changed,
             "--facts", facts, "--key", "channel-thresholds", .. more ?? []]);
    }
}
