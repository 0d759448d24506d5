using System.Text.Json;
using Policy.Engine;
using Policy.Rules.Decisions;
using Policy.Rules.Releases;
using Policy.Rules.Simulations;

namespace Policy.Seed.Tests;

/// <summary>Simulations of the policy packs on generated parcels, some of them labelled as fraud.</summary>
public sealed class SimulationTests
{
    private const int Count = 700;
    private static readonly DateOnly Day = new(2026, 11, 11);

    private static readonly SimulatedRules InForce = Release(5000);

    [Fact]
    public async Task Every_parcel_is_counted_once_in_its_groups_and_figures()
    {
        var report = await Run(workers: 1);

        Assert.Equal((Count, 0), (report.Total, report.Skipped));
        Assert.InRange(report.Changed, 1, Count - 1);
        foreach (var dimension in new[] { "enterprise", "grade" })
        {
            var groups = report.Groups.Where(g => g.Dimension == dimension).ToList();
            Assert.Equal((report.Total, report.Changed), (groups.Sum(g => g.Total), groups.Sum(g => g.Changed)));
            Assert.Equal(report.Channels.Where(c => c.After == "red").Sum(c => c.Count), groups.Sum(g => g.RedAfter));
        }

        Assert.All(report.Groups.Where(g => g.Dimension == "chapter"), g => Assert.InRange(g.Total, 1, Count));
        var kpis = report.Kpis.ToDictionary(k => k.Name);
        Assert.True(kpis["share.fraudCaught"].After >= kpis["share.fraudCaught"].Before && kpis["share.fraudCaught"].Before > 0);
        Assert.True(kpis["share.red"].After > kpis["share.red"].Before);
        Assert.Equal(1, kpis["share.red"].After + kpis["share.green"].After);
        Assert.InRange(kpis["inspectionsDrawn"].Before, 1, Count);
        Assert.InRange(kpis["inspectionsExpected"].Before, 1, Count);
        Assert.Equal(0, kpis["faults"].Before);
    }

    [Fact]
    public async Task The_report_is_the_same_however_many_work()
    {
        var one = JsonSerializer.Serialize(await Run(workers: 1));
        for (var i = 0; i < 5; i++) Assert.Equal(one, JsonSerializer.Serialize(await Run(workers: 3)));
    }

    private static Task<SimulationReport> Run(int workers)
    {
        var parcels = new DeclarationGenerator().Generate("hangzhou", Count, 3, "fraud", Day)
            .Select<ReadOnlyMemory<byte>, Func<ReadOnlyMemory<byte>>>(json => () => json).ToAsyncEnumerable();
        return Simulation.Run(InForce, Release(200), parcels, new(Examples: 20, workers), TestContext.Current.CancellationToken);
    }

    private static SimulatedRules Release(int limit)
    {
        var documents = PolicyPacks.Documents("hangzhou", Day).Select(d => d is DecisionTableDocument { Key: "channel-thresholds" } table
            ? table with { Rows = [.. table.Rows.Select(r => r.Id == "C40" ? r with { When = [.. r.When[..^1], $"> {limit}"] } : r)] }
            : d);
        var rules = RuleSet.Compile([.. documents]).RuleSet!;
        return new SimulatedRules(new CompiledRelease(new Release("hangzhou", 1, default, "", [], ReleaseCause.Published, "", "", default), rules), Clearance.Flow);
    }
}
