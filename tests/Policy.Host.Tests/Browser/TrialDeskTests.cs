using Policy.Host.Tests.Api;
using Policy.Host.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Policy.Host.Tests.Browser;

[Collection(PlatformTests.Collection)]
public sealed class TrialDeskTests(RunningPlatform platform, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Zone = "trial-desk";

    [Fact]
    public async Task An_approver_starts_a_trial_watches_it_and_stops_it()
    {
        SetDefaultExpectTimeout(20_000);
        var zone = await TrialZone.Make(platform, Zone);
        await using var approver = await Officer.SignIn(chromium.Browser, platform, "approver");
        var page = approver.Page;
        await page.GotoAsync($"/trials/{Zone}");
        await page.GetByTestId("trial-new").Locator("summary").ClickAsync();
        await Expect(page.GetByTestId("start-trial")).ToHaveAttributeAsync("aria-disabled", "true");
        await page.GetByTestId("candidate-channel-thresholds/1").CheckAsync();
        await page.GetByTestId("trial-comment").FillAsync("A day beside the live release");
        await page.GetByTestId("add-band").ClickAsync();
        await page.GetByTestId("high").FillAsync("60");
        await page.GetByTestId("minimum").FillAsync("100");
        await Screens.Take(page, "trial-new-en-1440");
        await page.GetByTestId("start-trial").ClickAsync();
        await Expect(page.Locator("[data-status=Running]")).ToBeVisibleAsync();

        await zone.TakenOver(platform.Platform, runs: true);
        for (var i = 0; i < 12; i++) Assert.Equal(200, (await platform.Machine().Decide(zone.Parcel())).Status);
        await Expect(page.GetByTestId("parcels")).Not.ToHaveTextAsync("0");
        await Expect(page.GetByTestId("divergences")).ToContainTextAsync("predicted");
        await Expect(page.GetByTestId("stop-trial")).ToHaveAttributeAsync("aria-disabled", "true");
        await Screens.Take(approver, ("trials", $"/trials/{Zone}"), ("trial-running", $"/trials/{Zone}/1"));

        await page.GotoAsync($"/trials/{Zone}/1");
        await page.GetByLabel("Comment").FillAsync("Seen enough");
        await page.GetByTestId("stop-trial").ClickAsync();
        await Expect(page.Locator("[data-status=Stopped]")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("trial-end")).ToContainTextAsync("Seen enough");
        await Screens.Take(approver, ("trial-stopped", $"/trials/{Zone}/1"));
        Assert.Empty(approver.Errors);
    }
}
