using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Policy.Host.Security;

/// <summary><c>POST /api/login</c> for programs people run, <c>POST /account/login</c> for the desk's form, and
/// <c>POST /account/logout</c>. Wrong name, wrong password and a locked account look the same.</summary>
internal static class SignInEndpoints
{
    /// <summary>Name of the rate limit of signing in.</summary>
    public const string Limit = "sign-in";

    /// <summary>Largest body of a sign-in, in bytes.</summary>
    private const long LargestBody = 64 * 1024;

    public static void MapApiSignIn(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/login", GiveToken)
            .AllowAnonymous()
            .RequireRateLimiting(Limit)
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .WithTags("Sign-in")
            .WithSummary("Sign in with name and password");

    public static void MapDeskSignIn(this IEndpointRouteBuilder app, bool federated)
    {
        if (federated)
        {
            // Before the desk's own page, which asks for a password.
            app.MapGet("/login", Challenge).AllowAnonymous().WithOrder(-1);
            app.MapGet("/account/login", Challenge).AllowAnonymous();
        }
        else
        {
            app.MapPost("/account/login", SignIn)
                .AllowAnonymous()
                .RequireRateLimiting(Limit)
                .WithMetadata(new RequestSizeLimitAttribute(LargestBody));
        }

        app.MapPost("/account/logout", SignOut).AllowAnonymous();
    }

    private static async Task<IResult> GiveToken(
        Credentials given,
        Accounts accounts,
        Sessions sessions,
        IOptionsMonitor<BearerTokenOptions> options,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var account = given is { Name: not null, Password: not null }
            ? await accounts.Check(given.Name, given.Password, cancellation)
            : null;
        Operations.Telemetry.CountSignIn(account is not null);
        if (account is null)
            return Results.Unauthorized();

        const string scheme = BearerTokenDefaults.AuthenticationScheme;
        var bearer = options.Get(scheme);
        var principal = await sessions.Open(account.Id, RoleName(account), scheme, cancellation);
        var properties = new AuthenticationProperties { ExpiresUtc = clock.GetUtcNow() + bearer.BearerTokenExpiration };
        var token = bearer.BearerTokenProtector.Protect(new AuthenticationTicket(principal, properties, scheme));
        return Results.Ok(new AccessToken(token, (int)bearer.BearerTokenExpiration.TotalSeconds));
    }

    private static IResult Challenge(string? returnUrl) => Results.Challenge(
        new AuthenticationProperties { RedirectUri = Local(returnUrl) }, [OpenIdConnectDefaults.AuthenticationScheme]);

    private static async Task<IResult> SignIn(
        [FromForm] string name,
        [FromForm] string password,
        [FromForm] string? returnUrl,
        HttpContext context,
        Accounts accounts,
        Sessions sessions)
    {
        var account = await accounts.Check(name, password, context.RequestAborted);
        Operations.Telemetry.CountSignIn(account is not null);
        if (account is null)
            return Results.LocalRedirect($"/login?failed=1&returnUrl={Uri.EscapeDataString(Local(returnUrl))}");

        const string scheme = CookieAuthenticationDefaults.AuthenticationScheme;
        var principal = await sessions.Open(account.Id, RoleName(account), scheme, context.RequestAborted);
        await context.SignInAsync(scheme, principal);
        return Results.LocalRedirect(Local(returnUrl));
    }

    private static async Task<IResult> SignOut([FromForm] string? returnUrl, HttpContext context, Sessions sessions)
    {
        await sessions.Close(context.User, context.RequestAborted);
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Results.LocalRedirect(Local(returnUrl));
    }

    private static string RoleName(Account account) => account.Role.ToString().ToLowerInvariant();

    /// <summary>The address if it is one of ours, else the start page: nobody is sent elsewhere after signing
    /// in.</summary>
    private static string Local(string? address) =>
        address is ['/', ..] && address is not ['/', '/' or '\\', ..] && !address.Any(char.IsControl) ? address : "/";

    /// <summary>What a person signs in with.</summary>
    private sealed record Credentials(string? Name, string? Password);

    /// <summary>The answer.</summary>
    /// <param name="Token">Send it as <c>Authorization: Bearer</c>.</param>
    /// <param name="ExpiresIn">Seconds it is valid.</param>
    private sealed record AccessToken(
        [property: JsonPropertyName("accessToken")] string Token, int ExpiresIn);
}
