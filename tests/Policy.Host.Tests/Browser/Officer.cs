using Microsoft.Playwright;
using Policy.Host.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Policy.Host.Tests.Browser;

/// <summary>A person at the desk, in a browser session of their own. Anything the page's console calls an error is one.</summary>
public sealed class Officer : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly List<string> errors = [];

    private Officer(IBrowserContext context, IPage page)
    {
        (this.context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") errors.Add(message.Text);
        };
        page.PageError += (_, error) => errors.Add(error);
    }

    public IPage Page { get; }

    /// <summary>What the browser complained of, Content Security Policy included.</summary>
    public IReadOnlyList<string> Errors => errors;

    /// <summary>Signs in through the form.</summary>
    public static async Task<Officer> SignIn(IBrowser browser, RunningPlatform platform, string name)
    {
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = platform.Address.ToString(),
            Locale = "en-US",
            ViewportSize = new() { Width = 1440, Height = 900 },
        });
        var officer = new Officer(context, await context.NewPageAsync());
        await officer.Page.GotoAsync("/");
        await officer.Page.GetByLabel("Name").FillAsync(name);
        await officer.Page.GetByLabel("Password").FillAsync(platform.Password(name));
        await officer.Page.GetByTestId("sign-in").ClickAsync();
        await Expect(officer.Page.Locator(".who")).ToContainTextAsync(name);
        return officer;
    }

    /// <summary>Takes a step of the life cycle, with a comment.</summary>
    public async Task Step(string step, string comment)
    {
        await Page.GetByTestId(step).ClickAsync();
        await Page.GetByRole(AriaRole.Dialog).GetByLabel("Comment").FillAsync(comment);
        await Page.GetByTestId("confirm").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    public async Task SignOut()
    {
        await Page.GetByText("Sign out").ClickAsync();
        await Expect(Page.GetByTestId("sign-in")).ToBeVisibleAsync();
    }

    public ValueTask DisposeAsync() => context.DisposeAsync();
}
