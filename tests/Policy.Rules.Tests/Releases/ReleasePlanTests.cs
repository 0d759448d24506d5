using System.Collections.Immutable;
using Policy.Engine;
using Policy.Rules.Policies;
using Policy.Rules.Releases;

namespace Policy.Rules.Tests.Releases;

public sealed class ReleasePlanTests
{
    private static readonly ImmutableArray<Zone> Tree =
    [
        Zone("national", null), Zone("hangzhou", "national"), Zone("zhangjiagang", "hangzhou"), Zone("qingdao", "national"),
    ];

    private readonly Dictionary<(string Zone, string Key, int Version), Document> _authored = [];
    private readonly Dictionary<(string Zone, string Key, int Version), ImmutableArray<string>> _waived = [];
    private Dictionary<string, Timeline> _timelines = Tree.ToDictionary(z => z.Key, _ => Timeline.Empty);

    [Fact]
    public void A_first_release_reaches_every_zone_below()
    {
        var planned = Publish("national", 2020, ("channel-thresholds", 1, TestPolicies.Channel(1000)));
        Assert.Equal(["national/1", "hangzhou/1", "zhangjiagang/1", "qingdao/1"], planned.Select(p => p.Release.Id));
        Assert.Single(planned.Select(p => p.Release.Hash).Distinct());
        Assert.Equal(
            [ReleaseCause.Published, ReleaseCause.Inherited, ReleaseCause.Inherited, ReleaseCause.Inherited],
            planned.Select(p => p.Release.Cause));
    }

    [Fact]
    public void What_is_not_published_is_carried_over_from_the_release_in_force_then()
    {
        Publish("national", 2020, ("channel-thresholds", 1, TestPolicies.Channel(1000)));
        Publish("national", 2022, ("channel-thresholds", 2, TestPolicies.Channel(2000)));
        Publish("national", 2021, ("sampling-ratios", 1, TestPolicies.Sampling));
        Assert.Equal(("channel-thresholds 1", "sampling-ratios 1"), Pair(InForce("national", 2021)));
        Assert.Equal(("channel-thresholds 2", "sampling-ratios 1"), Pair(InForce("national", 2022)));
    }

    [Fact]
    public void A_later_release_keeps_a_version_of_its_own()
    {
        Publish("national", 2020, ("channel-thresholds", 1, TestPolicies.Channel(1000)));
        Publish("national", 2023, ("channel-thresholds", 2, TestPolicies.Channel(2000)));
        var planned = Publish("national", 2021, ("channel-thresholds", 3, TestPolicies.Channel(3000)));
        Assert.DoesNotContain(planned, p => p.Release.EffectiveFrom == Year(2023));
        Assert.Equal(3, InForce("national", 2022).Entries.Single().Layers.Single().Version);
        Assert.Equal(2, InForce("national", 2023).Entries.Single().Layers.Single().Version);
    }

    [Fact]
    public void A_childs_overlay_stays_on_the_new_ground_of_its_parent_at_every_instant()
    {
        Publish("national", 2020, ("channel-thresholds", 1, TestPolicies.Channel(1000)));
        Publish("hangzhou", 2022, ("channel-thresholds", 1, TestPolicies.Overlay("R1", 5000)));
        var planned = Publish("national", 2021, ("channel-thresholds", 2, TestPolicies.Channel(2000, ",\"legalBasis\":\"Order 9\"").Replace("\"legalBasis\":\"Order 1\",", "", StringComparison.Ordinal)));

        Assert.Contains(planned, p => p.Release is { Zone: "hangzhou", Cause: ReleaseCause.Inherited } r && r.EffectiveFrom == Year(2022));
        Assert.Equal([new Layer("national", 2)], InForce("zhangjiagang", 2021).Entries.Single().Layers);
        Assert.Equal([new Layer("national", 2), new Layer("hangzhou", 1)], InForce("zhangjiagang", 2022).Entries.Single().Layers);
        var table = (DecisionTableDocument)planned.Single(p => p.Release is { Zone: "zhangjiagang" } r && r.EffectiveFrom == Year(2022))
            .Documents["channel-thresholds"];
        Assert.Equal(("Order 9", "<= 5000"), (table.LegalBasis, table.Rows.Single(r => r.Id == "R1").When[0]));
    }

