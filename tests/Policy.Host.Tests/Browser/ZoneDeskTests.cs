using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Policy.Host.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Policy.Host.Tests.Browser;

[Collection(PlatformTests.Collection)]
public sealed class ZoneDeskTests(RunningPlatform platform, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Policy = "zones/qingdao/policies/uninvoiced-exemption";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_administrator_makes_a_zone_which_inherits_and_is_shown_what_a_draft_above_changes()
    {
        SetDefaultExpectTimeout(20_000);
        await using (var administrator = await Officer.SignIn(chromium.Browser, platform, "administrator"))
        {
            await Add(administrator.Page);
            await Approve(administrator.Page);
            Assert.Empty(administrator.Errors);
        }

        await using var draft = await Draft();
        await using var author = await Officer.SignIn(chromium.Browser, platform, "author");
        await author.Page.GotoAsync("/policies/qingdao/uninvoiced-exemption?tab=behaviour");
        var below = author.Page.GetByTestId("zones-below").Locator("tr[data-zone=jiaozhou]");
        await Expect(below).ToContainTextAsync("Jiaozhou sub-zone");
        await Expect(below.Locator("summary").First).ToBeVisibleAsync();
        await Screens.Take(
            author, ("zones-below", "/policies/qingdao/uninvoiced-exemption?tab=behaviour"), ("zone-added", "/policies/jiaozhou"));
        Assert.Empty(author.Errors);
    }

    private static async Task Add(IPage page)
    {
        await page.GotoAsync("/policies/qingdao");
        await page.GetByTestId("zone-new").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Key").FillAsync("Jiao Zhou");
        await page.GetByTestId("zone-add").ClickAsync();
        await Expect(dialog).ToContainTextAsync("Lower-case letters, digits and hyphens");
        await Expect(dialog.GetByText("1 to 100 characters.")).ToHaveCountAsync(2);
        foreach (var width in new[] { 1024, 1440 })
        {
            await page.SetViewportSizeAsync(width, 900);
            await Screens.Take(page, $"zone-new-en-{width}");
        }

        await dialog.GetByLabel("Key").FillAsync("jiaozhou");
        await dialog.GetByLabel("Title in Chinese").FillAsync("胶州园区");
        await dialog.GetByLabel("Title in English").FillAsync("Jiaozhou sub-zone");
        await Expect(page.GetByTestId("zone-parent")).ToHaveValueAsync("qingdao");
        await page.GetByTestId("zone-add").ClickAsync();
        await Expect(page.Locator(".zones a[aria-current=page]")).ToContainTextAsync("Jiaozhou sub-zone");
        await Expect(page.Locator("a[href='/policies/jiaozhou/channel-thresholds']")).ToBeVisibleAsync();
    }

    private static async Task Approve(IPage page)
    {
        await Expect(page.Locator(".zones a[aria-current=page]")).ToContainTextAsync("planned");
        await page.GetByTestId("zone-approve").ClickAsync();
        await Expect(page.Locator(".zones a[aria-current=page]")).Not.ToContainTextAsync("planned");
        await Expect(page.GetByTestId("zone-approve")).ToHaveCountAsync(0);
    }

    /// <summary>A draft of the zone above whose first row no longer decides the same.</summary>
    private async Task<SavedDraft> Draft()
    {
        var policy = JsonNode.Parse(await (await platform.As("author")).GetStringAsync($"/api/{Policy}", Cancellation))!;
        var document = policy["inForce"]!["document"]!.AsObject();
        document["rows"]![0]!["then"]![0] = "false";
        return await SavedDraft.Of(platform, $"/api/{Policy}", document);
    }
}
