using System.Globalization;
using Policy.Engine;
using Policy.Rules.Comparisons;
using Policy.Rules.Decisions;
using Policy.Rules.Releases;
using static Policy.Rules.Tests.StoreSteps;

namespace Policy.Rules.Tests.Comparisons;

public sealed class ComparisonTests(PostgresFixture postgres)
{
    private const string Channels = "channel-thresholds";

    private const string Script = """
        {"kind":"script","key":"risk","facts":"declaration","outputs":[{"name":"risk","type":"boolean"}],
         "source":"function decide(facts) {\n  return { risk: facts.totalValue > LIMIT };\n}"}
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_side_is_the_composed_document_of_its_zone()
    {
        await using var host = await Begun();
        var overlay = await host.Version("hangzhou", TestPolicies.Overlay("R1", 2000));
        Succeeded(await host.Save("hangzhou", Channels, TestPolicies.Overlay("R1", 3000)));

        // 1,000 is the nation's limit and what hangzhou has in force.
        Assert.Equal([("(1000..3000]", "R2", "R1")], await Regions(host, "inForce", "draft"));
        Assert.Equal([("(1000..2000]", "R2", "R1")], await Regions(host, "inForce", overlay.Number.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal([("(2000..3000]", "R2", "R1")], await Regions(host, "1", "hangzhou:draft"));
        Assert.Equal([("(1000..2000]", "R1", "R2")], await Regions(host, "1", "national"));
        Assert.Equal([("(1000..2000]", "R1", "R2")], await Regions(host, "1", "national:release:1"));
        Assert.Empty(await Regions(host, "national:1", "release:1"));

        Succeeded(await host.Publish("hangzhou", null, new PolicyReference(Channels, 1)));
        Assert.Equal([("(2000..3000]", "R2", "R1")], await Regions(host, "inForce", "draft"));
        Assert.Equal([("(1000..2000]", "R2", "R1")], await Regions(host, "zhangjiagang:release:1", "zhangjiagang"));
    }

    [Fact]
    public async Task Traffic_is_counted_on_the_newest_decisions_of_the_zone()
    {
        await using var host = await Begun();
        Succeeded(await host.Save("hangzhou", Channels, TestPolicies.Overlay("R1", 2000)));
        Assert.Equal(new Traffic(0, 0), Assert.Single((await Compared(host, "inForce", "draft")).Traffic));

        decimal[] values = [500, 1000, 1000.01m, 1500, 2000, 2000.01m, 11000];
        for (var i = 0; i < values.Length; i++) await Record(host, i, "hangzhou", values[i]);
        await Record(host, 99, "national", 1500);

        var comparison = await Compared(host, "inForce", "draft");
        var differ = values.Count(v => Decided(comparison.Before, v) != Decided(comparison.After, v));
        Assert.Equal((3, new Traffic(differ, 7)), (differ, Assert.Single(comparison.Traffic)));
        Assert.Equal(0.428571m, comparison.Traffic[0]!.Share);
    }

    [Fact]
    public async Task Scripts_are_compared_line_by_line()
    {
        await using var host = await Begun();
        await host.Version("national", Script.Replace("LIMIT", "100", StringComparison.Ordinal));
        Succeeded(await host.Save("national", "risk", Script.Replace("LIMIT", "200", StringComparison.Ordinal)));

        var comparison = Succeeded(await host.Comparer.Compare("national", "risk", Side("1"), Side("draft"), Cancellation));

        Assert.Equal(
            [
                new(LineKind.Same, "function decide(facts) {"), new(LineKind.Removed, "  return { risk: facts.totalValue > 100 };"),
                new(LineKind.Added, "  return { risk: facts.totalValue > 200 };"), new(LineKind.Same, "}"),
            ],
            comparison.Text!.Value);
        Assert.False(comparison.Difference.SameBehaviour);
        Assert.Null((await Compared(host, "national", "national:1")).Text);
    }

    [Theory]
    [InlineData("draft", "inForce", "unknown-side", "/from")]
    [InlineData("inForce", "7", "unknown-side", "/to")]
    [InlineData("release:9", "inForce", "unknown-side", "/from")]
    [InlineData("inForce", "atlantis:draft", "unknown-zone", "/to")]
    [InlineData("inForce", "national:draft", "errors", "/to")]
    public async Task A_side_that_is_not_there_or_has_errors_is_named(string from, string to, string code, string pointer)
    {
        await using var host = await Begun();
        Succeeded(await host.Save("national", Channels, "{\"kind\":\"decisionTable\",\"key\":\"channel-thresholds\"}"));

        var refusal = (await host.Comparer.Compare("hangzhou", Channels, Side(from), Side(to), Cancellation)).Refusal!;

        Assert.Equal((code, pointer), (refusal.Code, refusal.Problems[0].Pointer));
        Assert.Equal(code == "errors", refusal.Problems.Length > 1);
    }

    [Theory]
    [InlineData("3", null, SideKind.Version, 3)]
    [InlineData("draft", null, SideKind.Draft, 0)]
    [InlineData("inForce", null, SideKind.InForce, 0)]
    [InlineData("release:5", null, SideKind.Release, 5)]
    [InlineData("guangzhou", "guangzhou", SideKind.InForce, 0)]
    [InlineData("guangzhou:draft", "guangzhou", SideKind.Draft, 0)]
    [InlineData("guangzhou:3", "guangzhou", SideKind.Version, 3)]
    [InlineData("guangzhou:release:5", "guangzhou", SideKind.Release, 5)]
    public void Sides_are_read_and_written(string text, string? zone, SideKind kind, int number)
    {
        Assert.Equal(new ComparedSide(zone, kind, number), ComparedSide.Parse(text));
        Assert.Equal(text, ComparedSide.Parse(text)!.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("99999999999")]
    [InlineData("release:")]
    [InlineData("release:x")]
    [InlineData("Guangzhou")]
    [InlineData("guangzhou:")]
    [InlineData("guangzhou:hangzhou")]
    [InlineData(":draft")]
    public void Anything_else_is_no_side(string text) => Assert.Null(ComparedSide.Parse(text));

    private async Task<StoreUnderTest> Begun()
    {
        var host = await postgres.NewStore();
        await host.Begin(host.Clock.GetUtcNow().AddDays(-1));
        return host;
    }

    private static ComparedSide Side(string text) => ComparedSide.Parse(text)!;

    private static async Task<PolicyComparison> Compared(StoreUnderTest host, string from, string to) =>
        Succeeded(await host.Comparer.Compare("hangzhou", Channels, Side(from), Side(to), Cancellation));

    private static async Task<IEnumerable<(string, string, string)>> Regions(StoreUnderTest host, string from, string to)
    {
        var difference = (await Compared(host, from, to)).Difference;
        Assert.True(difference.IsDecided);
        return difference.Regions.Select(r => (r.When["totalValue"], Assert.Single(r.RowsBefore), Assert.Single(r.RowsAfter)));
    }

    private static Value Decided(ComparedDocument side, decimal value) => side.Rules.Evaluate(
        Channels, Facts.Read(side.Rules.FactTypeOf(Channels)!, System.Text.Encoding.UTF8.GetBytes(TestPolicies.Facts("N", value))).Facts!).Outputs;

    private static async Task<Appended> Record(StoreUnderTest host, int number, string zone, decimal value) => await host.Log.Append(
        new DecisionRecord
        {
            DecisionId = $"D{number}", DeclarationNo = $"N{number}", Zone = zone, DeclaredAt = host.Clock.GetUtcNow(), DecidedAt = host.Clock.GetUtcNow(),
            ContentHash = $"sha256:{number}", ReleaseNumber = 1, ReleaseHash = (await host.Store.Releases(zone, Cancellation))[^1].Hash, Facts = TestPolicies.Facts($"N{number}", value),
            Decision = "{}", Outcome = "release", Channel = "green",
        },
        Cancellation);
}