    [Fact]
    public void A_change_below_leaves_the_other_zones_alone()
    {
        Publish("national", 2020, ("channel-thresholds", 1, TestPolicies.Channel(1000)));
        var planned = Publish("hangzhou", 2021, ("channel-thresholds", 1, TestPolicies.Overlay("R1", 5000)));
        Assert.Equal(["hangzhou/2", "zhangjiagang/2"], planned.Select(p => p.Release.Id));
    }

    [Fact]
    public void A_document_of_the_zone_itself_hides_the_parents()
    {
        Publish("national", 2020, ("sampling-ratios", 1, TestPolicies.Sampling));
        Publish("hangzhou", 2021, ("sampling-ratios", 1, TestPolicies.Sampling.Replace("0.02", "0.05", StringComparison.Ordinal)));
        var planned = Publish("national", 2022, ("sampling-ratios", 2, TestPolicies.Sampling.Replace("0.02", "0.03", StringComparison.Ordinal)));
        Assert.Equal(["national/2", "qingdao/2"], planned.Select(p => p.Release.Id));
        Assert.Equal([new Layer("hangzhou", 1)], InForce("zhangjiagang", 2022).Entries.Single().Layers);
    }

    [Fact]
    public void The_same_again_is_nothing_to_publish()
    {
        Publish("national", 2020, ("sampling-ratios", 1, TestPolicies.Sampling));
        Assert.Equal("nothing-to-publish", Plan("national", 2021, ("sampling-ratios", 1)).Refusal?.Code);
        Assert.Equal("nothing-to-publish", Plan("national", 2021).Refusal?.Code);
    }

