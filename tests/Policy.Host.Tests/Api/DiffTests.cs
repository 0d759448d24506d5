using System.Text.Json.Nodes;
using Policy.Host.Tests.Fixtures;

namespace Policy.Host.Tests.Api;

[Collection(PlatformTests.Collection)]
public sealed class DiffTests(RunningPlatform platform)
{
    private const string Policy = "/api/zones/qingdao/policies/channel-thresholds";

    [Fact]
    public async Task A_draft_is_compared_with_what_is_in_force_row_by_row_region_by_region_and_on_traffic()
    {
        var author = await platform.As("author");
        var draft = JsonNode.Parse((await author.Read($"{Policy}/versions/1")).Body.GetRawText())!.AsObject();
        var when = draft["rows"]!.AsArray().Single(r => (string?)r!["id"] == "C40")!["when"]!.AsArray();
        when[^1] = "> 10";
        await using var saved = await SavedDraft.Of(platform, Policy, draft);
        await platform.Machine().Decide(Declarations.New(("zone", "qingdao")));

        var (status, diff) = await (await platform.As("auditor")).Read($"{Policy}/diff");

        Assert.Equal(200, status);
        Assert.False(diff.GetProperty("sameBehaviour").GetBoolean());
        var changed = Assert.Single(diff.GetProperty("rows").GetProperty("changed").EnumerateArray());
        Assert.Equal(("C40", "> 10"), (changed.Text("id"), changed.GetProperty("cells")[0].Text("after")));
        var regions = diff.GetProperty("regions").EnumerateArray().ToList();
        Assert.All(regions, r => Assert.True(r.GetProperty("traffic").GetProperty("of").GetInt32() >= 1));
        Assert.Contains(regions, r => r.GetProperty("traffic").GetProperty("parcels").GetInt32() >= 1);
        Assert.DoesNotContain("990101190001010019", diff.GetRawText(), StringComparison.Ordinal);

        var (_, same) = await author.Read($"{Policy}/diff?from=inForce&to=qingdao");
        Assert.True(same.GetProperty("sameBehaviour").GetBoolean());
    }

    [Fact]
    public async Task Another_zone_is_a_side_too()
    {
        var (status, diff) = await platform.Machine().Read($"{Policy}/diff?from=national&to=guangzhou");

        Assert.Equal(200, status);
        Assert.True(diff.TryGetProperty("decided", out _));
    }

    [Theory]
    [InlineData("from=0", 400, "/from")]
    [InlineData("to=what:ever:else", 400, "/to")]
    [InlineData("beside=1", 400, "/beside")]
    [InlineData("to=999", 404, "/to")]
    [InlineData("from=atlantis:draft&to=inForce", 404, "/from")]
    public async Task What_cannot_be_compared_is_named_by_its_parameter(string query, int expected, string pointer)
    {
        var (status, problem) = await platform.Machine().Read($"{Policy}/diff?{query}");

        Assert.Equal(expected, status);
        Assert.Equal([pointer], problem.Pointers());
    }
}
