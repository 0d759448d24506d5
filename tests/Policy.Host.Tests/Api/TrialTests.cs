using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Policy.Host.Tests.Fixtures;
using Policy.Rules;

namespace Policy.Host.Tests.Api;

/// <summary>Shadows and canaries over the API.</summary>
[Collection(PlatformTests.Collection)]
public sealed class TrialTests(RunningPlatform platform)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_shadow_answers_nothing_and_reports_what_it_would_have_decided()
    {
        var zone = await TrialZone.Make(platform, "trial-shadow");
        Assert.Equal((403, "role"), Code(await zone.Start("canary", "0.5", by: "author")));
        Assert.Equal((400, "invalid"), Code(await zone.Start("shadow", "7")));
        var (status, started) = await zone.Start("shadow", "1", by: "author");
        Assert.Equal((201, "running"), (status, started.Text("status")));
        Assert.Equal((409, "trial-running"), Code(await zone.Start("shadow", "1")));
        await zone.TakenOver(platform.Platform, runs: true);

        var live = started.GetProperty("baseline").Text("hash");
        for (var i = 0; i < 6; i++)
        {
            var (code, decision) = await platform.Machine().Decide(zone.Parcel());
            Assert.Equal((200, "green", live), (code, decision.Text("channel"), decision.GetProperty("release").Text("hash")));
            Assert.False(decision.GetProperty("release").TryGetProperty("trial", out _));
        }

        var report = await zone.Report(1, r => r.Number("parcels") == 6);
        Assert.Equal((6, 0), (report.Number("changed"), report.Number("unpredicted")));
        Assert.All(report.GetProperty("divergences").EnumerateArray(), d => Assert.Equal(
            ("green", "red", "predicted"), (d.GetProperty("before").Text("channel"), d.GetProperty("after").Text("channel"), d.Text("finding"))));
        Assert.Equal("C40", report.GetProperty("examples")[0].GetProperty("parcel").GetProperty("reasons").EnumerateArray()
            .First(r => r.Text("side") == "after" && r.Text("document") == "channel-thresholds").Text("row"));

        var stop = $"{zone.Trials}/1/stop";
        var operatorHere = await platform.As("operator");
        Assert.Equal("stopped", (await operatorHere.Post(stop, Declarations.Json("""{"comment":"seen enough"}"""))).Body.Text("status"));
        Assert.Equal((409, "trial-ended"), Code(await operatorHere.Post(stop, Declarations.Json("""{"comment":"again"}"""))));
        Assert.Equal((404, "unknown-trial"), Code(await operatorHere.Post($"{zone.Trials}/9/stop", Declarations.Json("""{"comment":""}"""))));
        var (_, list) = await operatorHere.Read(zone.Trials);
        Assert.Equal("seen enough", Assert.Single(list.EnumerateArray()).GetProperty("end").Text("comment"));
    }

    [Fact]
    public async Task The_share_of_a_canary_is_decided_by_the_candidate_on_every_host_says_so_and_replays()
    {
        using var folder = new TemporaryFolder();
        var zone = await TrialZone.Make(platform, "trial-canary");
        Assert.Equal(201, (await zone.Start("canary", "0.5")).Status);
        var expected = (await platform.Services.GetRequiredService<PolicyStore>().Trial("trial-canary", 1, Cancellation))!;
        var canaries = 0;
        await using (var other = await Platform.Start(
            platform.SettingsOfAnother(folder.Path, null, "--Policy:Roles=api"), Cancellation))
        {
            await zone.TakenOver(platform.Platform, runs: true);
            await zone.TakenOver(other, runs: true);
            using var there = new HttpClient { BaseAddress = other.Address };
            there.DefaultRequestHeaders.Add("X-Api-Key", platform.ApiKey);
            for (var i = 0; i < 20; i++)
            {
                var parcel = zone.Parcel();
                var number = (string)parcel["declarationNo"]!;
                var taken = expected.Takes(number);
                canaries += taken ? 1 : 0;
                var (status, decision) = await (i % 2 == 0 ? platform.Machine() : there).Decide(parcel);
                Assert.True(status == 200, decision.GetRawText());
                var release = decision.GetProperty("release");
                Assert.Equal(taken ? "red" : "green", decision.Text("channel"));
                Assert.Equal(taken ? expected.Candidate.Hash : expected.Baseline.Hash, release.Text("hash"));
                Assert.Equal(taken, release.TryGetProperty("trial", out _));
                Assert.True((await platform.Machine().Post($"/api/decisions/{number}/replay", Declarations.Json("{}"))).Body.GetProperty("same").GetBoolean());
            }
        }

        // The other host has stopped; what it counted is there.
        Assert.InRange(canaries, 1, 19);
        Assert.Equal(canaries, (await zone.Report(1, r => r.Number("parcels") >= canaries)).Number("changed"));
        await (await platform.As("approver")).Post($"{zone.Trials}/1/stop", Declarations.Json("""{"comment":"test"}"""));
    }

    [Fact]
    public async Task A_KPI_out_of_its_band_stops_a_canary_and_the_live_release_takes_over()
    {
        var zone = await TrialZone.Make(platform, "trial-band");
        Assert.Equal(201, (await zone.Start("canary", "1", """{"kpi":"share.red","low":0,"high":0.5,"minimum":3}""")).Status);
        await zone.TakenOver(platform.Platform, runs: true);
        for (var i = 0; i < 3; i++) Assert.Equal("red", (await platform.Machine().Decide(zone.Parcel())).Body.Text("channel"));

        var report = await zone.Report(1, r => r.GetProperty("trial").Text("status") == "stopped");
        var end = report.GetProperty("trial").GetProperty("end");
        Assert.Equal(("system", "share.red", 1m), (end.Text("by"), end.GetProperty("breach").Text("kpi"), end.GetProperty("breach").GetProperty("value").GetDecimal()));
        await zone.TakenOver(platform.Platform, runs: false);
        Assert.Equal("green", (await platform.Machine().Decide(zone.Parcel())).Body.Text("channel"));

        var operatorHere = await platform.As("operator");
        var alert = (await operatorHere.Read("/api/alerts?open=true")).Body.GetProperty("alerts").EnumerateArray()
            .Single(a => a.Text("subject") == "trial-band/trials/1");
        Assert.Equal("trial-band", alert.Text("kind"));
        Assert.Equal(200, (await operatorHere.Post($"/api/alerts/{alert.Number("id")}/close", Declarations.Json("""{"comment":"looked"}"""))).Status);
    }

    private static (int Status, string? Code) Code((int Status, JsonElement Body) answer) => (answer.Status, answer.Body.Text("code"));
}
