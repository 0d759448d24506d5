using System.Text.Json;
using Policy.Rules.Decisions;
using Policy.Rules.Releases;
using Policy.Rules.Simulations;

namespace Policy.Rules.Tests.Decisions;

public sealed class ClearanceTests
{
    private static readonly CompiledRelease Release = TestPolicies.Compile(
        3, TestPolicies.Declaration, TestPolicies.Channel(1000), TestPolicies.Sampling, TestPolicies.Flow);

    [Fact]
    public void A_decision_has_the_form_of_the_contract()
    {
        var decision = Clearance.Decide(Release, Release.Facts(TestPolicies.Facts("N1", 2000)));
        Assert.Equal(("inspect", "red"), (decision.Outcome, decision.Channel));
        Assert.Equal(["channel-thresholds/R2", "sampling-ratios/S1"], decision.Rows);
        Assert.Equal(
            """
            {"declarationNo":"N1","zone":"hangzhou","release":{"number":3,"hash":"sha256:3"},"outcome":"inspect","channel":"red",
            "negativeList":{"effect":null,"hits":[]},"credit":{"grade":null,"score":null},
            "tax":{"exempt":null,"missing":[],"duty":null,"vat":null,"consumption":null},
            "sampling":{"ratio":0.02,"draw":0.5,"selected":false},
            "reasons":[
            {"step":"channel","document":"channel-thresholds","version":3,"zone":"hangzhou","row":"R2",
            "text":{"zh-CN":"over the limit","en":"over the limit"},"legalBasis":"Order 2"},
            {"step":"sampling","document":"sampling-ratios","version":3,"zone":"hangzhou","row":"S1",
            "text":{"zh-CN":"无条件：ratio 0.02","en":"Always: ratio 0.02"},"legalBasis":null}],
            "faults":[]}
            """.ReplaceLineEndings(""),
            decision.Json);
    }

    [Fact]
    public void A_row_without_a_note_speaks_through_its_cells_and_its_documents_legal_basis()
    {
        var decision = Clearance.Decide(Release, Release.Facts(TestPolicies.Facts("N1", 500)));
        using var json = JsonDocument.Parse(decision.Json);
        var reason = json.RootElement.GetProperty("reasons")[0];
        Assert.Equal("totalValue <= 1000: channel \"green\"", reason.GetProperty("text").GetProperty("en").GetString());
        Assert.Equal("Order 1", reason.GetProperty("legalBasis").GetString());
    }

