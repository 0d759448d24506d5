using Policy.Engine;
using Policy.Rules.Policies;
using Policy.Rules.Releases;
using static Policy.Rules.Tests.StoreSteps;
using static Policy.Rules.Tests.StoreUnderTest;

namespace Policy.Rules.Tests.Store;

public sealed class ReviewQueueTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset Long = new(2020, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));

    private const string Key = "channel-thresholds";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_submitted_draft_waits_for_an_approver_who_did_not_write_it_and_one_sent_back_for_its_author()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        Succeeded(await host.Save("hangzhou", Key, TestPolicies.Overlay("R1", 5000)));
        Assert.Empty((await host.Store.ReviewQueue(Cancellation)).Drafts);

        Succeeded(await host.Store.Execute(new SubmitDraft("hangzhou", Key, "please", Author), Cancellation));
        var queue = await host.Store.ReviewQueue(Cancellation);
        var draft = Assert.Single(queue.Drafts);
        Assert.Equal(("hangzhou", Key, "please"), (draft.Zone, draft.Key, draft.Comment));
        Assert.Equal((1, 0, 0), (queue.CountFor(Approver), queue.CountFor(Author), queue.CountFor(Approver with { Name = Author.Name })));
        Assert.Equal("no-simulation", Assert.Single(await host.Store.MissingForApproval("hangzhou", Key, Cancellation)).Code);

        await host.Simulate("hangzhou", null, Key);
        Assert.Empty(await host.Store.MissingForApproval("hangzhou", Key, Cancellation));

        Succeeded(await host.Store.Execute(new RejectDraft("hangzhou", Key, "mend", Approver), Cancellation));
        queue = await host.Store.ReviewQueue(Cancellation);
        Assert.Equal((0, 1), (queue.CountFor(Approver), queue.CountFor(Author)));
    }

    [Fact]
    public async Task What_lies_under_a_submission_may_change_and_then_it_is_stale()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        Succeeded(await host.Save("hangzhou", Key, TestPolicies.Overlay("R1", 5000)));
        Succeeded(await host.Submit("hangzhou", Key));
        Succeeded(await host.Change("national", TestPolicies.Channel(700)));

        Assert.Contains("stale-review", (await host.Store.MissingForApproval("hangzhou", Key, Cancellation)).Select(r => r.Code));
    }

    [Fact]
    public async Task Scheduled_releases_and_planned_zones_are_in_it_until_they_are_settled()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        var suzhou = new Zone("suzhou", new LocalizedText("苏州", "Suzhou"), "national", ZoneStatus.Planned);
        Succeeded(await host.Store.AddZone(suzhou, Administrator, Cancellation));
        var later = host.Clock.GetUtcNow().AddDays(3);
        var release = Succeeded(await host.Change("national", TestPolicies.Channel(700), later));

        var queue = await host.Store.ReviewQueue(Cancellation);
        Assert.Equal([release.Id], queue.Scheduled.Select(r => r.Id));
        Assert.Equal([suzhou], queue.Planned);
        Assert.Equal((1, 0), (queue.CountFor(Administrator), queue.CountFor(Approver)));

        Succeeded(await host.Store.Execute(new RollbackRelease("national", release.Number - 1, "not yet", Approver, later), Cancellation));
        Succeeded(await host.Store.Execute(new ChangeZoneStatus("suzhou", ZoneStatus.Approved, Administrator), Cancellation));
        queue = await host.Store.ReviewQueue(Cancellation);
        Assert.Empty(queue.Scheduled);
        Assert.Empty(queue.Planned);
    }
}
