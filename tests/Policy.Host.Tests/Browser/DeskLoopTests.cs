using Microsoft.Playwright;
using Policy.Host.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Policy.Host.Tests.Browser;

[Collection(PlatformTests.Collection)]
public sealed class DeskLoopTests(RunningPlatform platform, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Policy = "/policies/hangzhou/channel-thresholds";

    // Retail export above the channel parameter: the last of the row's conditions is the parameter. The zone's cases
    // demand that 320 CNY stays green.
    private const string Row = "C40";

    [Fact]
    public async Task A_threshold_edited_in_the_browser_decides_real_parcels_and_the_past_still_replays()
    {
        SetDefaultExpectTimeout(20_000);
        var cancellation = TestContext.Current.CancellationToken;
        var parcels = new Parcels(platform);
        var (content, before) = await parcels.Released(cancellation);
        var oldNo = before.GetProperty("declarationNo").GetString()!;

        await using (var author = await Officer.SignIn(chromium.Browser, platform, "author"))
        {
            await EditThreshold(author.Page, oldNo);
            await ReadBehaviour(author.Page);
            await Save(author.Page);
            await Compare(author.Page);
            await Simulate(author.Page);
            await Submit(author);
            Assert.Empty(author.Errors);
        }

        await using var approver = await Officer.SignIn(chromium.Browser, platform, "approver");
        await ApproveAndPublish(approver);

        var after = await parcels.Decide(content, cancellation);
        for (var attempt = 0; after.GetProperty("channel").GetString() != "red" && attempt < 20; attempt++)
        {
            // A release reaches every host within a second.
            await Task.Delay(100, cancellation);
            after = await parcels.Decide(content, cancellation);
        }

        Assert.Equal("red", after.GetProperty("channel").GetString());
        var newNo = after.GetProperty("declarationNo").GetString()!;
        await ReadWhy(approver.Page, newNo);
        await Replay(approver.Page, oldNo);
        await approver.Page.GotoAsync("/policies/national/split-order-risk");
        await Expect(approver.Page.GetByTestId("script-form")).ToContainTextAsync("Compiled");
        Assert.Empty(approver.Errors);

        await Look(approver, newNo);
    }

    private static async Task EditThreshold(IPage page, string declarationNo)
    {
        await page.GotoAsync("/policies/hangzhou");
        await page.Locator($"a[href='{Policy}']").ClickAsync();
        await page.GetByTestId("try").GetByLabel("Declaration no.").FillAsync(declarationNo);
        await page.GetByTestId("try").GetByText("Load", new() { Exact = true }).ClickAsync();
        await Expect(Verdict(page, "before", "green")).ToBeVisibleAsync();
        await Expect(Verdict(page, "after", "green")).ToBeVisibleAsync();

        var threshold = page.Locator($"tr[data-row={Row}] td.in").Last;
        await Expect(threshold).ToHaveTextAsync("> 5000");
        await Expect(page.Locator(".grid-frame")).ToHaveAttributeAsync("aria-busy", "false");
        await threshold.ClickAsync();
        await page.Keyboard.TypeAsync("> abc ..");
        await Expect(page.Locator($"tr[data-row={Row}] td.bad")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("td.bad")).ToHaveCountAsync(0);

        await page.Keyboard.TypeAsync("> 400");
        await page.Keyboard.PressAsync("Enter");
        await Expect(threshold).ToHaveTextAsync("> 400");
        await Expect(Verdict(page, "after", "red")).ToBeVisibleAsync();
        await Expect(Verdict(page, "before", "green")).ToBeVisibleAsync();
        await Expect(page.Locator($"tr[data-row={Row}].won")).ToBeVisibleAsync();
        await Expect(page.Locator($"tr[data-row={Row}] .origin.overridden")).ToBeVisibleAsync();
    }

    private static async Task ReadBehaviour(IPage page)
    {
        await page.GetByText("Behaviour", new() { Exact = true }).ClickAsync();
        var region = page.GetByTestId("behaviour-changes").Locator("tbody tr").Filter(new() { HasText = "(400..5000]" });
        await Expect(region.First).ToContainTextAsync(Row);
        await Expect(page.GetByTestId("behaviour-findings")).ToBeVisibleAsync();
        await Screens.Take(page, "behaviour-of-draft");
    }

    private static async Task Save(IPage page)
    {
        await page.GetByTestId("save").ClickAsync();
        await Expect(page.GetByTestId("next-step")).ToContainTextAsync("waits to be submitted");
    }

    private static async Task Compare(IPage page)
    {
        await page.ReloadAsync();
        await page.GetByTestId("what-changes").ClickAsync();
        await Expect(page.GetByTestId("diff-verdict")).ToContainTextAsync("Regions");
        var region = page.GetByTestId("diff-behaviour").Locator("tbody tr").Filter(new() { HasText = "(400..5000]" });
        await Expect(region.First).ToContainTextAsync("parcels)");
        var cell = page.GetByTestId("diff-rows").Locator("tbody tr").Filter(new() { HasText = Row });
        await Expect(cell.Locator(".diff-removed").First).ToHaveTextAsync("> 5000");
        await Expect(cell.Locator(".diff-added").First).ToHaveTextAsync("> 400");
        await Screens.Take(page, "diff-of-draft");

        await page.GetByTestId("diff-to").SelectOptionAsync("inForce");
        await Expect(page.GetByTestId("diff-verdict")).ToContainTextAsync("no behavioural change");
    }

    private static async Task Simulate(IPage page)
    {
        await page.GotoAsync($"{Policy}/simulation");
        await page.GetByTestId("count").FillAsync("1000000");
        await page.GetByTestId("run").ClickAsync();
        await page.GetByTestId("stop").ClickAsync();
        await Expect(page.GetByText("Cancelled.")).ToBeVisibleAsync();

        await page.GetByTestId("count").FillAsync("300");
        await page.GetByTestId("run").ClickAsync();
        await Expect(page.GetByTestId("changed")).Not.ToHaveTextAsync("0");
        await Expect(page.GetByTestId("rows")).ToContainTextAsync($"channel-thresholds · {Row}");
        await Expect(page.GetByTestId("kpis")).ToContainTextAsync("Parcels inspected");
        await Screens.Take(page, "simulation-of-draft");

        await page.ReloadAsync();
        await Expect(page.GetByTestId("simulation-of")).ToContainTextAsync("Simulated by author");
        await Expect(page.GetByTestId("content")).ToHaveTextAsync("of exactly this content");
        await page.GotoAsync(Policy);
    }

    private static async Task Submit(Officer author)
    {
        await author.Step("submit", "Low-value parcels need a closer look for a week");
        await Expect(author.Page.GetByTestId("next-step")).ToContainTextAsync("other than author");
        await author.SignOut();
    }

    private static async Task ApproveAndPublish(Officer approver)
    {
        await approver.Page.Locator($"a[href='{Policy}']").ClickAsync();
        await approver.Page.GetByTestId("approve").ClickAsync();
        await Expect(approver.Page.GetByTestId("submission")).ToContainTextAsync("author");
        await Screens.Take(approver.Page, "approval");
        await approver.Page.Keyboard.PressAsync("Escape");
        await Expect(approver.Page.GetByTestId("submission")).ToHaveCountAsync(0);
        await approver.Step("approve", "Agreed, for a week");
        await Expect(approver.Page.GetByTestId("next-step")).ToContainTextAsync("an approver can publish");
        await approver.Step("publish", "In force at once");
        await Expect(approver.Page.GetByTestId("next-step")).ToContainTextAsync("newest version is released");
    }

    private static async Task ReadWhy(IPage page, string declarationNo)
    {
        await page.GotoAsync("/decisions");
        await page.GetByTestId("declaration-no").FillAsync(declarationNo);
        await page.GetByTestId("open-decision").ClickAsync();
        await Expect(page.Locator(".decision-head [data-outcome=red]")).ToBeVisibleAsync();
        await page.GetByTestId("explain").ClickAsync();
        await Expect(page.GetByTestId("trace").GetByText(Row).First).ToBeVisibleAsync();
        await page.GetByTestId("reason-row").Filter(new() { HasTextRegex = new($"channel-thresholds v\\d+ · {Row}") }).First.ClickAsync();
        await Expect(page.Locator($"tr[data-row={Row}].highlighted td.in").Last).ToHaveTextAsync("> 400");
    }

    private static async Task Replay(IPage page, string declarationNo)
    {
        await page.GotoAsync($"/decisions/{declarationNo}");
        await Expect(page.Locator(".decision-head [data-outcome=green]")).ToBeVisibleAsync();
        await page.GetByTestId("replay").ClickAsync();
        await Expect(page.GetByTestId("replayed")).ToContainTextAsync("the same decision, byte for byte");
    }

    private static Task Look(Officer officer, string declarationNo) => Screens.Take(
        officer,
        ("home", "/"),
        ("policies", "/policies/hangzhou"),
        ("table", Policy),
        ("behaviour", $"{Policy}?tab=behaviour"),
        ("diff-of-version", $"{Policy}/diff?from=national&to=1"),
        ("diff-of-zones", $"{Policy}/diff?from=guangzhou&to=inForce"),
        ("diff-without-change", $"{Policy}/diff?from=inForce&to=1"),
        ("diff-of-script", "/policies/national/split-order-risk/diff?from=1&to=inForce"),
        ("diff-refused", $"{Policy}/diff?from=99&to=atlantis"),
        ("list", "/policies/national/import-negative-list"),
        ("scorecard", "/policies/national/credit-grade"),
        ("flow", "/policies/hangzhou/clearance"),
        ("script", "/policies/national/split-order-risk"),
        ("facts", "/policies/national/declaration"),
        ("simulation", $"{Policy}/simulation"),
        ("decisions", "/decisions"),
        ("decision", $"/decisions/{declarationNo}"),
        ("releases", "/releases/hangzhou"));

    private static ILocator Verdict(IPage page, string side, string channel) =>
        page.GetByTestId(side).Locator($"[data-outcome={channel}]");
}