    [Theory]
    [InlineData("0.0199999", true, "inspect")]
    [InlineData("0.02", false, "release")]
    [InlineData("0", true, "inspect")]
    public void A_parcel_is_drawn_below_the_ratio_and_then_never_simply_released(string draw, bool selected, string outcome)
    {
        var decision = Clearance.Decide(Release, Release.Facts(TestPolicies.Facts("N1", 500, draw)));
        Assert.Equal(outcome, decision.Outcome);
        Assert.Contains($"\"selected\":{(selected ? "true" : "false")}", decision.Json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_closes()
    {
        var release = TestPolicies.Compile(
            1, TestPolicies.Declaration, TestPolicies.Channel(1000),
            TestPolicies.Sampling.Replace("\"0.02\"", "\"1 / (totalValue - 500)\"", StringComparison.Ordinal), TestPolicies.Flow);
        var decision = Clearance.Decide(release, release.Facts(TestPolicies.Facts("N1", 500)));
        Assert.Equal(("review", "red"), (decision.Outcome, decision.Channel));
        Assert.NotEmpty(decision.Faults);
        Assert.Contains("sampling-ratios", decision.Json[decision.Json.IndexOf("\"faults\"", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("return")]
    [InlineData("prohibit")]
    public void A_fault_makes_a_worse_outcome_no_better(string outcome)
    {
        var release = TestPolicies.Compile(
            1, TestPolicies.Declaration, TestPolicies.Channel(1000), TestPolicies.Sampling,
            TestPolicies.Flow.Replace("if channel.channel = \\\"red\\\" then \\\"inspect\\\" else \\\"release\\\"", $"\\\"{outcome}\\\"", StringComparison.Ordinal));
        var decision = Clearance.Decide(release, release.Facts(TestPolicies.Facts("N1", 500, draw: null)));
        Assert.Equal((outcome, "red"), (decision.Outcome, decision.Channel));
        Assert.Equal(ClearanceFaults.NoDraw, decision.Faults.Single().Code);
    }

    [Fact]
    public void An_outcome_that_is_none_of_the_five_closes()
    {
        var release = TestPolicies.Compile(
            1, TestPolicies.Declaration, TestPolicies.Channel(1000), TestPolicies.Sampling,
            TestPolicies.Flow.Replace("\\\"release\\\"", "\\\"free\\\"", StringComparison.Ordinal));
        var decision = Clearance.Decide(release, release.Facts(TestPolicies.Facts("N1", 500)));
        Assert.Equal(("review", "red", ClearanceFaults.NoOutcome), (decision.Outcome, decision.Channel, decision.Faults.Single().Code));
    }

    [Fact]
    public void A_release_without_the_flow_closes()
    {
        var facts = Release.Facts(TestPolicies.Facts("N1", 500));
        var decision = Clearance.Decide(TestPolicies.Compile(1, TestPolicies.Declaration), facts);
        Assert.Equal(("review", "red", ClearanceFaults.NoFlow), (decision.Outcome, decision.Channel, decision.Faults.Single().Code));
    }

    [Fact]
    public void A_replay_gives_the_same_bytes_on_a_release_compiled_anew()
    {
        var record = Record(Clearance.Decide(Release, Release.Facts(TestPolicies.Facts("N1", 2000))));
        var again = TestPolicies.Compile(3, TestPolicies.Flow, TestPolicies.Sampling, TestPolicies.Channel(1000), TestPolicies.Declaration);
        Assert.True(Replay.Of(record, again).Same);
    }

    [Fact]
    public void A_replay_names_what_differs()
    {
        var record = Record(Clearance.Decide(Release, Release.Facts(TestPolicies.Facts("N1", 2000))));
        var other = TestPolicies.Compile(3, TestPolicies.Declaration, TestPolicies.Channel(5000), TestPolicies.Sampling, TestPolicies.Flow);
        var replayed = Replay.Of(record, other);
        Assert.False(replayed.Same);
        Assert.Contains(new ReplayDifference("/channel", "\"red\"", "\"green\""), replayed.Differences);
        Assert.Contains(replayed.Differences, d => d.Pointer == "/reasons/0/row");
        Assert.False(Replay.Of(record with { ReleaseHash = "sha256:x" }, Release).Same);
    }

    [Fact]
    public async Task A_simulation_counts_what_a_change_decides_otherwise()
    {
        var candidate = TestPolicies.Compile(4, TestPolicies.Declaration, TestPolicies.Channel(2000), TestPolicies.Sampling, TestPolicies.Flow);
        var report = await Simulation.Run(
            new(Release), new(candidate), Parcels(), new(Examples: 3, Workers: 2), TestContext.Current.CancellationToken);
        Assert.Equal((30, 10), (report.Total, report.Changed));
        Assert.Equal([new("inspect", "inspect", 10), new("inspect", "release", 10), new("release", "release", 10)], report.Outcomes);
        Assert.Equal([new("green", "green", 10), new("red", "green", 10), new("red", "red", 10)], report.Channels);
        Assert.Equal(["N11", "N12", "N13"], report.Examples.Select(e => e.DeclarationNo));

        static async IAsyncEnumerable<Func<ReadOnlyMemory<byte>>> Parcels()
        {
            foreach (var i in Enumerable.Range(1, 30)) yield return () => Release.Facts(TestPolicies.Facts($"N{i}", i * 100)).ToJson();
            await Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_simulation_decides_closed_what_the_candidate_cannot_read()
    {
        var candidate = TestPolicies.Compile(
            4, TestPolicies.Declaration.Replace("\"totalValue\",", "\"totalValue\",\"maximum\":10,", StringComparison.Ordinal),
            TestPolicies.Channel(1000), TestPolicies.Sampling, TestPolicies.Flow);
        var report = await Simulation.Run(
            new(Release),
            new(candidate),
            new Func<ReadOnlyMemory<byte>>[] { () => Release.Facts(TestPolicies.Facts("N1", 50)).ToJson() }.ToAsyncEnumerable(),
            new(Examples: 3, Workers: 1),
            TestContext.Current.CancellationToken);
        Assert.Equal(new Transition("release", "review", 1), report.Outcomes.Single());
    }

    private static DecisionRecord Record(Decision decision) => new()
    {
        DecisionId = "D1",
        DeclarationNo = "N1",
        Zone = "hangzhou",
        DeclaredAt = default,
        DecidedAt = default,
        ContentHash = "",
        ReleaseNumber = 3,
        ReleaseHash = "sha256:3",
        Facts = System.Text.Encoding.UTF8.GetString(Release.Facts(TestPolicies.Facts("N1", 2000)).ToJson()),
        Decision = decision.Json,
        Outcome = decision.Outcome,
        Channel = decision.Channel,
    };
}
