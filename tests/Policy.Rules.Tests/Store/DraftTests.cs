using System.Text.Json;
using Policy.Rules.Audit;
using Policy.Rules.Policies;
using Policy.Rules.Releases;
using static Policy.Rules.Tests.StoreSteps;
using static Policy.Rules.Tests.StoreUnderTest;

namespace Policy.Rules.Tests.Store;

public sealed class DraftTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset Long = new(2020, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_draft_goes_from_saving_to_a_version()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        var saved = Succeeded(await host.Save("national", "channel-thresholds", TestPolicies.Channel(2000)));
        Assert.Empty(saved.Problems);
        Assert.Equal(DraftState.Submitted, Succeeded(await host.Submit("national", "channel-thresholds")).State);
        var version = Succeeded(await host.Approve("national", "channel-thresholds"));
        Assert.Equal((2, "approver", Author.Name), (version.Number, version.ApprovedBy, version.Authors.Single()));

        var view = await host.Store.Policy("national", "channel-thresholds", host.Clock.GetUtcNow(), Cancellation);
        Assert.Equal((2, null, 1), (view!.Current!.Number, view.Draft, view.InForceLayers.Single().Version));
        Assert.Equal([2, 1], (await host.Store.Versions("national", "channel-thresholds", Cancellation)).Select(v => v.Number));
    }

    [Fact]
    public async Task Of_two_editors_the_second_to_save_is_told_that_his_draft_is_stale()
    {
        await using var host = await postgres.NewStore();
        await host.AddZone("national", null);
        var first = Succeeded(await host.Save("national", "sampling-ratios", "{"));
        Assert.NotEmpty(first.Problems);
        Succeeded(await host.Save("national", "sampling-ratios", TestPolicies.Sampling, first.ETag, OtherAuthor));
        Assert.Equal("stale-draft", (await host.Save("national", "sampling-ratios", "{}", first.ETag)).Refusal?.Code);
        Assert.Equal("stale-draft", (await host.Save("national", "sampling-ratios", "{}")).Refusal?.Code);

        var view = await host.Store.Policy("national", "sampling-ratios", Long, Cancellation);
        Assert.Equal([Author.Name, OtherAuthor.Name], view!.Draft!.Editors);
        Assert.Equal(TestPolicies.Sampling, view.Draft.Json);
    }

    [Fact]
    public async Task Of_saves_at_the_same_moment_one_wins()
    {
        await using var host = await postgres.NewStore();
        await using var other = await host.OtherHost();
        await host.AddZone("national", null);
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            (i % 2 == 0 ? host : other).Save("national", "sampling-ratios", $"{{\"n\":{i}}}")));
        Assert.Single(results, r => r.Succeeded);
        Assert.All(results.Where(r => !r.Succeeded), r => Assert.Equal("stale-draft", r.Refusal!.Code));
    }

    [Fact]
    public async Task Of_approvals_at_the_same_moment_one_makes_the_version()
    {
        await using var host = await postgres.NewStore();
        await using var other = await host.OtherHost();
        await host.Begin(Long);
        Succeeded(await host.Save("national", "channel-thresholds", TestPolicies.Channel(2000)));
        Succeeded(await host.Submit("national", "channel-thresholds"));
        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(i =>
            (i % 2 == 0 ? host : other).Approve("national", "channel-thresholds", new Actor($"approver{i}", Role.Approver))));
        Assert.Single(results, r => r.Succeeded);
        Assert.All(results.Where(r => !r.Succeeded), r => Assert.Equal("not-submitted", r.Refusal!.Code));
        Assert.Equal(2, (await host.Store.Versions("national", "channel-thresholds", Cancellation)).Length);
    }

    [Fact]
    public async Task A_draft_is_not_submitted_twice()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        Succeeded(await host.Save("national", "channel-thresholds", TestPolicies.Channel(2000)));
        Succeeded(await host.Submit("national", "channel-thresholds"));
        Assert.Equal("not-editable", (await host.Submit("national", "channel-thresholds")).Refusal?.Code);
    }

    [Fact]
    public async Task A_rejected_draft_is_mended_and_submitted_again()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        Succeeded(await host.Save("national", "channel-thresholds", TestPolicies.Channel(2000)));
        Succeeded(await host.Submit("national", "channel-thresholds"));
        var rejected = Succeeded(await host.Store.Execute(new RejectDraft("national", "channel-thresholds", "no", Approver), Cancellation));
        Assert.Equal(DraftState.Rejected, rejected.State);
        Succeeded(await host.Save("national", "channel-thresholds", TestPolicies.Channel(1500), rejected.ETag));
        Succeeded(await host.Submit("national", "channel-thresholds"));
        Succeeded(await host.Approve("national", "channel-thresholds"));
    }

    [Fact]
    public async Task Errors_failing_cases_and_broken_locks_stop_a_submission()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        var errors = Succeeded(await host.Save("national", "sampling-ratios", TestPolicies.Sampling.Replace("totalValue", "totalValu", StringComparison.Ordinal)));
        Assert.Equal("/inputs/0/expression", errors.Problems[0].Pointer);
        Assert.Equal("errors", (await host.Submit("national", "sampling-ratios")).Refusal?.Code);

        Succeeded(await host.Save("national", "channel-thresholds", TestPolicies.Channel(1000, TestPolicies.Case(500, "red"))));
        Assert.Equal("cases-failing", (await host.Submit("national", "channel-thresholds")).Refusal?.Code);

        Succeeded(await host.Save("hangzhou", "channel-thresholds", TestPolicies.Overlay("L1", 90000)));
        Assert.Equal("parent-locked", (await host.Submit("hangzhou", "channel-thresholds")).Refusal?.Code);

        Succeeded(await host.Save("hangzhou", "other-key", TestPolicies.Overlay("R1", 90000)));
        Assert.Equal("errors", (await host.Submit("hangzhou", "other-key")).Refusal?.Code);
    }

    [Theory]
    [InlineData("nondecreasing", null)]
    [InlineData("nonincreasing", "property-failing")]
    public async Task A_refuted_property_stops_a_submission(string direction, string? code)
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        var property = $$"""
            ,"properties":[{"id":"P1","kind":"monotone","input":"totalValue","output":"channel","direction":"{{direction}}"}]
            """;
        Succeeded(await host.Save("national", "channel-thresholds", TestPolicies.Channel(2000, property)));

        var refusal = (await host.Submit("national", "channel-thresholds")).Refusal;

        Assert.Equal(code, refusal?.Code);
        if (code is not null) Assert.Equal("/properties/0", Assert.Single(refusal!.Problems).Pointer);
    }

    [Fact]
    public async Task A_refuted_property_may_be_waived_by_name_and_the_waiver_goes_with_the_release()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        Succeeded(await host.Save("national", "channel-thresholds", TestPolicies.Channel(2000, """
            ,"properties":[{"id":"P1","kind":"monotone","input":"totalValue","output":"channel","direction":"nonincreasing"}]
            """)));
        async Task<Result<Draft>> Submit(params Waiver[] waivers) => await host.Store.Execute(
            new SubmitDraft("national", "channel-thresholds", "", Author, Waivers: [.. waivers]), Cancellation);

        Assert.Equal("unknown-property", (await Submit(new Waiver("P2", "why"))).Refusal?.Code);
        Assert.Equal("unknown-property", (await Submit(new Waiver("P1", " "))).Refusal?.Code);
        Assert.Equal("property-failing", (await Submit()).Refusal?.Code);
        Succeeded(await Submit(new Waiver("P1", "pilot")));
        await host.Simulate("national", null, "channel-thresholds");
        var version = Succeeded(await host.Approve("national", "channel-thresholds"));
        Assert.Equal([new Waiver("P1", "pilot")], version.Grounds.Waivers);

        // The zones below have the same document, and the same waiver.
        Succeeded(await host.Publish("national", null, new PolicyReference("channel-thresholds", 2)));
    }

    [Fact]
    public async Task An_approval_needs_a_simulation_of_exactly_this_content()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        Succeeded(await host.Save("national", "channel-thresholds", TestPolicies.Channel(2000)));
        var submit = new SubmitDraft("national", "channel-thresholds", "", Author);
        Succeeded(await host.Store.Execute(submit, Cancellation));
        Assert.Equal("no-simulation", (await host.Approve("national", "channel-thresholds")).Refusal?.Code);
        await host.Simulate("national", null, "channel-thresholds");

        var draft = (await host.Store.Policy("national", "channel-thresholds", host.Clock.GetUtcNow(), Cancellation))!.Draft!;
        Succeeded(await host.Save("national", "channel-thresholds", TestPolicies.Channel(2001), draft.ETag));
        Succeeded(await host.Store.Execute(submit, Cancellation));
        Assert.Equal("no-simulation", (await host.Approve("national", "channel-thresholds")).Refusal?.Code);

        await host.Simulate("national", null, "channel-thresholds");
        var version = Succeeded(await host.Approve("national", "channel-thresholds"));
        var simulation = await host.Simulations.Of("national", "channel-thresholds", version.Hash, Cancellation);
        Assert.Equal(simulation!.Hash, version.Simulation);
    }

    [Fact]
    public async Task What_changes_below_a_submission_or_an_approval_voids_it()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        Succeeded(await host.Save("hangzhou", "channel-thresholds", TestPolicies.Overlay("R1", 5000)));
        Succeeded(await host.Submit("hangzhou", "channel-thresholds"));
        Succeeded(await host.Change("national", TestPolicies.Channel(2000)));
        Assert.Equal("stale-review", (await host.Approve("hangzhou", "channel-thresholds")).Refusal?.Code);

        var draft = (await host.Store.Policy("hangzhou", "channel-thresholds", host.Clock.GetUtcNow(), Cancellation))!.Draft!;
        Succeeded(await host.Save("hangzhou", "channel-thresholds", draft.Json, draft.ETag));
        Succeeded(await host.Submit("hangzhou", "channel-thresholds"));
        Succeeded(await host.Approve("hangzhou", "channel-thresholds"));
        Succeeded(await host.Change("national", TestPolicies.Channel(3000)));
        Assert.Equal("approval-void", (await host.Publish("hangzhou", null, new PolicyReference("channel-thresholds", 1))).Refusal?.Code);
    }

    [Fact]
    public async Task A_draft_is_reviewed_against_what_is_in_force_when_it_is_meant_to_take_effect()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        var next = host.Clock.GetUtcNow().AddDays(30);
        Succeeded(await host.Change("national", TestPolicies.Channel(2000), next));
        var late = await host.Version("national", TestPolicies.Channel(3000), next.AddDays(1));
        Assert.Equal("approval-void", (await host.Publish("national", null, new PolicyReference(late.Key, late.Number))).Refusal?.Code);
        Succeeded(await host.Publish("national", next.AddDays(1), new PolicyReference(late.Key, late.Number)));
    }

    [Fact]
    public async Task A_comparison_with_a_zone_above_is_proved_with_what_it_has_in_force_then()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long, limit: 9000);
        string Overlay(int limit) => TestPolicies.Overlay("R1", limit).Replace(
            "\"rows\"", """
            "properties":[{"id":"P1","kind":"notLooserThan","key":"national/channel-thresholds"}],"rows"
            """, StringComparison.Ordinal);

        Succeeded(await host.Save("hangzhou", "channel-thresholds", Overlay(9500)));
        var refusal = (await host.Submit("hangzhou", "channel-thresholds")).Refusal;
        Assert.Equal("property-failing", refusal?.Code);
        Assert.Contains("national/channel-thresholds", refusal!.Problems.Single().Message.En, StringComparison.Ordinal);

        var draft = (await host.Store.Policy("hangzhou", "channel-thresholds", host.Clock.GetUtcNow(), Cancellation))!.Draft!;
        Succeeded(await host.Save("hangzhou", "channel-thresholds", Overlay(8000), draft.ETag));
        Succeeded(await host.Submit("hangzhou", "channel-thresholds"));
        Succeeded(await host.Approve("hangzhou", "channel-thresholds"));
        Succeeded(await host.Publish("hangzhou", null, new PolicyReference("channel-thresholds", 1)));

        // A stricter national rule would leave hangzhou looser than it.
        var stricter = await host.Version("national", TestPolicies.Channel(500));
        var broken = (await host.Publish("national", null, new PolicyReference(stricter.Key, stricter.Number))).Refusal;
        Assert.Equal("property-failing", broken?.Code);
        Assert.Contains("`hangzhou`", broken!.Message.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edits_of_two_officers_are_merged_where_they_meet_neither_in_rows_nor_in_parcels()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        string Table(string first, string second) => $$"""
            {"kind":"decisionTable","key":"channel-thresholds","facts":"declaration","hitPolicy":"first","inputs":[{"expression":"totalValue"}],
             "outputs":[{"name":"channel","type":"text","values":["green","red"],"default":"\"red\""}],
             "rows":[{"id":"A","when":["{{first}}"],"then":["\"green\""]},{"id":"B","when":["{{second}}"],"then":["\"green\""]}]}
            """;
        var start = Succeeded(await host.Save("national", "channel-thresholds", Table("[0..10)", "[100..110)")));
        var theirs = Succeeded(await host.Save("national", "channel-thresholds", Table("[0..10)", "[100..200)"), start.ETag, OtherAuthor));

        var merge = await host.Store.Merge("national", "channel-thresholds", start.ETag, Table("[0..20)", "[100..110)"), Cancellation);
        Assert.True(merge is { Shared: null, IsDecided: true, Conflicts.IsEmpty: true });
        Assert.Equal(theirs.ETag, merge.ETag);
        var merged = (DecisionTableDocument)TestPolicies.Read(merge.Json!);
        Assert.Equal(["[0..20)", "[100..200)"], merged.Rows.Select(r => r.When[0]));

        // Other rows, but the same parcels: those of 110 to 150.
        var meeting = await host.Store.Merge("national", "channel-thresholds", start.ETag, Table("[0..150)", "[100..110)"), Cancellation);
        Assert.Null(meeting!.Json);
        Assert.NotNull(meeting.Shared?.Witness);
        Assert.Equal("[110..150)", meeting.Shared!.When["totalValue"]);
    }

    [Fact]
    public async Task A_finding_in_an_overlay_points_into_the_overlay()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        var saved = Succeeded(await host.Save("hangzhou", "channel-thresholds", TestPolicies.Overlay("R2", 1).Replace("<= 1", "<= ]", StringComparison.Ordinal)));
        Assert.Equal("/rows/0/when/0", Assert.Single(saved.Problems).Pointer);
    }

    [Fact]
    public async Task A_new_field_is_approved_before_the_table_that_reads_it_and_both_are_published_together()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        await host.Version("national", TestPolicies.Declaration.Replace(
            "\"fields\":[\n", "\"fields\":[{\"name\":\"fragile\",\"type\":\"boolean\",\"optional\":true},\n", StringComparison.Ordinal));
        await host.Version("national", TestPolicies.Sampling.Replace("totalValue", "fragile", StringComparison.Ordinal), null, "declaration");
        Assert.Equal("errors", (await host.Publish("national", null, new PolicyReference("sampling-ratios", 2))).Refusal?.Code);
        Succeeded(await host.Publish("national", null, new PolicyReference("sampling-ratios", 2), new PolicyReference("declaration", 2)));
    }

    [Fact]
    public async Task Zones_and_versions_that_are_not_there_are_named()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        Assert.Equal("unknown-zone", (await host.Save("nowhere", "k", "{}")).Refusal?.Code);
        Assert.Equal("no-draft", (await host.Submit("nowhere", "k")).Refusal?.Code);
        Assert.Equal("unknown-zone", (await host.Publish("nowhere", null, new PolicyReference("k", 1))).Refusal?.Code);
        Assert.Equal("unknown-version", (await host.Publish("national", null, new PolicyReference("sampling-ratios", 2))).Refusal?.Code);
        Assert.Null(await host.Store.Policy("national", "k", Long, Cancellation));
        Assert.Empty(await host.Store.Policies("nowhere", Long, Cancellation));
    }

    [Fact]
    public async Task The_stored_events_of_every_stream_form_an_unbroken_chain()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        Succeeded(await host.Change("hangzhou", TestPolicies.Overlay("R1", 5000)));

        await using var command = host.Source.CreateCommand(
            "select stream_id, version, mt_dotnet_type, data::text from policy.mt_events order by stream_id, version");
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        var (stream, head, count) = ("", "", 0);
        while (await reader.ReadAsync(Cancellation))
        {
            if (reader.GetString(0) != stream) (stream, head) = (reader.GetString(0), "");
            using var data = JsonDocument.Parse(reader.GetString(3));
            Assert.Equal(head, data.RootElement.GetProperty("previous").GetString());
            var type = reader.GetString(2).Split(',')[0].Split('.')[^1];
            head = EventChain.Hash(stream, reader.GetInt64(1), type, data.RootElement);
            count++;
        }

        Assert.True(count > 20, $"There are {count} events.");
    }
}
