using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Policy.Host.Tests.Api;
using Policy.Host.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Policy.Host.Tests.Browser;

[Collection(PlatformTests.Collection)]
public sealed class ReviewDeskTests(RunningPlatform platform, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Policy = "/policies/zhangjiagang/channel-thresholds";
    private const string Address = "/api/zones/zhangjiagang/policies/channel-thresholds";

    [Fact]
    public async Task A_submitted_draft_waits_in_the_queue_and_is_commented_on_at_its_cell_until_it_is_settled()
    {
        SetDefaultExpectTimeout(20_000);
        await using var draft = await Submitted();
        await using (var approver = await Officer.SignIn(chromium.Browser, platform, "approver"))
        {
            await FindInQueue(approver.Page);
            await Comment(approver.Page);
            await Screens.Take(approver, ("reviews", "/reviews"), ("comments", $"{Policy}?tab=draft"));
            Assert.Empty(approver.Errors);
        }

        await using var author = await Officer.SignIn(chromium.Browser, platform, "author");
        await Answer(author.Page);
        await author.Page.GotoAsync($"{Policy}/history");
        await Expect(author.Page.GetByTestId("history").Locator("li[data-kind=Commented]").Filter(new() { HasText = "<b>Why 5,001?</b>" })).ToBeVisibleAsync();
        await Screens.Take(author, ("history", $"{Policy}/history"), ("history-national", "/policies/national/channel-thresholds/history"));
        Assert.Empty(author.Errors);
        await Reject();
    }

    [Fact]
    public async Task Any_two_versions_are_picked_in_the_history_and_compared()
    {
        SetDefaultExpectTimeout(20_000);
        await platform.Approve("zhangjiagang", "sampling-ratios");
        await using var auditor = await Officer.SignIn(chromium.Browser, platform, "auditor");
        var page = auditor.Page;

        await page.GotoAsync("/policies/zhangjiagang/sampling-ratios");
        await page.GetByTestId("history-link").ClickAsync();
        await page.GetByTestId("history-kind").SelectOptionAsync("Approved");
        await Expect(page.GetByTestId("history").Locator("li:not([data-kind=Approved])")).ToHaveCountAsync(0);
        await page.GetByTestId("history-from").SelectOptionAsync("1");
        await page.GetByTestId("history-compare").ClickAsync();
        await Expect(page.GetByTestId("diff-verdict")).ToContainTextAsync("no behavioural change");
        Assert.Contains("from=1&to=", page.Url, StringComparison.Ordinal);
        Assert.Empty(auditor.Errors);
    }

    private async Task FindInQueue(IPage page)
    {
        await Expect(page.GetByTestId("waiting-count")).ToBeVisibleAsync();
        await page.Locator(".menu a[href='/reviews']").ClickAsync();
        var row = page.Locator("tr[data-draft='zhangjiagang/channel-thresholds']");
        await Expect(row.Locator("[data-missing=no-simulation]")).ToBeVisibleAsync();
        await Expect(row).ToContainTextAsync("Waits for you.");
        await page.GetByText("Only what waits for me").ClickAsync();
        await Expect(page.GetByTestId("planned")).ToHaveCountAsync(0);
        await platform.Simulate("zhangjiagang", "channel-thresholds");
        await page.ReloadAsync();
        await Expect(row).ToContainTextAsync("Nothing is missing.");
        await row.Locator("a").First.ClickAsync();
    }

    private static async Task Comment(IPage page)
    {
        await Expect(page.Locator(".grid-frame")).ToHaveAttributeAsync("aria-busy", "false");
        await page.Locator("tr[data-row=C40] td.in").Last.ClickAsync();
        await page.GetByTestId("comments-toggle").ClickAsync();
        await page.GetByTestId("comments").GetByLabel("Comment on C40").FillAsync("<b>Why 5,001?</b>");
        await page.GetByTestId("comment-add").ClickAsync();
        await Expect(page.Locator("tr[data-row=C40] td.commented")).ToHaveCountAsync(1);
        await Expect(page.GetByTestId("comments").Locator(".comment").First).ToContainTextAsync("<b>Why 5,001?</b>");
    }

    private static async Task Answer(IPage page)
    {
        await page.GotoAsync($"{Policy}?tab=draft");
        await page.Locator("tr[data-row=C40] [data-testid=comment-mark]").ClickAsync();
        await page.GetByTestId("comment-answer").First.ClickAsync();
        await page.GetByTestId("comments").GetByLabel("Comment on C40").FillAsync("A test");
        await page.GetByTestId("comment-add").ClickAsync();
        await Expect(page.GetByTestId("comments").Locator(".comment")).ToHaveCountAsync(2);
        await page.GetByTestId("comment-settle").First.ClickAsync();
        await Expect(page.GetByTestId("comments").Locator(".comment")).ToHaveCountAsync(0);
        await Expect(page.Locator("td.commented")).ToHaveCountAsync(0);
    }

    private async Task<SavedDraft> Submitted()
    {
        var author = await platform.As("author");
        var newest = (await author.Read($"{Address}/versions")).Body[0].Number("number");
        var document = JsonNode.Parse((await author.Read($"{Address}/versions/{newest}")).Body.GetRawText())!.AsObject();
        document["rows"]![0]!["note"] = $"Changed by a test {Guid.NewGuid()}";
        var draft = await SavedDraft.Of(platform, Address, document);
        var (status, answer) = await author.Post($"{Address}/draft/submit", Declarations.Json("""{"comment":"A little more"}"""));
        Assert.True(status == 200, answer.GetRawText());
        return draft;
    }

    private async Task Reject() => Assert.Equal(
        200, (await (await platform.As("approver")).Post($"{Address}/draft/reject", Declarations.Json("""{"comment":"no"}"""))).Status);
}
