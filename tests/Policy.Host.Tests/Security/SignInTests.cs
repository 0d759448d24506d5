using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Policy.Host.Tests.Fixtures;

namespace Policy.Host.Tests.Security;

[Collection(PlatformTests.Collection)]
public sealed partial class SignInTests(RunningPlatform running)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_given_for_name_and_password()
    {
        using var answer = await Login(new { name = "auditor", password = running.Password("auditor") });
        var token = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);

        Assert.Equal(3600, token.GetProperty("expiresIn").GetInt32());
        var client = running.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.GetProperty("accessToken").GetString());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/zones", Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("""{"name":"auditor","password":"wrong"}""")]
    [InlineData("""{"name":"nobody","password":"wrong"}""")]
    [InlineData("""{"name":"auditor"}""")]
    [InlineData("{}")]
    public async Task Wrong_credentials_get_the_same_answer_whatever_is_wrong(string body)
    {
        using var answer = await running.Anonymous()
            .PostAsync("/api/login", new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Too_many_attempts_from_one_address_are_put_off()
    {
        using var folder = new TemporaryFolder();
        await using var strict = await Platform.Start(
            running.SettingsOfAnother(folder.Path, null, "--Policy:SignInsPerMinute=2"), Cancellation);
        using var client = new HttpClient { BaseAddress = strict.Address };

        var statuses = new List<HttpStatusCode>();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            using var answer = await client.PostAsJsonAsync("/api/login", new { name = "nobody", password = "x" }, Cancellation);
            statuses.Add(answer.StatusCode);
            if (attempt == 2)
                Assert.NotNull(answer.Headers.RetryAfter);
        }

        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests], statuses);
    }

    [Fact]
    public async Task The_desk_signs_in_with_a_cookie_that_scripts_cannot_read_and_that_is_dead_after_signing_out()
    {
        var (client, cookie) = await SignInOnDesk("approver", "/");
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/zones", Cancellation)).StatusCode);

        using var page = await client.GetAsync("/login", Cancellation);
        var (form, antiforgery) = await Form(page);
        client.DefaultRequestHeaders.Add("Cookie", antiforgery);
        using var left = await client.PostAsync("/account/logout", new FormUrlEncodedContent(form), Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);

        // The browser would forget the cookie; whoever stole it keeps sending it.
        var thief = running.Anonymous();
        thief.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await thief.GetAsync("/api/zones", Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    public async Task Nobody_is_sent_to_another_site_after_signing_in(string address)
    {
        var client = running.Anonymous();
        using var page = await client.GetAsync("/login", Cancellation);
        var (form, antiforgery) = await Form(page);
        client.DefaultRequestHeaders.Add("Cookie", antiforgery);

        using var answer = await client.PostAsync(
            "/account/login",
            new FormUrlEncodedContent(Credentials(form, "approver", address)),
            Cancellation);

        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_form_from_elsewhere_signs_nobody_in()
    {
        using var answer = await running.Anonymous().PostAsync(
            "/account/login", new FormUrlEncodedContent(Credentials([], "approver", "/")), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Answers_tell_browsers_what_to_refuse()
    {
        using var api = await running.Anonymous().GetAsync("/api/zones", Cancellation);
        using var desk = await running.Anonymous().GetAsync("/login", Cancellation);

        foreach (var answer in new[] { api, desk })
        {
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }

        Assert.Contains("script-src 'self';", desk.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_over_ten_megabytes_is_refused_as_a_problem()
    {
        using var answer = await running.Machine().PostAsync(
            "/api/decisions", new ByteArrayContent(new byte[(10 * 1024 * 1024) + 1]), Cancellation);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    private Task<HttpResponseMessage> Login(object credentials) =>
        running.Anonymous().PostAsJsonAsync("/api/login", credentials, Cancellation);

    private async Task<(HttpClient Client, string Cookie)> SignInOnDesk(string name, string returnUrl)
    {
        var client = running.Anonymous();
        using var page = await client.GetAsync("/login", Cancellation);
        var (form, antiforgery) = await Form(page);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/account/login")
        {
            Content = new FormUrlEncodedContent(Credentials(form, name, returnUrl)),
            Headers = { { "Cookie", antiforgery } },
        };
        using var answer = await client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(static c => c.StartsWith("policy=", StringComparison.Ordinal));
        client.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        return (client, cookie);
    }

    private Dictionary<string, string> Credentials(Dictionary<string, string> form, string name, string returnUrl) =>
        new(form) { ["name"] = name, ["password"] = running.Password(name), ["returnUrl"] = returnUrl };

    private static async Task<(Dictionary<string, string> Fields, string Cookie)> Form(HttpResponseMessage page)
    {
        var token = AntiforgeryField().Match(await page.Content.ReadAsStringAsync(Cancellation)).Groups[1].Value;
        var cookie = page.Headers.GetValues("Set-Cookie").Single(static c => c.Contains("Antiforgery", StringComparison.Ordinal));
        return (new() { ["__RequestVerificationToken"] = token }, cookie.Split(';')[0]);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryField();
}
