using static Policy.Rules.Tests.StoreSteps;

namespace Policy.Rules.Tests.Store;

/// <summary>What a parent's version changes in the zones below, before it takes effect.</summary>
public sealed class ImpactTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset Long = new(2020, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_draft_shows_each_zone_what_changes_there()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        await host.AddZone("qingdao", "national");
        Succeeded(await host.Change("qingdao", TestPolicies.Overlay("R1", 500)));
        Succeeded(await host.Save("national", "channel-thresholds", TestPolicies.Channel(2000)));

        var impact = Succeeded(await host.Store.Impact("national", "channel-thresholds", null, Cancellation));

        Assert.Equal(["hangzhou", "zhangjiagang", "qingdao"], impact.Zones.Select(z => z.Zone));
        Assert.All(impact.Zones, z => Assert.Null(z.Refusal));
        foreach (var zone in impact.Zones.Take(2))
        {
            var region = Assert.Single(zone.Difference!.Regions);
            Assert.Equal("(1000..2000]", region.When["totalValue"]);
            Assert.NotNull(region.Witness);
        }

        // The zone's own row stands in the place of the one that changes.
        Assert.True(impact.Zones[2].Difference!.SameBehaviour);
        Assert.Equal("<= 1000", ((DecisionTableDocument)(await host.Store.Policy("hangzhou", "channel-thresholds", host.Clock.GetUtcNow(), Cancellation))!.InForce!).Rows[1].When[0]);
    }

    [Fact]
    public async Task A_zone_that_would_refuse_is_shown_and_keeps_no_other_from_being_compared()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        await host.AddZone("qingdao", "national");
        Succeeded(await host.Change("hangzhou", Before("R2", "<= 500")));
        Succeeded(await host.Change("qingdao", Before("L1", "<= 3000")));
        var changed = TestPolicies.Channel(1000).Replace("> 10000", "> 2000", StringComparison.Ordinal).Replace("\"R2\"", "\"R3\"", StringComparison.Ordinal);
        Succeeded(await host.Save("national", "channel-thresholds", changed));

        var impact = Succeeded(await host.Store.Impact("national", "channel-thresholds", null, Cancellation));

        Assert.Equal(["hangzhou", "zhangjiagang", "qingdao"], impact.Zones.Select(z => z.Zone));
        Assert.All(impact.Zones.Take(2), z => Assert.Equal((null, "errors"), (z.Difference, z.Refusal?.Code)));
        Assert.Equal("parent-locked", impact.Zones[2].Refusal?.Code);
    }

    [Fact]
    public async Task A_version_that_is_in_force_changes_nothing_and_what_there_is_not_is_refused()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        Assert.Empty(Succeeded(await host.Store.Impact("national", "channel-thresholds", 1, Cancellation)).Zones);
        Assert.Equal("no-draft", (await host.Store.Impact("national", "channel-thresholds", null, Cancellation)).Refusal?.Code);
        Assert.Equal("unknown-version", (await host.Store.Impact("national", "channel-thresholds", 2, Cancellation)).Refusal?.Code);
        Assert.Equal("unknown-zone", (await host.Store.Impact("nowhere", "channel-thresholds", null, Cancellation)).Refusal?.Code);
    }

    private static string Before(string row, string when) => $$"""
        {"kind":"overlay","key":"channel-thresholds","rows":[{"id":"N1","before":"{{row}}","when":["{{when}}"],"then":["\"green\""]}]}
        """;
}
