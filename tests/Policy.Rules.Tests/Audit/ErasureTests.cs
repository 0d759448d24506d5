using Policy.Rules.Decisions;
using static Policy.Rules.Tests.Audit.AuditSteps;
using static Policy.Rules.Tests.StoreSteps;

namespace Policy.Rules.Tests.Audit;

public sealed class ErasureTests(AuditScenario scenario) : IClassFixture<AuditScenario>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_erased_is_gone_and_the_chain_holds()
    {
        await using var host = await scenario.Copy();
        var before = host.Log.Open((await host.Log.Find("N3", Cancellation))!);
        Assert.Contains("张小明", before.Facts, StringComparison.Ordinal);

        var erased = Succeeded(await host.Audit.Execute(new ErasePersonalFields("N3", "Article 47", StoreUnderTest.Administrator), Cancellation));

        Assert.Equal(("N3", "administrator"), (erased.DeclarationNo, erased.By));
        var stored = (await host.Log.Find("N3", Cancellation))!;
        Assert.DoesNotContain("sealed:", stored.Facts + stored.ContentHash, StringComparison.Ordinal);
        Assert.Contains("\"idNumber\":null,\"name\":null", host.Log.Open(stored).Facts, StringComparison.Ordinal);
        Assert.Contains("\"idNumber\":\"***\"", host.Log.Mask(stored).Facts, StringComparison.Ordinal);
        AssertValid(await host.Verify());
        await host.Audit.Checkpoint("test", Cancellation);
        AssertValid(await host.Verify());
        var report = await VerifyExport(await host.Export());
        AssertValid(report.Audit);
        Assert.Equal(2, report.Replays.Erased);
    }

    [Fact]
    public async Task A_replay_says_why_it_cannot_be_repeated()
    {
        await using var host = await scenario.Copy();
        await host.Active.Refresh(Cancellation);
        var record = host.Log.Open((await host.Log.Find("N42", Cancellation))!);
        var release = (await host.Active.Find(record.Zone, record.ReleaseNumber, Cancellation))!;
        var replayed = Replay.Of(record, release);
        Assert.Equal((false, Replay.Erased), (replayed.Same, replayed.NotRepeated));
        Assert.Empty(replayed.Differences);
    }

    [Fact]
    public async Task It_takes_an_administrator_a_declaration_and_something_to_erase()
    {
        await using var host = await scenario.Copy();
        Assert.Equal("role", await Code("N1", StoreUnderTest.Approver));
        Assert.Equal("unknown-declaration", await Code("NOBODY", StoreUnderTest.Administrator));
        Assert.Equal("nothing-to-erase", await Code("N42", StoreUnderTest.Administrator));
        AssertValid(await host.Verify());

        async Task<string?> Code(string number, Actor by) =>
            (await host.Audit.Execute(new ErasePersonalFields(number, "why", by), Cancellation)).Refusal?.Code;
    }

    [Fact]
    public async Task Fields_that_are_there_again_after_they_were_erased_are_found()
    {
        await using var host = await scenario.Copy();
        await host.Sql("create table policy.kept as select declaration_no, facts, content_hash from policy.decisions where declaration_no = 'N4'");
        Succeeded(await host.Audit.Execute(new ErasePersonalFields("N4", "why", StoreUnderTest.Administrator), Cancellation));
        await host.Sql("update policy.decisions d set facts = k.facts, content_hash = k.content_hash from policy.kept k where d.declaration_no = k.declaration_no; "
            + "update policy.declaration_numbers d set content_hash = k.content_hash from policy.kept k where d.declaration_no = k.declaration_no");
        AssertFound(await host.Verify(), "erasure-undone", "decisions/N4");
    }

    [Fact]
    public async Task A_declaration_that_comes_again_after_erasing_is_not_decided_anew()
    {
        await using var host = await scenario.Copy();
        var record = host.Log.Open((await host.Log.Find("N42", Cancellation))!) with { ContentHash = "sha256:N42", DecisionId = "again" };
        Assert.Equal(AppendStatus.Conflict, (await host.Log.Append(record, Cancellation)).Status);
        AssertValid(await host.Verify());
    }
}
