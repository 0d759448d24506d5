using Policy.Rules.Policies;
using Policy.Rules.Releases;
using static Policy.Rules.Tests.StoreSteps;

namespace Policy.Rules.Tests.Store;

/// <summary>What a locked row of a parent decides stays decided in the zones below.</summary>
public sealed class LockTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset Long = new(2020, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public async Task A_row_before_a_locked_one_may_not_take_its_parcels()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        Succeeded(await host.Save("hangzhou", "channel-thresholds", Before("L1", "[9000..20000]", "green")));

        var refusal = (await host.Submit("hangzhou", "channel-thresholds")).Refusal;

        Assert.Equal("parent-locked", refusal?.Code);
        var problem = Assert.Single(refusal!.Problems);
        Assert.Equal((DraftProblems.LoosensLocked, "/rows/0"), (problem.Code, problem.Pointer));
        foreach (var part in new[] { "`L1`", "`national`", "`N1`", "`totalValue` (10000..20000]", "\"totalValue\":" })
            Assert.Contains(part, problem.Message.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stricter_row_before_a_locked_one_is_accepted()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        Succeeded(await host.Change("national", TestPolicies.Channel(1000).Replace(
            "\"then\":[\"\\\"red\\\"\"],\"locked\"", "\"then\":[\"\\\"green\\\"\"],\"locked\"", StringComparison.Ordinal)));

        Succeeded(await host.Change("hangzhou", Before("L1", "> 50000", "red")));

        var table = Assert.IsType<DecisionTableDocument>((await host.Store.Policy("hangzhou", "channel-thresholds", host.Clock.GetUtcNow(), Cancellation))!.InForce);
        Assert.Equal(["N1", "L1", "R1", "R2"], table.Rows.Select(r => r.Id));
    }

    [Fact]
    public async Task A_parents_change_that_makes_a_row_below_loosen_a_lock_is_refused_naming_the_zone()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        Succeeded(await host.Change("hangzhou", Before("L1", "<= 3000", "green")));
        var wider = TestPolicies.Channel(1000).Replace("> 10000", "> 2000", StringComparison.Ordinal);
        var version = await host.Version("national", wider);

        var refusal = (await host.Publish("national", null, new PolicyReference(version.Key, version.Number))).Refusal;

        Assert.Equal("parent-locked", refusal?.Code);
        Assert.Contains("`hangzhou`", refusal!.Message.En, StringComparison.Ordinal);
        Assert.Contains("(2000..3000]", Assert.Single(refusal.Problems).Message.En, StringComparison.Ordinal);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Before(string row, string when, string channel) => $$"""
        {"kind":"overlay","key":"channel-thresholds","rows":[{"id":"N1","before":"{{row}}","when":["{{when}}"],"then":["\"{{channel}}\""]}]}
        """;
}
