using Microsoft.Playwright;
using Policy.Host.Tests.Api;
using Policy.Host.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Policy.Host.Tests.Browser;

[Collection(PlatformTests.Collection)]
public sealed class ReleaseDeskTests(RunningPlatform platform, Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_scheduled_release_is_announced_below_and_taken_back_with_a_reason()
    {
        SetDefaultExpectTimeout(20_000);
        var version = await platform.Approve("national", "positive-list", "entries");
        var number = await platform.Publish("national", "positive-list", version, TimeProvider.System.GetUtcNow().AddDays(300));
        await using var approver = await Officer.SignIn(chromium.Browser, platform, "approver");
        var page = approver.Page;

        await page.GotoAsync("/policies/guangzhou/positive-list");
        await Expect(page.GetByTestId("inherited-change")).ToBeVisibleAsync();
        await page.GotoAsync("/reviews");
        await Expect(page.GetByTestId("scheduled")).ToContainTextAsync($"{number}");
        await Screens.Take(approver, ("reviews-scheduled", "/reviews"), ("inherited-change", "/policies/guangzhou/positive-list"));

        await page.GotoAsync("/releases/national");
        var release = page.Locator($"li[data-release='{number}']");
        await Expect(release.Locator("[data-state=Scheduled]")).ToBeVisibleAsync();
        await page.GetByTestId($"take-back-{number}").ClickAsync();
        await release.GetByRole(AriaRole.Textbox).FillAsync("Not this year");
        await page.GetByTestId("confirm-step").ClickAsync();
        await Expect(release.Locator("[data-state=TakenBack]")).ToBeVisibleAsync();
        await page.GotoAsync("/policies/guangzhou/positive-list");
        await Expect(page.GetByTestId("history-link")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("inherited-change")).ToHaveCountAsync(0);
        Assert.Empty(approver.Errors);
    }

    [Fact]
    public async Task A_policy_of_the_zones_own_is_withdrawn_with_a_reason_and_the_parents_applies_again()
    {
        SetDefaultExpectTimeout(20_000);
        var before = (await platform.Machine().Read("/api/zones/zhangjiagang/releases")).Body[0].Number("number");
        await using var approver = await Officer.SignIn(chromium.Browser, platform, "approver");
        var page = approver.Page;

        await page.GotoAsync("/releases/zhangjiagang");
        var release = page.Locator("li:has([data-state=InForce])");
        await release.GetByText("Contents (").ClickAsync();
        var entry = release.Locator("tbody tr").Filter(new() { Has = page.Locator("a[href$='/sampling-ratios']") });
        await entry.GetByText("Withdraw").ClickAsync();
        await release.GetByRole(AriaRole.Textbox).FillAsync("The national ratios suffice");
        await page.GetByTestId("confirm-step").ClickAsync();

        await Expect(page.Locator("li:has([data-state=InForce])")).ToContainTextAsync("The national ratios suffice");
        await page.GotoAsync("/policies/zhangjiagang/sampling-ratios/history");
        await Expect(page.GetByTestId("history").Locator("li[data-kind=Withdrawn]").First).ToContainTextAsync("The national ratios suffice");
        Assert.Empty(approver.Errors);

        var (status, _) = await (await platform.As("approver")).Post(
            $"/api/zones/zhangjiagang/releases/{before}/rollback", Declarations.Json("""{"comment":"test"}"""));
        Assert.Equal(201, status);
    }
}
