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
        Assert.Null(await host.Active.InForce("national", Long, Cancellation));
        await host.Begin(Long);
        await host.Active.Refresh(Cancellation);
        Assert.True(host.Active.Loaded);
        Assert.Equal(["hangzhou", "national", "zhangjiagang"], host.Active.Zones);
        Assert.Null(await host.Active.InForce("national", Long.AddTicks(-1), Cancellation));
        Assert.Equal(1, (await host.Active.InForce("national", Long, Cancellation))!.Release.Number);
        Assert.Null(await host.Active.InForce("nowhere", Long, Cancellation));
    }

    [Fact]
    public async Task Another_host_takes_a_published_release_over()
    {
        await using var host = await postgres.NewStore();
        await using var other = await host.OtherHost();
        await host.Begin(Long);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var following = other.Active.Follow(_ => Task.CompletedTask, stop.Token);
        await Until(() => other.Active.Loaded);

        Succeeded(await host.Change("national", TestPolicies.Channel(2000), Long.AddYears(1)));
        await Until(async () => (await other.Active.InForce("zhangjiagang", Long.AddYears(1), Cancellation))!.Release.Number == 2);
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
        Assert.Equal(1, (await other.Active.InForce("national", Long.AddYears(2), Cancellation))!.Release.Number);
        Assert.Contains("/2 does not compile", other.Active.Trouble, StringComparison.Ordinal);
        Assert.Null(await other.Active.Find("national", 2, Cancellation));

        Succeeded(await host.Store.Execute(new RollbackRelease("national", 1, "broken", StoreUnderTest.Approver), Cancellation));
        await other.Active.Refresh(Cancellation);
        Assert.Equal(3, (await other.Active.InForce("national", host.Clock.GetUtcNow(), Cancellation))!.Release.Number);
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
        Assert.Null(await host.Active.InForce("yantai", Long, Cancellation));
        Assert.NotNull(await host.Active.Find("yantai", 1, Cancellation));
    }

    internal static Task Until(Func<bool> condition) => Until(() => Task.FromResult(condition()));

    internal static async Task Until(Func<Task<bool>> condition)
    {
        var since = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(30), "It did not happen within 30 seconds.");
            await Task.Delay(5, Cancellation);
        }
    }
}
