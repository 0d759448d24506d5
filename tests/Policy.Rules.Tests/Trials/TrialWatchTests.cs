using Policy.Rules.Decisions;
using Policy.Rules.Releases;
using Policy.Rules.Simulations;
using Policy.Rules.Trials;
using static Policy.Rules.Tests.StoreSteps;
using static Policy.Rules.Tests.StoreUnderTest;
using static Policy.Rules.Tests.Trials.TrialSteps;

namespace Policy.Rules.Tests.Trials;

public sealed class TrialWatchTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset Long = new(2020, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_shadow_decides_nothing_and_counts_what_it_would_have_decided_otherwise()
    {
        await using var host = await Begun();
        await host.Start(Shadow());
        var decided = await host.Decide(("N1", 500), ("N2", 1500), ("N3", 1800), ("N4", 3000));
        Assert.Equal(["release", "inspect", "inspect", "inspect"], decided.Select(d => d.Outcome));
        Assert.All(decided, d => Assert.Null(d.Trial));

        var report = await host.Counted(1, 4);
        Assert.Equal((4L, 2L, 0L, 0L, 0L), (report.Parcels, report.Changed, report.Unpredicted, report.Undecided, report.Dropped));
        var divergence = Assert.Single(report.Divergences);
        Assert.Equal(
            new Divergence(new Verdict("inspect", "red"), new Verdict("release", "green"), false, TrialFinding.Predicted, 2), divergence);
        Assert.Equal(["N2", "N3"], report.Examples.Select(e => e.Parcel.DeclarationNo));
        Assert.Equal(["R2", "R1"], report.Examples[0].Parcel.Reasons.Select(r => r.Row));
        Assert.Equal((0.25m, 0.75m), (Kpi("share.green").Before, Kpi("share.green").After));
        Assert.Equal((null, 0.5m), (Kpi("share.changed").Before, Kpi("share.changed").After));
        Assert.Empty(await host.Alerts.List(open: true, 10, Cancellation));

        TrialKpi Kpi(string name) => report.Kpis.Single(k => k.Name == name);
    }

    [Fact]
    public async Task Of_a_canary_its_share_is_decided_by_the_candidate_and_replays_under_it_also_when_it_is_over()
    {
        await using var host = await Begun();
        var trial = await host.Start(Canary(0.5m));
        var parcels = Enumerable.Range(1, 40).Select(i => ($"N{i}", 1500m)).ToArray();
        var decided = await host.Decide(parcels);
        Assert.All(decided, d => Assert.Equal(
            trial.Takes(d.DeclarationNo) ? ("release", 1, trial.Candidate.Hash) : ("inspect", (int?)null, trial.Baseline.Hash),
            (d.Outcome, d.Trial, d.ReleaseHash)));
        var canary = decided.First(d => d.Trial == 1);
        Assert.Contains("\"trial\":1", canary.Decision, StringComparison.Ordinal);
        Assert.Equal(decided.Count(d => d.Trial is not null), (await host.Counted(1, decided.Count(d => d.Trial is not null))).Changed);

        Succeeded(await host.Store.Execute(new StopTrial(Hangzhou, 1, "", Approver), Cancellation));
        await host.Active.Refresh(Cancellation);
        Assert.All(await host.Decide([.. parcels.Select(p => ($"{p.Item1}-2", p.Item2))]), d => Assert.Null(d.Trial));
        await using var later = await host.OtherHost();
        await later.Active.Refresh(Cancellation);
        var stored = (await later.Log.Find(canary.DeclarationNo, Cancellation))!;
        var replayed = Replay.Of(later.Log.Open(stored), (await later.Active.Find(stored, Cancellation))!);
        Assert.True(replayed.Same, string.Join("; ", replayed.Differences));
    }

    [Fact]
    public async Task A_divergence_outside_of_every_proved_region_is_an_alert()
    {
        await using var host = await Begun();
        var trial = await host.Start(Shadow());
        var live = host.Active.InForce(Hangzhou)!;

        // A candidate that does not do what its documents say: as if the engine had a bug.
        var strict = TestPolicies.Compile(1, TestPolicies.Declaration, TestPolicies.Channel(100), TestPolicies.Sampling, TestPolicies.Flow);
        var broken = new RunningTrial(trial, live, new CompiledRelease(trial.Candidate, strict.Rules), host.Active.TrialBeside(live)!.Prediction);
        host.Trials.Offer(broken, "N1", live.Facts(TestPolicies.Facts("N1", 500)));

        var report = await host.Counted(1, 1);
        Assert.Equal((1L, 1L), (report.Changed, report.Unpredicted));
        Assert.Equal(TrialFinding.Unpredicted, Assert.Single(report.Examples).Finding);
        var alert = Assert.Single(await host.Alerts.List(open: true, 10, Cancellation));
        Assert.Equal((TrialWatch.UnpredictedAlert, "hangzhou/trials/1"), (alert.Kind, alert.Subject));
        Assert.Equal("N1", alert.Content.GetProperty("declarationNo").GetString());
        Assert.Equal(TrialStatus.Running, report.Trial.Status);
    }

    [Fact]
    public async Task What_the_difference_cannot_decide_is_no_alarm()
    {
        await using var host = await Begun();
        Succeeded(await host.Save(Hangzhou, "clearance", TestPolicies.Flow.Replace("channel.channel = \\\"red\\\"", "totalValue > 700", StringComparison.Ordinal)));
        Succeeded(await host.Submit(Hangzhou, "clearance"));
        await host.Start(Shadow() with { Policies = [], Drafts = ["clearance"], By = Author });
        await host.Decide(("N1", 800));
        var report = await host.Counted(1, 1);
        Assert.Equal((1L, 0L), (report.Changed, report.Unpredicted));
        Assert.Empty(await host.Alerts.List(open: true, 10, Cancellation));
    }

    [Fact]
    public async Task A_fault_of_the_candidate_is_a_divergence_and_a_band_on_faults_stops_it()
    {
        await using var host = await Begun();
        Succeeded(await host.Save(Hangzhou, "sampling-ratios", TestPolicies.Sampling.Replace("0.02", "1 / (totalValue - 300)", StringComparison.Ordinal)));
        Succeeded(await host.Submit(Hangzhou, "sampling-ratios"));
        await host.Start(Shadow(new TrialBand("share.faults", 0, 0.4m, 2)) with { Policies = [], Drafts = ["sampling-ratios"], By = Author });
        Assert.Equal(["release"], (await host.Decide(("N1", 300))).Select(d => d.Outcome));
        var report = await host.Counted(1, 1);
        Assert.Equal((1L, TrialStatus.Running), (report.Changed, report.Trial.Status));
        Assert.True(Assert.Single(report.Divergences).Faulted);

        await host.Decide(("N2", 300));
        await host.Counted(1, 2);
        Assert.Equal("share.faults", (await host.Report(1)).Trial.End!.Breach!.Kpi);
    }

    [Fact]
    public async Task Hosts_add_up_and_a_band_that_is_left_stops_the_canary_on_all_of_them()
    {
        await using var host = await Begun();
        await using var other = await host.OtherHost();
        await host.Start(Canary(1, new TrialBand("share.green", 0, 0.5m, 4)));
        await other.Active.Refresh(Cancellation);
        await host.Decide(("N1", 1500), ("N2", 1500));
        await host.Counted(1, 2);
        Assert.Equal(TrialStatus.Running, (await host.Report(1)).Trial.Status);

        await other.Decide(("N3", 1500), ("N4", 3000));
        await other.Counted(1, 4);
        var report = await host.Report(1);
        Assert.Equal((4L, TrialStatus.Stopped, EndTrial.By), (report.Parcels, report.Trial.Status, report.Trial.End!.By));
        Assert.Equal(new TrialBreach("share.green", 0.75m, 0, 0.5m, 4), report.Trial.End.Breach);
        Assert.Equal(TrialWatch.BandAlert, Assert.Single(await host.Alerts.List(open: true, 10, Cancellation)).Kind);
        await host.Active.Refresh(Cancellation);
        Assert.Null(Assert.Single(await host.Decide(("N5", 1500))).Trial);
        Assert.Null(Assert.Single(await other.Decide(("N6", 1500))).Trial);
    }

    [Fact]
    public async Task Counts_survive_a_restart()
    {
        var host = await Begun();
        await host.Start(Shadow());
        await host.Decide(("N1", 1500), ("N2", 50));
        await host.DisposeAsync();

        await using var again = await host.OtherHost();
        await again.Active.Refresh(Cancellation);
        Assert.Equal(2, (await again.Report(1)).Parcels);
        await again.Decide(("N3", 1500));
        Assert.Equal(2, (await again.Counted(1, 3)).Changed);
    }

    [Fact]
    public async Task When_its_time_is_over_or_another_release_takes_effect_it_ends()
    {
        await using var host = await Begun();
        await host.Start(Shadow() with { Until = host.Clock.GetUtcNow().AddHours(1) });
        host.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Null(host.Active.TrialBeside(host.Active.InForce(Hangzhou)!));
        await host.Trials.Look(Cancellation);
        Assert.Equal(TrialStatus.Ended, (await host.Report(1)).Trial.Status);

        await host.Start(Shadow());
        Succeeded(await host.Publish(Hangzhou, null, new PolicyReference("channel-thresholds", 1)));
        await host.Active.Refresh(Cancellation);
        await host.Trials.Look(Cancellation);
        Assert.Equal(TrialStatus.Promoted, (await host.Report(2)).Trial.Status);
    }

    [Fact]
    public async Task When_too_many_wait_parcels_are_dropped_and_counted()
    {
        await using var host = await Begun();
        await host.Start(Shadow());
        var live = host.Active.InForce(Hangzhou)!;
        var (trial, facts) = (host.Active.TrialBeside(live)!, live.Facts(TestPolicies.Facts("N1", 50)));
        const int parcels = TrialWatch.Capacity * 20;
        for (var i = 0; i < parcels; i++) host.Trials.Offer(trial, "N1", facts);
        var report = await host.Counted(1, parcels);
        Assert.Equal(parcels, report.Parcels + report.Dropped);
        Assert.InRange(report.Dropped, 1, parcels - TrialWatch.Capacity);
    }

    /// <summary>National and its zones are in force, and hangzhou has an approved version that raises the limit from 1,000 to 2,000.</summary>
    private async Task<StoreUnderTest> Begun()
    {
        var host = await postgres.NewStore();
        await host.Begin(Long);
        await host.Raised(2000);
        await host.Active.Refresh(Cancellation);
        return host;
    }
}
