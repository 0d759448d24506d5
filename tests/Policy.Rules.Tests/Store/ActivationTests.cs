using Policy.Rules.Releases;
using Policy.Rules.Tests.Audit;
using static Policy.Rules.Tests.StoreSteps;
using static Policy.Rules.Tests.StoreUnderTest;

namespace Policy.Rules.Tests.Store;

/// <summary>That a release took effect is recorded once, whoever finds it.</summary>
public sealed class ActivationTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset Long = new(2020, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hosts_that_find_a_due_release_at_once_activate_it_once()
    {
        await using var host = await postgres.NewStore();
        await using var other = await host.OtherHost();
        await host.Begin(Long);
        var done = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(i => Activate(i % 2 == 0 ? host : other, host.Clock.GetUtcNow())));

        Assert.Equal(
            [("hangzhou", 1), ("national", 1), ("zhangjiagang", 1)], done.SelectMany(d => d.Activated).Order());
        Assert.Equal(3L, await Events(host));
        Assert.Empty((await Activate(other, host.Clock.GetUtcNow())).Activated);
        Assert.Equal(3L, await Events(host));
    }

    [Fact]
    public async Task A_scheduled_release_is_activated_at_its_instant_and_not_before()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        var next = host.Clock.GetUtcNow().AddDays(10);
        Succeeded(await host.Change("hangzhou", TestPolicies.Overlay("R1", 5000), next));

        var early = await Activate(host, next.AddTicks(-10));
        Assert.DoesNotContain(("hangzhou", 2), early.Activated);
        Assert.Equal([next], early.Scheduled);

        var due = await Activate(host, next);
        Assert.Equal([("hangzhou", 2), ("zhangjiagang", 2)], due.Activated.Order());
        Assert.Empty(due.Scheduled);
        Assert.Equal(next, (await host.Store.Activations("hangzhou", Cancellation))[2]);
        Assert.Empty(await host.Store.Activations("nowhere", Cancellation));
    }

    [Fact]
    public async Task A_release_taken_back_before_its_instant_is_never_activated()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        var next = host.Clock.GetUtcNow().AddDays(10);
        Succeeded(await host.Change("national", TestPolicies.Channel(2000), next));
        Succeeded(await host.Store.Execute(new RollbackRelease("national", 1, "not yet", Approver, next), Cancellation));
        await Activate(host, next.AddDays(1));
        Assert.Equal([1, 3], (await host.Store.Activations("national", Cancellation)).Keys);
    }

    [Fact]
    public async Task A_release_that_applied_before_another_took_its_place_is_activated_as_that_one_is()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        var next = host.Clock.GetUtcNow().AddDays(10);
        Succeeded(await host.Change("national", TestPolicies.Channel(2000), next));
        host.Clock.Advance(TimeSpan.FromDays(11));
        Succeeded(await host.Store.Execute(new RollbackRelease("national", 1, "after the fact", Approver, next), Cancellation));
        await Activate(host, host.Clock.GetUtcNow());
        Assert.Equal([1, 2, 3], (await host.Store.Activations("national", Cancellation)).Keys);
    }

    [Fact]
    public async Task Releases_go_on_after_an_activation_in_one_unbroken_chain()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        await Activate(host, host.Clock.GetUtcNow());
        Succeeded(await host.Change("national", TestPolicies.Channel(2000)));
        await Activate(host, host.Clock.GetUtcNow());
        Assert.Equal(
            ["zone_added", "release_made", "release_activated", "release_made", "release_activated"],
            (await host.Scalar<string[]>("select array_agg(type::text order by version) from policy.mt_events where stream_id = 'national'"))!);
        AuditSteps.AssertValid(await host.Verify());
    }

    private static Task<Activations> Activate(StoreUnderTest host, DateTimeOffset now) =>
        host.Store.Execute(new ActivateReleases(now), Cancellation);

    private static Task<long> Events(StoreUnderTest host) =>
        host.Scalar<long>("select count(*) from policy.mt_events where type = 'release_activated'");
}
