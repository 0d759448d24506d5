using Policy.Rules.Decisions;
using Policy.Rules.Releases;
using Policy.Rules.Simulations;
using static Policy.Rules.Tests.StoreSteps;
using static Policy.Rules.Tests.StoreUnderTest;

namespace Policy.Rules.Tests.Simulations;

/// <summary>Simulations on a real database: what they are of, how they end, and that they are found again.</summary>
public sealed class SimulationStoreTests(PostgresFixture postgres)
{
    private const string Channels = "channel-thresholds";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_simulation_of_a_draft_is_found_by_its_content_until_the_draft_is_edited()
    {
        await using var host = await Begun();
        var etag = Succeeded(await host.Save("national", Channels, TestPolicies.Channel(2000))).ETag;

        var done = await Run(host, Of(Channels));

        Assert.Equal(SimulationState.Done, done.State);
        Assert.Equal((30, 10), (done.Report!.Total, done.Report.Changed));
        var hash = DocumentJson.Hash(TestPolicies.Read(TestPolicies.Channel(2000)));
        Assert.Equal(hash, done.Candidates[Channels]);
        Assert.Equal(done.Id, (await host.Simulations.Of("national", Channels, hash, Cancellation))!.Id);

        Succeeded(await host.Save("national", Channels, TestPolicies.Channel(2100), etag));
        var edited = DocumentJson.Hash(TestPolicies.Read(TestPolicies.Channel(2100)));
        Assert.Null(await host.Simulations.Of("national", Channels, edited, Cancellation));
        Assert.Null(await host.Simulations.Of("hangzhou", Channels, hash, Cancellation));
    }

    [Fact]
    public async Task The_hash_is_the_same_for_the_same_and_another_after_an_edit()
    {
        await using var host = await Begun();
        var etag = Succeeded(await host.Save("national", Channels, TestPolicies.Channel(2000))).ETag;

        var first = await Run(host, Of(Channels));
        var again = await Run(host, Of(Channels));
        var otherParcels = await Run(host, Of(Channels), seed: 2);
        Succeeded(await host.Save("national", Channels, TestPolicies.Channel(2001), etag));
        var edited = await Run(host, Of(Channels));

        Assert.Equal(first.Hash, again.Hash);
        Assert.NotEqual(first.Id, again.Id);
        Assert.Equal([again.Id, first.Id], (await host.Simulations.List("national", Channels, 50, Cancellation)).Skip(2).Select(s => s.Id));
        Assert.NotEqual(first.Hash, otherParcels.Hash);
        Assert.NotEqual(first.Hash, edited.Hash);
        Assert.Equal(first.Report!.Changed, edited.Report!.Changed);
    }

    [Fact]
    public async Task The_content_simulated_is_the_content_that_publishing_releases()
    {
        await using var host = await Begun();
        Succeeded(await host.Save("hangzhou", Channels, TestPolicies.Overlay("R1", 1500)));
        Succeeded(await host.Save("hangzhou", "sampling-ratios", TestPolicies.Sampling.Replace("0.02", "0.6", StringComparison.Ordinal)));

        var done = await Run(host, Of(Channels, "sampling-ratios"), "hangzhou");
        foreach (var key in new[] { Channels, "sampling-ratios" })
        {
            Succeeded(await host.Submit("hangzhou", key));
            var version = Succeeded(await host.Approve("hangzhou", key));
            Assert.Equal(version.Hash, done.Candidates[key]);
        }

        var approved = await Run(host, Of("sampling-ratios", Channels), "hangzhou");
        var release = Succeeded(await host.Publish("hangzhou", null, new(Channels, 1), new PolicyReference("sampling-ratios", 1)));
        Assert.Equal(release.Hash, done.ContentHash);
        Assert.Equal(done.Hash, approved.Hash);
        Assert.Equal(Kpi(done, "inspections"), new(20, 30));
    }