    [Fact]
    public void A_locked_row_cannot_be_replaced_below()
    {
        Publish("national", 2020, ("channel-thresholds", 1, TestPolicies.Channel(1000)));
        _authored[("hangzhou", "channel-thresholds", 1)] = TestPolicies.Read(TestPolicies.Overlay("L1", 90000));
        _authored[("hangzhou", "channel-thresholds", 2)] = TestPolicies.Read(TestPolicies.Channel(90000));
        foreach (var version in new[] { 1, 2 })
        {
            var refusal = Plan("hangzhou", 2021, ("channel-thresholds", version)).Refusal;
            Assert.Equal("parent-locked", refusal?.Code);
            Assert.Contains("hangzhou", refusal!.Message.En, StringComparison.Ordinal);
            Assert.Contains("channel-thresholds", refusal.Message.En, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_change_that_breaks_an_overlay_below_is_refused_and_names_it()
    {
        Publish("national", 2020, ("channel-thresholds", 1, TestPolicies.Channel(1000)));
        Publish("hangzhou", 2021, ("channel-thresholds", 1, """{"kind":"overlay","key":"channel-thresholds","withdraw":["R1"]}"""));
        _authored[("national", "channel-thresholds", 2)] = TestPolicies.Read(
            TestPolicies.Channel(1000).Replace("\"R1\"", "\"R9\"", StringComparison.Ordinal));
        var refusal = Plan("national", 2022, ("channel-thresholds", 2)).Refusal;
        Assert.Equal("errors", refusal?.Code);
        Assert.Contains("`hangzhou`", refusal!.Message.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Waivers_of_all_layers_go_with_a_release_and_so_does_what_the_zones_above_have_then()
    {
        _waived[("national", "channel-thresholds", 1)] = ["P1"];
        _waived[("hangzhou", "channel-thresholds", 1)] = ["P2"];
        Publish("national", 2020, ("channel-thresholds", 1, TestPolicies.Channel(1000)));
        var planned = Publish("hangzhou", 2021, ("channel-thresholds", 1, TestPolicies.Overlay("R1", 5000)));

        var below = planned.Single(p => p.Release.Zone == "zhangjiagang");
        Assert.Equal(["P1", "P2"], below.Waived["channel-thresholds"]);
        Assert.Equal(["hangzhou", "national"], below.Above.Keys);
        Assert.Equal("<= 1000", ((DecisionTableDocument)below.Above["national"].Documents()["channel-thresholds"]).Rows[1].When[0]);
    }

    [Fact]
    public void A_withdrawn_policy_gives_way_to_the_parents()
    {
        Publish("national", 2020, ("sampling-ratios", 1, TestPolicies.Sampling));
        Publish("hangzhou", 2021, ("sampling-ratios", 1, TestPolicies.Sampling.Replace("0.02", "0.05", StringComparison.Ordinal)));
        var change = Change("hangzhou", 2022) with
        {
            Versions = ImmutableSortedDictionary<string, int?>.Empty.Add("sampling-ratios", null), Cause = ReleaseCause.Withdrawn,
        };
        var planned = ReleasePlan.Make(Ground, change).Value;
        Assert.Equal(["hangzhou/3", "zhangjiagang/3"], planned.Select(p => p.Release.Id));
        Assert.All(planned, p => Assert.Equal([new Layer("national", 1)], p.Release.Entries.Single().Layers));
    }

    [Fact]
    public void An_added_zone_inherits_its_parents_whole_past()
    {
        Publish("national", 2020, ("sampling-ratios", 1, TestPolicies.Sampling));
        Publish("national", 2021, ("sampling-ratios", 2, TestPolicies.Sampling.Replace("0.02", "0.03", StringComparison.Ordinal)));
        _timelines["guangzhou"] = Timeline.Empty;
        var ground = Ground with { Zones = Tree.Add(Zone("guangzhou", "national")) };
        var planned = ReleasePlan.Inherit(ground, Change("guangzhou", 2026));
        Assert.Equal([Year(2020), Year(2021)], planned.Select(p => p.Release.EffectiveFrom));
        Assert.Equal([1, 2], planned.Select(p => p.Release.Number));
    }

    [Fact]
    public void Of_two_releases_at_one_instant_the_later_number_counts()
    {
        Publish("national", 2020, ("sampling-ratios", 1, TestPolicies.Sampling));
        Publish("national", 2020, ("sampling-ratios", 2, TestPolicies.Sampling.Replace("0.02", "0.03", StringComparison.Ordinal)));
        Assert.Equal(2, InForce("national", 2020).Number);
        Assert.Null(_timelines["national"].InForce(Year(2020).AddTicks(-1)));
        Assert.Equal(2, _timelines["national"].InForce(Year(2020))!.Entries.Single().Layers.Single().Version);
    }

    private PlanGround Ground => new(Tree, _timelines, (key, layer) => _authored[(layer.Zone, key, layer.Version)], (key, layer) => _waived.GetValueOrDefault((layer.Zone, key, layer.Version), []));

    private ImmutableArray<PlannedRelease> Publish(string zone, int year, params (string Key, int Version, string Json)[] policies)
    {
        foreach (var (key, version, json) in policies) _authored[(zone, key, version)] = TestPolicies.Read(json);
        var plan = Plan(zone, year, [.. policies.Select(p => (p.Key, p.Version))]);
        Assert.True(plan.Succeeded, plan.Refusal?.Message.En);
        _timelines = new(_timelines);
        foreach (var planned in plan.Value) _timelines[planned.Release.Zone] = _timelines[planned.Release.Zone].Add(planned.Release);
        return plan.Value;
    }

    private Result<ImmutableArray<PlannedRelease>> Plan(string zone, int year, params (string Key, int Version)[] policies) =>
        ReleasePlan.Make(Ground, Change(zone, year, policies));

    private Release InForce(string zone, int year) => _timelines[zone].InForce(Year(year))!;

    private static ReleaseChange Change(string zone, int year, params (string Key, int Version)[] policies) => new(
        zone, Year(year), policies.ToImmutableSortedDictionary(p => p.Key, p => (int?)p.Version), ReleaseCause.Published, "approver", "", Year(2026));

    private static (string, string) Pair(Release release) =>
        ($"{release.Entries[0].Key} {release.Entries[0].Layers[^1].Version}", $"{release.Entries[1].Key} {release.Entries[1].Layers[^1].Version}");

    private static DateTimeOffset Year(int year) => new(year, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));

    private static Zone Zone(string key, string? parent) => new(key, new LocalizedText(key, key), parent, ZoneStatus.Approved);
}
