using Policy.Rules.Audit;
using Policy.Rules.Trials;
using static Policy.Rules.Tests.Audit.AuditSteps;
using static Policy.Rules.Tests.StoreSteps;
using static Policy.Rules.Tests.StoreUnderTest;
using static Policy.Rules.Tests.Trials.TrialSteps;

namespace Policy.Rules.Tests.Trials;

public sealed class TrialCommandTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset Long = new(2020, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_may_start_and_stop_what_and_what_a_canary_takes()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        Succeeded(await host.Save(Hangzhou, "channel-thresholds", TestPolicies.Overlay("R1", 2000)));
        var draft = Shadow() with { Policies = [], Drafts = ["channel-thresholds"], By = Author };
        Assert.Equal("not-submitted", await Refused(draft));
        Succeeded(await host.Submit(Hangzhou, "channel-thresholds"));

        Assert.Equal("role", await Refused(draft with { By = Auditor }));
        Assert.Equal("role", await Refused(draft with { By = Administrator }));
        Assert.Equal("role", await Refused(draft with { Mode = TrialMode.Canary }));
        Assert.Equal("not-approved", await Refused(draft with { Mode = TrialMode.Canary, By = Approver }));
        Assert.Equal("unknown-version", await Refused(Canary(0.1m)));
        Assert.Equal("unknown-zone", await Refused(draft with { Zone = "nowhere" }));

        var trial = Succeeded(await host.Store.Execute(draft, Cancellation));
        Assert.Equal((1, TrialStatus.Running, 1), (trial.Number, trial.Status, trial.Baseline.Number));
        Assert.Equal("trial-running", await Refused(draft));
        Assert.Equal("role", (await host.Store.Execute(new StopTrial(Hangzhou, 1, "", Auditor), Cancellation)).Refusal?.Code);
        Assert.Equal("unknown-trial", (await host.Store.Execute(new StopTrial(Hangzhou, 2, "", Author), Cancellation)).Refusal?.Code);
        var stopped = Succeeded(await host.Store.Execute(new StopTrial(Hangzhou, 1, "seen enough", Author), Cancellation));
        Assert.Equal((TrialStatus.Stopped, "author", "seen enough"), (stopped.Status, stopped.End!.By, stopped.End.Comment));
        Assert.Equal("trial-ended", (await host.Store.Execute(new StopTrial(Hangzhou, 1, "", Author), Cancellation)).Refusal?.Code);

        Succeeded(await host.Approve(Hangzhou, "channel-thresholds"));
        Assert.Equal("role", await Refused(Canary(0.1m) with { By = Author }));
        Assert.Equal(2, Succeeded(await host.Store.Execute(Canary(0.1m), Cancellation)).Number);
        Assert.Equal("role", (await host.Store.Execute(new StopTrial(Hangzhou, 2, "", Author), Cancellation)).Refusal?.Code);
        Succeeded(await host.Store.Execute(new StopTrial(Hangzhou, 2, "", new Actor("operator", Role.Operator)), Cancellation));
        Assert.Equal([2, 1], (await host.Store.Trials(Hangzhou, Cancellation)).Select(t => t.Number));

        async Task<string?> Refused(StartTrial command) => (await host.Store.Execute(command, Cancellation)).Refusal?.Code;
    }

    [Fact]
    public async Task A_canary_of_a_version_that_was_approved_to_replace_something_else_is_refused_as_publishing_it_would_be()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        await host.Raised(2000);
        Succeeded(await host.Change("national", TestPolicies.Channel(1500)));
        Assert.Equal("approval-void", (await host.Store.Execute(Canary(0.1m), Cancellation)).Refusal?.Code);
        Succeeded(await host.Store.Execute(Shadow(), Cancellation));
    }

    [Fact]
    public async Task Every_bad_field_is_named()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        var bad = new StartTrial(
            Hangzhou, TrialMode.Shadow, [new("Channel", 1)], ["a", "a"], 1.5m, [new("share.blue", 0, 1, 1), new("share.red", 0.5m, 0.1m, 0)],
            Long, "\0", Approver);
        var refusal = (await host.Store.Execute(bad, Cancellation)).Refusal!;
        Assert.Equal("invalid", refusal.Code);
        Assert.Equal(
            ["/policies/0/key", "/policies", "/share", "/until", "/comment", "/bands/0/kpi", "/bands/1/low", "/bands/1/minimum"],
            refusal.Problems.Select(p => p.Pointer));
    }

    [Fact]
    public async Task The_share_is_chosen_by_the_declaration_number_and_a_smaller_one_lies_inside_a_larger_one()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        await host.Raised(2000);
        var trial = await host.Start(Canary(0.2m));
        var numbers = Enumerable.Range(1, 2000).Select(i => $"HZ{i}").ToList();
        var taken = numbers.Where(trial.Takes).ToHashSet();
        Assert.InRange(taken.Count, 320, 480);
        Assert.Subset(taken, numbers.Where((trial with { Share = 0.05m }).Takes).ToHashSet());
        Assert.Equal(numbers, numbers.Where((trial with { Share = 1 }).Takes));
        Assert.NotEqual(taken, numbers.Where((trial with { Number = 2 }).Takes).ToHashSet());
    }

    [Fact]
    public async Task A_trial_changes_no_release_and_is_in_the_audit_chain()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        await host.Raised(2000);
        await host.Start(Canary(1));
        Assert.Single(await host.Store.Releases(Hangzhou, Cancellation));
        await host.Decide(("N1", 1500), ("N2", 50));
        await host.Audit.Checkpoint("test", Cancellation);
        Succeeded(await host.Store.Execute(new StopTrial(Hangzhou, 1, "", Approver), Cancellation));
        await host.Audit.Checkpoint("test", Cancellation);
        var report = await host.Audit.Verify(Cancellation);
        Assert.True(report.Valid, string.Join("; ", report.Findings));

        var export = await VerifyExport(await host.Export(new AuditScope("N1")));
        AssertValid(export.Audit);
        Assert.Equal((1L, 1L), (export.Audit.Decisions, export.Replays.Same));

        await host.Sql("update policy.decisions set trial = 0 where declaration_no = 'N1'");
        await host.Sql("update policy.mt_doc_storedtrial set data = jsonb_set(data, '{share}', '0.1')");
        Assert.Equal(
            ["decision-changed", "row-changed"],
            (await host.Audit.Verify(Cancellation)).Findings.Select(f => f.Code).Distinct().Order(StringComparer.Ordinal));
    }
}