    [Fact]
    public async Task The_report_counts_rows_and_shares_and_gives_reasons_without_facts()
    {
        await using var host = await Begun();
        Succeeded(await host.Save("national", Channels, TestPolicies.Channel(2000)));

        var report = (await Run(host, Of(Channels))).Report!;

        Assert.Contains(new RowCounts(Channels, "R1", 10, 20), report.ByRow);
        Assert.Contains(new RowCounts(Channels, "R2", 20, 10), report.ByRow);
        Assert.Contains(new Kpi("share.green", 0.333333m, 0.666667m), report.Kpis);
        Assert.Contains(new Kpi("share.inspect", 0.666667m, 0.333333m), report.Kpis);
        var example = report.Examples[0];
        Assert.Equal(("N1-11", new Verdict("inspect", "red"), new Verdict("release", "green")), (example.DeclarationNo, example.Before, example.After));
        Assert.Equal(
            [(SimulationSide.Before, "R2", 1), (SimulationSide.After, "R1", 2)],
            example.Reasons.Select(r => (r.Side, r.Row!, r.Version!.Value)));
        Assert.Equal("over the limit", example.Reasons[0].Text.En);
        Assert.DoesNotContain("张小明", await Stored(host), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_is_compared_with_another()
    {
        await using var host = await Begun();
        var second = Succeeded(await host.Change("national", TestPolicies.Channel(2000)));

        var done = await Run(host, new SimulationCandidate(Release: 1), baseline: new SimulationBaseline(Release: second.Number));

        Assert.Equal(second.Number, done.Baseline.Number);
        Assert.Equal(second.Hash, done.Baseline.Hash);
        Assert.Equal(10, done.Report!.Changed);
        Assert.Equal(TestPolicies.Keys.Order(StringComparer.Ordinal), done.Candidates.Keys);
    }

    [Fact]
    public async Task Before_the_first_release_every_parcel_is_compared_with_a_closed_decision()
    {
        await using var host = await postgres.NewStore(new TestParcels());
        await host.AddZone("national", null);
        foreach (var json in new[] { TestPolicies.Declaration, TestPolicies.Channel(1000), TestPolicies.Sampling, TestPolicies.Flow })
            Succeeded(await host.Save("national", TestPolicies.Read(json).Key, json));

        var done = await Run(host, Of(TestPolicies.Keys));

        Assert.Equal(0, done.Baseline.Number);
        Assert.Equal(new Kpi("faults", 30, 0), done.Report!.Kpis.Single(k => k.Name == "faults"));
        Assert.Contains(new Transition("review", "release", 10), done.Report.Outcomes);
    }

    [Fact]
    public async Task Recorded_parcels_of_the_period_are_decided_again()
    {
        await using var host = await Begun();
        await host.Active.Refresh(Cancellation);
        var from = host.Clock.GetUtcNow();
        foreach (var value in new[] { 500, 1500, 2500 }) await Record(host, value, host.Clock.GetUtcNow());
        var to = host.Clock.GetUtcNow();
        await Record(host, 1600, to);
        Succeeded(await host.Save("national", Channels, TestPolicies.Channel(2000)));

        var done = await Run(host, Of(Channels), source: new(Recorded: new(from, to)));

        Assert.Equal((3, 1), (done.Report!.Total, done.Report.Changed));
        Assert.Equal("R1500", Assert.Single(done.Report.Examples).DeclarationNo);
        Assert.DoesNotContain("张小明", await Stored(host), StringComparison.Ordinal);
        Assert.Equal("no-parcels", await Refused(host, Of(Channels), source: new(Recorded: new(to.AddDays(1), to.AddDays(2)))));
    }

    [Fact]
    public async Task Refusals_name_every_bad_field_and_every_problem_of_the_drafts()
    {
        await using var host = await Begun();
        Succeeded(await host.Save("national", Channels, TestPolicies.Channel(2000).Replace("\"> 10000\"", "\"> x\"", StringComparison.Ordinal)));
        Succeeded(await host.Save("national", "sampling-ratios", "{"));

        var invalid = await host.Simulations.Run(
            new SimulationRequest("No", new([Channels, "?"], 0), new(Generated: new(0, 1, "odd")), new(1, DateTimeOffset.UnixEpoch)),
            Author,
            Cancellation);
        Assert.Equal("invalid", invalid.Refusal!.Code);
        Assert.Equal(
            ["/zone", "/candidate", "/candidate/release", "/candidate/drafts/1", "/baseline", "/source/generated/count", "/source/generated/profile"],
            invalid.Refusal.Problems.Select(p => p.Pointer));

        var broken = (await host.Simulations.Run(Request(Of("sampling-ratios")), Author, Cancellation)).Refusal!;
        Assert.Equal(("errors", "sampling-ratios"), (broken.Code, broken.Problems[0].Document));
        var unknown = (await host.Simulations.Run(Request(Of(Channels)), Author, Cancellation)).Refusal!;
        Assert.Equal(("errors", "/rows/0/when/0"), (unknown.Code, unknown.Problems[0].Pointer));
        Assert.Equal("no-draft", await Refused(host, Of("nothing")));
        Assert.Equal("nothing-to-publish", await Refused(host, Of("clearance")));
        Assert.Equal("unknown-zone", (await host.Simulations.Run(Request(Of(Channels), "atlantis"), Author, Cancellation)).Refusal!.Code);
        Assert.Equal("unknown-release", await Refused(host, new SimulationCandidate(Release: 9)));
        Assert.Equal("no-uploads", await Refused(host, Of(Channels), source: new(Upload: "u1")));
        Assert.Equal("role", (await host.Simulations.Run(Request(Of(Channels)), Administrator, Cancellation)).Refusal!.Code);
        Assert.Empty(await host.Simulations.List("national", null, 50, Cancellation));
    }

    [Theory]
    [InlineData("broken", "InvalidDataException")]
    [InlineData("unfit", "No parcel fits")]
    public async Task A_run_that_ends_without_a_report_has_failed_and_counts_for_nothing(string profile, string why)
    {
        await using var host = await Begun();
        Succeeded(await host.Save("national", Channels, TestPolicies.Channel(2000)));

        var failed = await Run(host, Of(Channels), source: new(Generated: new(30, 1, profile)));

        Assert.Equal(SimulationState.Failed, failed.State);
        Assert.Contains(why, failed.Failure!.En, StringComparison.Ordinal);
        Assert.Null(failed.Hash);
        Assert.Null(await host.Simulations.Of("national", Channels, failed.Candidates[Channels], Cancellation));
    }

    private async Task<StoreUnderTest> Begun()
    {
        var host = await postgres.NewStore(new TestParcels());
        await host.Begin(host.Clock.GetUtcNow().AddDays(-1));
        return host;
    }

    private static SimulationCandidate Of(params string[] drafts) => SimulationCandidate.Of(drafts);

    private static SimulationRequest Request(
        SimulationCandidate candidate, string zone = "national", SimulationSource? source = null, SimulationBaseline? baseline = null) =>
        new(zone, candidate, source ?? new(Generated: new(30, 1, "plain")), baseline);

    private static async Task<StoredSimulation> Run(
        StoreUnderTest host,
        SimulationCandidate candidate,
        string zone = "national",
        int seed = 1,
        SimulationSource? source = null,
        SimulationBaseline? baseline = null) => Succeeded(await host.Simulations.Run(
            Request(candidate, zone, source ?? new(Generated: new(30, seed, "plain")), baseline), Author, Cancellation));

    private static async Task<string> Refused(StoreUnderTest host, SimulationCandidate candidate, SimulationSource? source = null) =>
        (await host.Simulations.Run(Request(candidate, source: source), Author, Cancellation)).Refusal!.Code;

    private static (decimal Before, decimal After) Kpi(StoredSimulation done, string name) =>
        done.Report!.Kpis.Where(k => k.Name == name).Select(k => (k.Before, k.After)).Single();

    private static async Task<string> Stored(StoreUnderTest host) =>
        (await host.Scalar<string>("select string_agg(data::text, '') from policy.mt_doc_storedsimulation"))!;

    private static async Task Record(StoreUnderTest host, int value, DateTimeOffset at)
    {
        var release = (await host.Active.InForce("national", at, TestContext.Current.CancellationToken))!;
        var facts = release.Facts(TestPolicies.Facts($"R{value}", value));
        var decision = Clearance.Decide(release, facts);
        await host.Log.Append(
            new DecisionRecord
            {
                DecisionId = $"D{value}",
                DeclarationNo = $"R{value}",
                Zone = "national",
                DeclaredAt = at,
                DecidedAt = at,
                ContentHash = "",
                ReleaseNumber = release.Release.Number,
                ReleaseHash = release.Release.Hash,
                Facts = System.Text.Encoding.UTF8.GetString(facts.ToJson()),
                Decision = decision.Json,
                Outcome = decision.Outcome,
                Channel = decision.Channel,
            },
            Cancellation);
    }
}
