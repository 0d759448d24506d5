using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Policy.Host.Tests.Api;
using Policy.Host.Tests.Cli;
using Policy.Host.Tests.Fixtures;
using Policy.Rules.Decisions;
using static Microsoft.Playwright.Assertions;

namespace Policy.Host.Tests.Browser;

[Collection(PlatformTests.Collection)]
public sealed class AuditDeskTests(RunningPlatform platform, Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_auditor_verifies_the_chain_reads_events_and_proves_and_replays_a_decision()
    {
        SetDefaultExpectTimeout(30_000);
        var number = (await platform.Machine().Decide(Declarations.New())).Body.Text("declarationNo")!;
        await using var auditor = await Officer.SignIn(chromium.Browser, platform, "auditor");
        var page = auditor.Page;

        await page.Locator(".menu a[href='/audit']").ClickAsync();
        await page.GetByTestId("checkpoint-make").ClickAsync();
        await Expect(page.GetByTestId("checkpoints").Locator("tbody tr").First).ToBeVisibleAsync();
        await page.GetByTestId("verify-run").ClickAsync();
        await Expect(page.GetByTestId("verify-verdict")).ToContainTextAsync("Everything is as it was recorded");
        await Screens.Take(page, "audit-verified");
        await Download(page, number);
        await ReadEvents(page);
        await Prove(page, number);
        await page.GotoAsync("/audit?tab=sampling");
        await page.GetByTestId("sampling-number").FillAsync(number);
        await page.GetByTestId("sampling-find").ClickAsync();
        await Expect(page.GetByTestId("draw")).ToContainTextAsync("possible once the key is revealed");
        await Expect(page.GetByTestId("sampling")).ToContainTextAsync("sealed until the day is over");

        await Screens.Take(
            auditor,
            ("audit-chain", "/audit"),
            ("audit-events", "/audit?tab=events"),
            ("audit-proof", $"/audit?tab=decision&declarationNo={number}"),
            ("audit-sampling", "/audit?tab=sampling"),
            ("audit-alerts", "/audit?tab=alerts"));
        Assert.Empty(auditor.Errors);
    }

    [Fact]
    public async Task An_operator_closes_an_alert_with_a_reason_which_the_chain_keeps()
    {
        SetDefaultExpectTimeout(20_000);
        var alerts = platform.Services.GetRequiredService<Alerts>();
        await alerts.Raise(NightlyReplay.AlertKind, "DESK", """{"differences":[{"pointer":"/outcome","recorded":"release","now":"inspect"}]}""", Cancellation);
        var id = (await alerts.List(open: true, 10, Cancellation)).Single(a => a.Subject == "DESK").Id;

        await using (var author = await Officer.SignIn(chromium.Browser, platform, "author"))
        {
            await author.Page.GotoAsync("/audit?tab=alerts");
            await Expect(author.Page.GetByTestId($"close-{id}")).ToHaveAttributeAsync("aria-disabled", "true");
            await author.Page.GotoAsync("/audit?tab=events");
            await Expect(author.Page.GetByText("Only an auditor or administrator reads the chain.")).ToBeVisibleAsync();
            var refused = await author.Page.APIRequest.GetAsync("/audit/export", new() { MaxRedirects = 0 });
            Assert.NotEqual(200, refused.Status);
        }

        await using (var officer = await Officer.SignIn(chromium.Browser, platform, "operator"))
        {
            var page = officer.Page;
            await page.GotoAsync("/audit?tab=alerts");
            await Screens.Take(officer, ("audit-alert-open", "/audit?tab=alerts"));
            await page.GotoAsync("/audit?tab=alerts");
            await page.GetByTestId($"close-{id}").ClickAsync();
            await page.GetByLabel("What did you find?").FillAsync("Planted by a test");
            await page.GetByTestId("close-confirm").ClickAsync();
            await Expect(page.Locator($"li[data-alert='{id}']")).ToHaveCountAsync(0);
            Assert.Empty(officer.Errors);
        }

        var (_, events) = await (await platform.As("auditor")).Read("/api/audit?type=AlertClosed&by=operator&take=500");
        Assert.Contains(events.GetProperty("events").EnumerateArray(), e => e.GetProperty("content").Text("comment") == "Planted by a test");
    }

    private static async Task Download(IPage page, string number)
    {
        await page.Locator("[aria-labelledby=export]").GetByLabel("Declaration no.").FillAsync(number);
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByTestId("export-download")).ToHaveAttributeAsync("href", $"/audit/export?declarationNo={number}");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByTestId("export-download").ClickAsync());
        using var cli = new CommandLineRun();
        Assert.True(cli.Run("verify", cli.Write("audit.ndjson", await File.ReadAllTextAsync((await download.PathAsync())!, Cancellation))) == 0, cli.Output);
    }

    private static async Task ReadEvents(IPage page)
    {
        await page.GotoAsync("/audit?tab=events");
        await Expect(page.GetByTestId("events").Locator("tbody tr")).ToHaveCountAsync(50);
        var first = await page.GetByTestId("events").Locator("tbody tr").First.TextContentAsync();
        await page.GetByTestId("event-next").ClickAsync();
        await Expect(page.GetByTestId("events").Locator("tbody tr").First).Not.ToHaveTextAsync(first!);
        await page.GetByTestId("event-zone").SelectOptionAsync("hangzhou");
        await page.GetByTestId("event-type").SelectOptionAsync("VersionApproved");
        await page.GetByTestId("event-search").ClickAsync();
        await Expect(page.GetByTestId("events").Locator("tr[data-type]:not([data-type=VersionApproved])")).ToHaveCountAsync(0);
        await page.GetByTestId("event-by").FillAsync("nobody");
        await page.GetByTestId("event-search").ClickAsync();
        await Expect(page.GetByText("No event matches.")).ToBeVisibleAsync();
    }

    private static async Task Prove(IPage page, string number)
    {
        await page.GotoAsync("/audit?tab=decision");
        await page.GetByTestId("proof-number").FillAsync(number);
        await page.GetByTestId("proof-find").ClickAsync();
        await Expect(page.GetByTestId("proof")).ToContainTextAsync("The path leads from the decision to the root");
        await page.GetByTestId("proof-replay").ClickAsync();
        await Expect(page.GetByTestId("replayed")).ToContainTextAsync("the same decision, byte for byte");
    }
}
