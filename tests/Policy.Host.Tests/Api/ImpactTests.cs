using System.Text.Json;
using System.Text.Json.Nodes;
using Policy.Host.Tests.Fixtures;

namespace Policy.Host.Tests.Api;

[Collection(PlatformTests.Collection)]
public sealed class ImpactTests(RunningPlatform platform)
{
    private const string Policy = "/api/zones/national/policies/channel-thresholds";

    [Fact]
    public async Task A_draft_above_tells_for_each_zone_below_what_it_decides_otherwise_with_a_witness()
    {
        var inForce = (await platform.Machine().Read(Policy)).Body.GetProperty("inForce").GetProperty("document");
        var draft = JsonNode.Parse(inForce.GetRawText())!.AsObject();
        draft["rows"]!.AsArray().Single(r => (string?)r!["id"] == "C04")!["then"]![2] = "\"accept\"";
        await using var saved = await SavedDraft.Of(platform, Policy, draft);

        var (status, impact) = await platform.Machine().Read($"{Policy}/impact");

        Assert.Equal(200, status);
        var zones = impact.GetProperty("zones").EnumerateArray().ToDictionary(z => z.Text("zone")!, z => z);
        Assert.Contains("zhangjiagang", zones.Keys);
        var zone = zones["zhangjiagang"];
        Assert.False(zone.GetProperty("same").GetBoolean());
        Assert.True(zone.Number("regions") >= zone.GetProperty("first").GetArrayLength());
        var region = zone.GetProperty("first")[0];
        Assert.Contains("C04", region.GetProperty("rowsAfter").EnumerateArray().Select(r => r.GetString()));
        Assert.Equal(JsonValueKind.Object, region.GetProperty("witness").ValueKind);
        Assert.NotEqual(region.GetProperty("before").GetRawText(), region.GetProperty("after").GetRawText());
    }

    [Fact]
    public async Task The_version_in_force_changes_nothing_below_and_what_is_not_there_is_a_problem()
    {
        var newest = (await platform.Machine().Read($"{Policy}/versions")).Body[0].Number("number");
        var (status, impact) = await platform.Machine().Read($"{Policy}/impact?version={newest}");
        Assert.True(status == 200 || impact.Text("code") == "nothing-to-publish", impact.GetRawText());

        Assert.Equal(404, (await platform.Machine().Read("/api/zones/atlantis/policies/channel-thresholds/impact")).Status);
        Assert.Equal(400, (await platform.Machine().Read($"{Policy}/impact?version=zero")).Status);
    }
}
