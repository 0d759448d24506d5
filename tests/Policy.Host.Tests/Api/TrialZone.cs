using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Policy.Host.Tests.Fixtures;
using Policy.Rules.Releases;

namespace Policy.Host.Tests.Api;

/// <summary>A zone of its own for a test of trials: an approved version sends exports above 400 yuan to the red channel, and is not
/// published.</summary>
internal sealed class TrialZone(RunningPlatform platform, string zone)
{
    private int _parcels;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public string Trials => $"/api/zones/{zone}/trials";

    public static async Task<TrialZone> Make(RunningPlatform platform, string zone)
    {
        var administrator = await platform.As("administrator");
        var body = $$$"""{"key":"{{{zone}}}","title":{"zh-CN":"试点园区","en":"Trial park"},"parent":"zhangjiagang","status":"approved"}""";
        Assert.Equal(201, (await administrator.Post("/api/zones", Declarations.Json(body))).Status);
        var policy = $"/api/zones/{zone}/policies/channel-thresholds";
        var author = await platform.As("author");
        var inherited = JsonNode.Parse((await author.Read("/api/zones/zhangjiagang/policies/channel-thresholds/versions/1")).Body.GetRawText())!;
        var row = inherited["rows"]!.AsArray().Single(r => (string?)r!["id"] == "C40")!.DeepClone();
        row["when"]!.AsArray()[^1] = "> 400";
        row["note"] = "From 400 yuan on";
        var overlay = new JsonObject { ["kind"] = "overlay", ["key"] = "channel-thresholds", ["rows"] = new JsonArray(row) };
        using var saved = await author.PutAsync(new Uri($"{policy}/draft", UriKind.Relative), Declarations.Json(overlay), Cancellation);
        Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync(Cancellation));
        var comment = () => Declarations.Json("""{"comment":"test"}""");
        var submitted = await author.Post($"{policy}/draft/submit", comment());
        Assert.True(submitted.Status == 200, submitted.Body.GetRawText());
        await platform.Simulate(zone, "channel-thresholds");
        var approved = await (await platform.As("approver")).Post($"{policy}/draft/approve", comment());
        Assert.True(approved.Status == 200, approved.Body.GetRawText());
        return new TrialZone(platform, zone);
    }

    /// <summary>Starts a trial of that version; the answer.</summary>
    public async Task<(int Status, JsonElement Body)> Start(string mode, string share, string bands = "", string by = "approver") =>
        await (await platform.As(by)).Post(Trials, Declarations.Json(
            $$"""{"mode":"{{mode}}","policies":[{"key":"channel-thresholds","version":1}],"share":{{share}},"bands":[{{bands}}],"comment":"test"}"""));

    /// <summary>A parcel that the version decides otherwise.</summary>
    public JsonObject Parcel()
    {
        var parcel = Declarations.New(("zone", zone), ("totalValue", 480m), ("declaredAt", JsonValue.Create(TimeProvider.System.GetUtcNow())));
        parcel["declarationNo"] = $"{zone}-{++_parcels:D4}";
        var goods = parcel["goods"]![0]!;
        (goods["unitPrice"], goods["totalPrice"]) = (240m, 480m);
        return parcel;
    }

    /// <summary>Waits until the report is as expected.</summary>
    public async Task<JsonElement> Report(int number, Func<JsonElement, bool> expected)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        var auditor = await platform.As("auditor");
        while (true)
        {
            var (status, report) = await auditor.Read($"{Trials}/{number}");
            Assert.True(status == 200, report.GetRawText());
            if (expected(report)) return report;
            if (patience.IsCancellationRequested) Assert.Fail(report.GetRawText());
            await Task.Delay(50, Cancellation);
        }
    }

    /// <summary>Waits until a host has taken over that a trial runs, or that none does.</summary>
    public async Task TakenOver(Platform host, bool runs)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        var releases = host.Services.GetRequiredService<ActiveReleases>();
        while (releases.InForce(zone) is not { } live || releases.TrialBeside(live) is not null != runs)
            await Task.Delay(20, patience.Token);
    }
}
