using System.Diagnostics;
using Policy.Rules.Releases;
using static Policy.Rules.Tests.StoreSteps;

namespace Policy.Rules.Tests.Store;

public sealed class ActiveReleasesTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset Long = new(2020, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_decides_before_the_first_release()
    {
        await using var host = await postgres.NewStore();
        await host.Active.Refresh(Cancellation);
        Assert.False(host.Active.Loaded);
        Assert.Null(host.Active.InForce("national", Long));
        await host.Begin(Long);
        await host.Active.Refresh(Cancellation);
        Assert.True(host.Active.Loaded);
        Assert.Equal(["hangzhou", "national", "zhangjiagang"], host.Active.Zones);
        Assert.Null(host.Active.InForce("national", Long.AddTicks(-1)));
        Assert.Equal(1, host.Active.InForce("national", Long)!.Release.Number);
        Assert.Null(host.Active.InForce("nowhere", Long));
    }

    [Fact]
    public async Task Another_host_swaps_a_published_release_within_a_second()
    {
        await using var host = await postgres.NewStore();
        await using var other = await host.OtherHost();
        await host.Begin(Long);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var following = other.Active.Follow(_ => Task.CompletedTask, stop.Token);
        await Until(() => other.Active.Loaded);

        Succeeded(await host.Change("national", TestPolicies.Channel(2000), Long.AddYears(1)));
        var since = Stopwatch.StartNew();
        await Until(() => other.Active.InForce("zhangjiagang", Long.AddYears(1))!.Release.Number == 2);
        Assert.True(since.Elapsed < TimeSpan.FromSeconds(1), $"It took {since.Elapsed}.");
        await stop.CancelAsync();
        await following;
    }

    [Fact]
    public async Task A_release_that_does_not_compile_never_replaces_a_good_one()
    {
        await using var host = await postgres.NewStore();
        await using var other = await host.OtherHost();
        await host.Begin(Long);
        await other.Active.Refresh(Cancellation);
        Succeeded(await host.Change("national", TestPolicies.Channel(2000), Long.AddYears(1)));

        // As if written by a newer program, in a form this one does not know.
        await host.Scalar<object>("""
            update policy.mt_doc_composeddocument set data = jsonb_set(data, '{json}', '"{\"kind\":\"novel\"}"')
            where data ->> 'json' like '%<= 2000%'
            """);
        await other.Active.Refresh(Cancellation);
        Assert.Equal(1, other.Active.InForce("national", Long.AddYears(2))!.Release.Number);
        Assert.Contains("/2 does not compile", other.Active.Trouble, StringComparison.Ordinal);
        Assert.Null(await other.Active.Find("national", 2, Cancellation));

        Succeeded(await host.Store.Execute(new RollbackRelease("national", 1, "broken", StoreUnderTest.Approver), Cancellation));
        await other.Active.Refresh(Cancellation);
        Assert.Equal(3, other.Active.InForce("national", host.Clock.GetUtcNow())!.Release.Number);
        Assert.Null(other.Active.Trouble);
    }

    [Fact]
    public async Task A_planned_zone_decides_nothing_yet()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        var planned = new Zone("yantai", new("烟台", "Yantai"), "national", ZoneStatus.Planned);
        Succeeded(await host.Store.AddZone(planned, StoreUnderTest.Administrator, Cancellation));
        await host.Active.Refresh(Cancellation);
        Assert.DoesNotContain("yantai", host.Active.Zones);
        Assert.Null(host.Active.InForce("yantai", Long));
        Assert.NotNull(await host.Active.Find("yantai", 1, Cancellation));
    }

    internal static async Task Until(Func<bool> condition)
    {
        var since = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(30), "It did not happen within 30 seconds.");
            await Task.Delay(5, Cancellation);
        }
    }
}
