using System.Text.Json;
using Policy.Host.Tests.Fixtures;

namespace Policy.Host.Tests.Api;

[Collection(PlatformTests.Collection)]
public sealed class HistoryTests(RunningPlatform platform)
{
    private const string Policy = "/api/zones/zhangjiagang/policies/sampling-ratios";

    [Fact]
    public async Task A_policys_history_has_who_when_what_and_hashes_newest_first()
    {
        var version = await platform.Approve("zhangjiagang", "sampling-ratios");
        var from = TimeProvider.System.GetUtcNow().AddDays(400);
        var release = await platform.Publish("zhangjiagang", "sampling-ratios", version, from);

        var (status, history) = await platform.Machine().Read($"{Policy}/history");

        Assert.Equal(200, status);
        var events = history.EnumerateArray().ToList();
        Assert.Equal(["released", "approved", "submitted", "edited"], events.Take(4).Select(e => e.Text("kind")));
        Assert.Equal((release, version, "approver", "test"), (events[0].Number("release"), events[0].Number("version"), events[0].Text("by"), events[0].Text("comment")));
        Assert.Equal(from, events[0].GetProperty("effectiveFrom").GetDateTimeOffset());
        Assert.Equal((version, "approver"), (events[1].Number("version"), events[1].Text("by")));
        Assert.Equal("author", events[3].Text("by"));
        Assert.Equal(JsonValueKind.Null, events[3].GetProperty("content").ValueKind);
        Assert.All(events, e => Assert.StartsWith("sha256:", e.Text("hash"), StringComparison.Ordinal));
        Assert.Equal(events.Select(At).OrderDescending(), events.Select(At));

        var (_, audit) = await (await platform.As("auditor")).Read("/api/audit?zone=zhangjiagang&key=sampling-ratios&type=VersionApproved&take=1");
        Assert.Equal(audit.GetProperty("events")[0].Text("hash"), events[1].Text("hash"));
        var (_, approvals) = await platform.Machine().Read($"{Policy}/history?kind=approved");
        Assert.All(approvals.EnumerateArray(), e => Assert.Equal("approved", e.Text("kind")));
    }

    [Theory]
    [InlineData("/api/zones/zhangjiagang/policies/nothing/history", 404, "unknown-policy")]
    [InlineData("/api/zones/atlantis/policies/sampling-ratios/history", 404, "unknown-zone")]
    [InlineData(Policy + "/history?kind=painted", 400, "invalid")]
    public async Task What_has_no_history_is_a_problem(string path, int status, string code)
    {
        var (answered, problem) = await platform.Machine().Read(path);

        Assert.Equal((status, code), (answered, problem.Text("code")));
    }

    private static DateTimeOffset At(JsonElement entry) => entry.GetProperty("at").GetDateTimeOffset();
}
