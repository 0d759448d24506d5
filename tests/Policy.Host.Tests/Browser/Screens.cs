using Microsoft.Playwright;

namespace Policy.Host.Tests.Browser;

/// <summary>Pictures of pages, in both languages and at both widths, beside the test's binaries.</summary>
internal static class Screens
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "screens");

    /// <summary>Takes the pictures of some addresses; each page must be there without an error.</summary>
    public static async Task Take(Officer officer, params (string Name, string Address)[] pages)
    {
        foreach (var language in new[] { "zh-CN", "en" })
        {
            await officer.Page.GotoAsync($"/language?to={language}&returnUrl=/");
            foreach (var (name, address) in pages)
            {
                await officer.Page.GotoAsync(address);
                await Assertions.Expect(officer.Page.Locator("html")).ToHaveAttributeAsync("lang", language);
                await Assertions.Expect(officer.Page.Locator("h1").First).ToBeVisibleAsync();
                await Assertions.Expect(officer.Page.Locator(".loading")).ToHaveCountAsync(0);
                foreach (var width in new[] { 1440, 1024 })
                {
                    await officer.Page.SetViewportSizeAsync(width, 900);
                    await Take(officer.Page, $"{name}-{language}-{width}");
                    Assert.True(
                        await officer.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"),
                        $"{address} is wider than {width} px in {language}.");
                }
            }
        }
    }

    /// <summary>Takes a picture of the page as it is.</summary>
    public static Task Take(IPage page, string name) => page.ScreenshotAsync(
        new() { Path = Path.Combine(Folder, $"{name}.png"), Animations = ScreenshotAnimations.Disabled });
}
