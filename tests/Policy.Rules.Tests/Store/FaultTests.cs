using Policy.Rules.Decisions;
using Policy.Rules.Policies;
using Policy.Rules.Releases;
using Policy.Rules.Tests.Audit;
using static Policy.Rules.Tests.Audit.AuditSteps;
using static Policy.Rules.Tests.StoreSteps;
using static Policy.Rules.Tests.StoreUnderTest;

namespace Policy.Rules.Tests.Store;

/// <summary>What may go wrong between people, hosts and the database.</summary>
public sealed class FaultTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset Long = new(2020, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_given_twice_at_once_is_carried_out_once()
    {
        await using var host = await postgres.NewStore();
        await using var other = await host.OtherHost();
        await host.Begin(Long);
        const string key = "channel-thresholds";

        await Once("stale-draft", h => h.Save("national", key, TestPolicies.Channel(2000)));
        await Once("not-editable", h => h.Store.Execute(new SubmitDraft("national", key, "please", Author), Cancellation));
        await host.Simulate("national", null, key);
        await Once("not-submitted", h => h.Store.Execute(new RejectDraft("national", key, "no", Approver), Cancellation));
        Succeeded(await host.Submit("national", key));
        await Once("not-submitted", h => h.Approve("national", key));
        await Once("nothing-to-publish", h => h.Publish("national", null, new PolicyReference(key, 2)));
        await Once("nothing-to-publish", h => h.Store.Execute(new RollbackRelease("national", 1, "back", Approver), Cancellation));
        // The clocks of the two are some milliseconds apart: what the other one published last is then in force here too.
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var overlay = await host.Version("hangzhou", TestPolicies.Overlay("R1", 3000));
        Succeeded(await host.Publish("hangzhou", null, new PolicyReference(overlay.Key, overlay.Number)));
        await Once("nothing-to-publish", h => h.Store.Execute(new WithdrawPolicies("hangzhou", [key], null, "away", Approver), Cancellation));
        AssertValid(await host.Verify());

        async Task Once<T>(string refused, Func<StoreUnderTest, Task<Result<T>>> command)
        {
            var both = await Task.WhenAll(command(host), command(other));
            Assert.Equal(refused, Assert.Single(both, r => !r.Succeeded).Refusal!.Code);
        }
    }

    [Theory]
    [InlineData("raise exception 'stop'")]
    [InlineData("perform pg_terminate_backend(pg_backend_pid())")]
    public async Task A_publication_that_breaks_off_at_any_step_leaves_nothing_and_is_done_again(string fault)
    {
        await using var host = await postgres.NewStore();
        await using var other = await host.OtherHost();
        await host.Begin(Long);
        await other.Active.Refresh(Cancellation);
        var version = await host.Version("national", TestPolicies.Channel(2000));
        await host.Sql($"create function policy.stop() returns trigger language plpgsql as $$begin {fault}; return null; end$$");
        var before = await Stored();

        // Each table that is written, at the row and at the commit.
        foreach (var table in new[] { "mt_streams", "mt_events", "mt_doc_zonestate", "mt_doc_release", "mt_doc_composeddocument" })
        {
            foreach (var when in new[] { "create trigger", "create constraint trigger" })
            {
                var deferred = when == "create trigger" ? "" : "deferrable initially deferred";
                await host.Sql($"{when} stop after insert or update on policy.{table} {deferred} for each row execute function policy.stop()");
                var broken = await Record.ExceptionAsync(() => host.Publish("national", null, new PolicyReference(version.Key, version.Number)));
                Assert.True(broken is not null, $"{when} on {table} stopped nothing.");
                await host.Sql($"drop trigger stop on policy.{table}");
                Assert.Equal(before, await Stored());
            }
        }

        await other.Active.Refresh(Cancellation);
        Assert.Equal(1, other.Active.InForce("zhangjiagang")!.Release.Number);
        Succeeded(await host.Publish("national", null, new PolicyReference(version.Key, version.Number)));
        await other.Active.Refresh(Cancellation);
        Assert.All(other.Active.Zones, zone => Assert.Equal(2, other.Active.InForce(zone)!.Release.Number));
        AssertValid(await host.Verify());

        async Task<string?> Stored() => await host.Scalar<string>("""
            select concat_ws(' ', (select count(*) from policy.mt_events where type <> 'tombstone'), (select sum(version) from policy.mt_streams where id <> 'mt_tombstone'),
                (select count(*) from policy.mt_doc_release), (select count(*) from policy.mt_doc_composeddocument), (select sum((data ->> 'length')::int) from policy.mt_doc_zonestate))
            """);
    }

    [Fact]
    public async Task Hosts_whose_clocks_differ_agree_on_what_is_in_force_and_activate_it_once()
    {
        await using var host = await postgres.NewStore();
        await using var ahead = await host.OtherHost();
        await using var behind = await host.OtherHost();
        await host.Begin(Long);
        ahead.Clock.Advance(TimeSpan.FromHours(2));
        behind.Clock.AdjustTime(behind.Clock.GetUtcNow().AddHours(-2));
        StoreUnderTest[] all = [host, ahead, behind];

        var first = Succeeded(await ahead.Change("national", TestPolicies.Channel(2000)));
        await Activate(ahead);
        await Activate(host);
        Assert.Equal([1, 2], (await host.Store.Activations("national", Cancellation)).Keys);

        // Published later by a host that is behind: recorded later all the same, and it decides.
        var second = Succeeded(await behind.Change("national", TestPolicies.Channel(3000), first.EffectiveFrom));
        Assert.True(second.RecordedAt >= first.RecordedAt);
        var third = Succeeded(await behind.Store.Execute(new RollbackRelease("national", 1, "back", Approver), Cancellation));
        Assert.True(third.EffectiveFrom >= second.EffectiveFrom);
        foreach (var one in all) await one.Active.Refresh(Cancellation);
        foreach (var at in new[] { first.EffectiveFrom.AddTicks(-10), first.EffectiveFrom, third.EffectiveFrom })
            Assert.Single((await Task.WhenAll(all.Select(async h => (await h.Active.InForce("zhangjiagang", at, Cancellation))!.Release.Number))).Distinct());
        Assert.Equal(third.Number, (await behind.Active.InForce("national", third.EffectiveFrom, Cancellation))!.Release.Number);

        foreach (var one in all) await Activate(one);
        host.Clock.Advance(TimeSpan.FromHours(3));
        foreach (var one in all) await Activate(one);
        Assert.Equal([1, 2, 3, 4], (await host.Store.Activations("national", Cancellation)).Keys);
        Assert.Equal(12L, await host.Scalar<long>("select count(*) from policy.mt_events where type = 'release_activated'"));
        AssertValid(await host.Verify());

        static Task Activate(StoreUnderTest host) => host.Store.Execute(new ActivateReleases(host.Clock.GetUtcNow()), Cancellation);
    }

    [Fact]
    public async Task After_a_restore_from_a_backup_no_host_decides_by_a_release_that_was_lost_and_the_audit_says_so()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        await host.Active.Refresh(Cancellation);
        await host.Decide("N1", 500);
        await host.Audit.Checkpoint("test", Cancellation);
        await host.Version("national", TestPolicies.Channel(2000));
        var backup = await postgres.BackUp(host);

        // Lost in the restore: a release, decisions by it, and versions that were known.
        Succeeded(await host.Publish("national", null, new PolicyReference("channel-thresholds", 2)));
        Succeeded(await host.Change("national", TestPolicies.Channel(3000)));
        await host.Active.Refresh(Cancellation);
        await host.Decide("N2", 2500);
        await host.Audit.Checkpoint("test", Cancellation);
        await postgres.Restore(host, backup);

        var lost = host.Active.InForce("hangzhou")!.Release.Number;
        await Assert.ThrowsAsync<ReleaseUnknown>(() => host.Decide("N3", 2500));
        Assert.Null(await host.Log.Find("N3", Cancellation));
        await host.Active.Refresh(Cancellation);
        Assert.True(host.Active.InForce("hangzhou")!.Release.Number < lost);
        Assert.Equal("inspect", (await host.Decide("N3", 2500)).Outcome);
        AssertFound(await host.Verify(), "checkpoint-missing", "checkpoints/2");

        // Life goes on, under the same numbers with other content.
        Succeeded(await host.Publish("national", null, new PolicyReference("channel-thresholds", 2)));
        Succeeded(await host.Change("national", TestPolicies.Channel(4000)));
        await host.Active.Refresh(Cancellation);
        Assert.Equal("release", (await host.Decide("N4", 3500)).Outcome);
        Assert.Equal("<= 4000", Limit(await host.Store.DocumentsInForce("hangzhou", host.Clock.GetUtcNow(), Cancellation)));
        await host.Store.Execute(new ActivateReleases(host.Clock.GetUtcNow()), Cancellation);
        await host.Audit.Checkpoint("test", Cancellation);
        Assert.Equal(["checkpoint-changed"], (await host.Verify()).Findings.Select(f => f.Code).Distinct());
    }

    private static string Limit(IEnumerable<Document> documents) =>
        documents.OfType<DecisionTableDocument>().Single(d => d.Key == "channel-thresholds").Rows.Single(r => r.Id == "R1").When[0];
}
