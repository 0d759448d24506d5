using Policy.Rules.Policies;
using Policy.Rules.Releases;
using static Policy.Rules.Tests.StoreSteps;
using static Policy.Rules.Tests.StoreUnderTest;

namespace Policy.Rules.Tests.Store;

public sealed class ReleaseTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset Long = new(2020, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));
    private static readonly DateTimeOffset Later = new(2024, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_release_is_in_force_from_its_instant_on_in_its_zone_and_below()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        Succeeded(await host.Change("national", TestPolicies.Channel(2000), Later));
        foreach (var zone in new[] { "national", "hangzhou", "zhangjiagang" })
        {
            Assert.Empty(await host.Store.DocumentsInForce(zone, Long.AddTicks(-10), Cancellation));
            Assert.Equal("<= 1000", Limit(await host.Store.DocumentsInForce(zone, Later.AddTicks(-10), Cancellation)));
            Assert.Equal("<= 2000", Limit(await host.Store.DocumentsInForce(zone, Later, Cancellation)));
        }
    }

    [Fact]
    public async Task An_overlay_below_stays_on_its_parents_new_ground()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        Succeeded(await host.Change("hangzhou", TestPolicies.Overlay("R1", 5000), Later));
        Succeeded(await host.Change("national", TestPolicies.Channel(2000), Later.AddYears(-1)));
        Assert.Equal("<= 2000", Limit(await host.Store.DocumentsInForce("zhangjiagang", Later.AddDays(-1), Cancellation)));
        Assert.Equal("<= 5000", Limit(await host.Store.DocumentsInForce("zhangjiagang", Later, Cancellation)));

        var view = await host.Store.Policy("zhangjiagang", "channel-thresholds", Later, Cancellation);
        Assert.Equal([new Layer("national", 2), new Layer("hangzhou", 1)], view!.InForceLayers);
        var release = (await host.Store.Releases("zhangjiagang", Cancellation))[0];
        Assert.Equal((4, ReleaseCause.Inherited), (release.Number, release.Cause));
        Assert.Equal(4, (await host.Store.Documents(release, Cancellation)).Length);
    }

    [Fact]
    public async Task A_plan_that_is_refused_leaves_nothing_behind()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        await host.Version("hangzhou", TestPolicies.Channel(500, TestPolicies.Case(400, "green")).Replace(",\"locked\":true", "", StringComparison.Ordinal)
            .Replace("channel-thresholds", "own-thresholds", StringComparison.Ordinal));
        Succeeded(await host.Publish("hangzhou", null, new PolicyReference("own-thresholds", 1)));
        var (events, releases, documents) = await Counts(host);

        // The national change is sound by itself and adds three events, but the case of hangzhou's table lacks the new field.
        await host.Version("national", TestPolicies.Declaration.Replace(
            "\"optional\":true,\"personal\":true}]},", "\"optional\":true,\"personal\":true}]},{\"name\":\"must\",\"type\":\"text\"},", StringComparison.Ordinal));
        var refusal = (await host.Publish("national", null, new PolicyReference("declaration", 2))).Refusal;
        Assert.True(refusal?.Code is "errors" or "cases-failing", refusal?.Code);
        Assert.Contains("`hangzhou`", refusal!.Message.En, StringComparison.Ordinal);
        Assert.Contains("own-thresholds", refusal.Message.En, StringComparison.Ordinal);
        Assert.Equal((events + 3, releases, documents), await Counts(host));
    }

    [Fact]
    public async Task A_rollback_is_a_new_release_with_the_old_content()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        var first = (await host.Store.Releases("hangzhou", Cancellation)).Single();
        Succeeded(await host.Change("hangzhou", TestPolicies.Overlay("R1", 5000)));
        var back = Succeeded(await host.Store.Execute(new RollbackRelease("hangzhou", 1, "wrong", Approver), Cancellation));
        Assert.Equal((3, first.Hash, ReleaseCause.RolledBack), (back.Number, back.Hash, back.Cause));
        Assert.Equal("<= 1000", Limit(await host.Store.DocumentsInForce("zhangjiagang", host.Clock.GetUtcNow(), Cancellation)));

        Assert.Equal("nothing-to-publish", (await host.Store.Execute(new RollbackRelease("hangzhou", 3, "", Approver), Cancellation)).Refusal?.Code);
        Assert.Equal("unknown-release", (await host.Store.Execute(new RollbackRelease("hangzhou", 9, "", Approver), Cancellation)).Refusal?.Code);
        Assert.Equal("role", (await host.Store.Execute(new RollbackRelease("hangzhou", 1, "", Author), Cancellation)).Refusal?.Code);
    }

    [Fact]
    public async Task A_scheduled_release_is_taken_back_by_rolling_back_at_its_instant()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        var next = host.Clock.GetUtcNow().AddDays(10);
        Succeeded(await host.Change("national", TestPolicies.Channel(2000), next));
        Succeeded(await host.Store.Execute(new RollbackRelease("national", 1, "not yet", Approver, next), Cancellation));
        Assert.Equal("<= 1000", Limit(await host.Store.DocumentsInForce("zhangjiagang", next, Cancellation)));
    }

    [Fact]
    public async Task A_withdrawn_policy_gives_way_to_the_parents_and_what_others_need_cannot_be_withdrawn()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        Succeeded(await host.Change("hangzhou", TestPolicies.Overlay("R1", 5000)));
        async Task<Result<Release>> Withdraw(string zone, string key) =>
            await host.Store.Execute(new WithdrawPolicies(zone, [key], null, "over", Approver), Cancellation);

        Assert.Equal(ReleaseCause.Withdrawn, Succeeded(await Withdraw("hangzhou", "channel-thresholds")).Cause);
        Assert.Equal("<= 1000", Limit(await host.Store.DocumentsInForce("zhangjiagang", host.Clock.GetUtcNow(), Cancellation)));
        Assert.Equal("nothing-to-publish", (await Withdraw("hangzhou", "channel-thresholds")).Refusal?.Code);
        Assert.Equal("errors", (await Withdraw("national", "channel-thresholds")).Refusal?.Code);
    }

    [Fact]
    public async Task What_was_believed_at_a_time_leaves_out_what_was_recorded_later()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        var early = host.Clock.GetUtcNow();
        host.Clock.Advance(TimeSpan.FromDays(2));
        Succeeded(await host.Change("national", TestPolicies.Channel(2000), early));

        async Task<int?> Believed(DateTimeOffset recorded) =>
            (await host.Store.ReleaseInForce("hangzhou", early.AddDays(1), recorded, Cancellation))?.Number;
        Assert.Equal([1, 2], [await Believed(early.AddDays(1)), await Believed(host.Clock.GetUtcNow())]);
        Assert.Null(await Believed(Long));
    }

    [Fact]
    public async Task Of_releases_at_one_instant_the_last_counts()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        Succeeded(await host.Change("national", TestPolicies.Channel(2000), Long));
        Assert.Equal("<= 2000", Limit(await host.Store.DocumentsInForce("hangzhou", Long, Cancellation)));
        await host.Active.Refresh(Cancellation);
        Assert.Equal(2, (await host.Active.InForce("hangzhou", Long, Cancellation))!.Release.Number);
    }

    [Fact]
    public async Task Publishing_at_the_same_moment_loses_nothing()
    {
        await using var host = await postgres.NewStore();
        await using var other = await host.OtherHost();
        await host.Begin(Long);
        await host.Version("national", TestPolicies.Channel(2000));
        await host.Version("hangzhou", TestPolicies.Sampling.Replace("0.02", "0.05", StringComparison.Ordinal));
        var results = await Task.WhenAll(
            host.Publish("national", Later, new PolicyReference("channel-thresholds", 2)),
            other.Publish("hangzhou", Later, new PolicyReference("sampling-ratios", 1)));
        Assert.All(results, r => Succeeded(r));
        var entries = (await host.Store.Releases("zhangjiagang", Cancellation))[0].Entries;
        Assert.Equal(new Layer("national", 2), entries.Single(e => e.Key == "channel-thresholds").Layers.Single());
        Assert.Equal(new Layer("hangzhou", 1), entries.Single(e => e.Key == "sampling-ratios").Layers.Single());
    }

    [Fact]
    public async Task A_zone_added_later_inherits_what_its_parent_had()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        await host.AddZone("qingdao", "national");
        Assert.Equal("<= 1000", Limit(await host.Store.DocumentsInForce("qingdao", Later, Cancellation)));
        Succeeded(await host.Change("qingdao", TestPolicies.Overlay("R1", 7000)));
        Assert.Equal("<= 7000", Limit(await host.Store.DocumentsInForce("qingdao", host.Clock.GetUtcNow(), Cancellation)));
    }

    [Fact]
    public async Task A_candidate_shows_a_draft_in_its_zone_and_stores_nothing()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        var before = await Counts(host);
        var candidate = await host.Store.Candidate("zhangjiagang", "channel-thresholds", TestPolicies.Overlay("R1", 9000), Later, Cancellation);
        Assert.Empty(candidate.Problems);
        Assert.Equal("<= 9000", ((DecisionTableDocument)candidate.Document!).Rows.Single(r => r.Id == "R1").When[0]);
        Assert.NotNull(candidate.Rules!.Document("clearance"));
        Assert.Equal(before, await Counts(host));

        var broken = await host.Store.Candidate("zhangjiagang", "channel-thresholds", "{", Later, Cancellation);
        Assert.Null(broken.Rules);
        Assert.NotEmpty(broken.Problems);
    }

    private static string Limit(IEnumerable<Document> documents) =>
        documents.OfType<DecisionTableDocument>().Single(d => d.Key == "channel-thresholds").Rows.Single(r => r.Id == "R1").When[0];

    private static async Task<(long Events, long Releases, long Documents)> Counts(StoreUnderTest host) => (
        await host.Scalar<long>("select count(*) from policy.mt_events"),
        await host.Scalar<long>("select count(*) from policy.mt_doc_release"),
        await host.Scalar<long>("select count(*) from policy.mt_doc_composeddocument"));
}
