using Policy.Rules.Audit;
using static Policy.Rules.Tests.Audit.AuditSteps;
using static Policy.Rules.Tests.StoreSteps;

namespace Policy.Rules.Tests.Audit;

public sealed class CheckpointTests(AuditScenario scenario) : IClassFixture<AuditScenario>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hosts_that_make_one_at_the_same_moment_make_it_once_and_none_when_nothing_is_new()
    {
        await using var host = await scenario.Copy();
        await using var other = await host.OtherHost();
        await host.Active.Refresh(Cancellation);
        await host.Decide("C1", 500);

        var made = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? host : other).Audit.Checkpoint("test", Cancellation)));

        Assert.Equal(4, Assert.Single(made.SelectMany(m => m)).Number);
        AssertValid(await host.Verify());
    }

    [Fact]
    public async Task Decisions_that_no_checkpoint_has_yet_are_counted_and_not_a_fault()
    {
        await using var host = await scenario.Copy();
        await host.Active.Refresh(Cancellation);
        await host.Decide("C1", 500);

        var report = await host.Verify();

        AssertValid(report);
        Assert.True(report.Unsealed > 0);
    }

    [Fact]
    public async Task A_host_without_the_key_makes_none_and_changes_nothing()
    {
        await using var host = await scenario.Copy();
        var empty = Directory.CreateTempSubdirectory("policy-audit-").FullName;
        await using var stranger = await host.OtherHost(auditKeys: empty);
        await host.Active.Refresh(Cancellation);
        await host.Decide("C1", 500);

        await Assert.ThrowsAsync<SigningKeyMissing>(() => stranger.Audit.Checkpoint("test", Cancellation));
        Assert.Equal("signing-key-missing", (await stranger.Audit.RotateKey(StoreUnderTest.Administrator, Cancellation)).Refusal?.Code);

        AssertValid(await host.Verify());
        var export = await VerifyExport(await stranger.Export());
        Assert.Equal(["signature-missing"], export.Audit.Findings.Select(f => f.Code));
        Assert.True(export.Audit.Unsealed > 0);
        Assert.Single(await host.Audit.Checkpoint("test", Cancellation));
        Directory.Delete(empty, recursive: true);
    }

    [Fact]
    public async Task A_chain_that_was_deleted_is_not_begun_anew()
    {
        await using var host = await scenario.Copy();
        await host.Sql("delete from policy.mt_events where stream_id = 'audit'; delete from policy.mt_streams where id = 'audit'; delete from policy.mt_doc_auditstate");
        await Assert.ThrowsAsync<AuditChainMissing>(() => host.Audit.Checkpoint("test", Cancellation));
    }

    [Fact]
    public async Task A_checkpoint_that_breaks_off_leaves_nothing_behind()
    {
        await using var host = await scenario.Copy();
        await host.Active.Refresh(Cancellation);
        await host.Decide("C1", 500);
        var batches = await host.Scalar<long>("select count(*) from policy.decision_batches where checkpoint is null");
        await host.Sql("create function policy.stop() returns trigger language plpgsql as 'begin raise exception ''stop''; end'; "
            + "create trigger stop before insert on policy.mt_events for each row execute function policy.stop()");
        await Assert.ThrowsAnyAsync<Exception>(() => host.Audit.Checkpoint("test", Cancellation));
        await host.Sql("drop trigger stop on policy.mt_events");

        Assert.Equal(batches, await host.Scalar<long>("select count(*) from policy.decision_batches where checkpoint is null"));
        AssertValid(await host.Verify());
        Assert.Single(await host.Audit.Checkpoint("test", Cancellation));
        AssertValid(await host.Verify());
    }

    [Fact]
    public async Task Private_keys_are_for_their_owner_only()
    {
        await using var host = await scenario.Copy();
        var files = Directory.GetFiles(host.AuditKeys);
        Assert.Equal(2, files.Count(f => f.EndsWith(".pem", StringComparison.Ordinal)));
        if (OperatingSystem.IsWindows()) return;
        foreach (var file in files) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Only_an_administrator_changes_the_key_and_the_new_one_signs_from_then_on()
    {
        await using var host = await scenario.Copy();
        Assert.Equal("role", (await host.Audit.RotateKey(StoreUnderTest.Approver, Cancellation)).Refusal?.Code);
        var announced = Succeeded(await host.Audit.RotateKey(StoreUnderTest.Administrator, Cancellation));
        var made = Assert.Single(await host.Audit.Checkpoint("test", Cancellation));
        Assert.Equal(announced.KeyId, made.KeyId);
        var report = await host.Verify();
        AssertValid(report);
        Assert.Equal(announced.KeyId, report.Keys[^1]);
    }

    [Fact]
    public async Task The_proof_of_a_decision_leads_to_the_root_that_its_checkpoint_signed()
    {
        await using var host = await scenario.Copy();
        var proof = (await host.Audit.Proof("N15", Cancellation))!;
        var page = await host.Audit.Events(new AuditQuery(Type: nameof(CheckpointMade), Take: 10), Cancellation);
        var checkpoint = page.Events.Single(e => e.Content.GetProperty("number").GetInt64() == proof.Checkpoint);
        var root = checkpoint.Content.GetProperty("batches").EnumerateArray().Single(b => b.GetProperty("batch").GetInt64() == proof.Batch);
        Assert.Equal(proof.Root, root.GetProperty("root").GetString());
        Assert.True(MerkleTree.Proves(proof.Path.Select(Bytes), Bytes(proof.Leaf), proof.Index, proof.Count, Bytes(proof.Root)));
        Assert.Null(await host.Audit.Proof("NOBODY", Cancellation));
    }

    [Fact]
    public async Task Events_are_found_by_every_criterion_page_by_page()
    {
        await using var host = await scenario.Copy();
        Assert.Equal(4, await Count(new AuditQuery(Zone: "national", Key: "channel-thresholds")));
        Assert.Equal(5, await Count(new AuditQuery(Type: "VersionApproved")));
        Assert.Equal(5, await Count(new AuditQuery(Type: "DraftSubmitted", By: "author")));
        Assert.Equal(0, await Count(new AuditQuery(By: "' or true --")));
        var all = await Count(new AuditQuery(Take: 500));
        Assert.Equal(all, await Count(new AuditQuery(Take: 7)));
        var at = (await host.Audit.Events(new AuditQuery(Type: "PersonalFieldsErased"), Cancellation)).Events.Single().At;
        Assert.Equal(2, await Count(new AuditQuery(From: at)));
        Assert.Equal(all - 2, await Count(new AuditQuery(To: at)));

        async Task<int> Count(AuditQuery query)
        {
            var pages = new List<AuditPage>();
            do pages.Add(await host.Audit.Events(query with { After = pages.LastOrDefault()?.Next }, Cancellation));
            while (pages[^1].Next is not null);
            var events = pages.SelectMany(p => p.Events).ToArray();
            Assert.Equal(events.Select(e => e.Number).Distinct().OrderDescending(), events.Select(e => e.Number));
            return events.Length;
        }
    }

    private static byte[] Bytes(string hash) => Convert.FromHexString(hash["sha256:".Length..]);
}
