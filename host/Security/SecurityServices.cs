using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.RateLimiting;

namespace Policy.Host.Security;

/// <summary>Who calls, what they may do, and what an answer tells a browser to refuse.</summary>
internal static class SecurityServices
{
    private const string Scheme = "policy";

    public static void AddPolicySecurity(
        this IServiceCollection services, IConfiguration configuration, PolicySettings settings)
    {
        services.AddAccountStore();
        services.AddMemoryCache();
        services.AddSingleton<Accounts>();
        services.AddSingleton<Sessions>();
        services.AddDataProtection()
            .SetApplicationName("policy-platform")
            .PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(settings.DataFolder, "keys")));

        var authentication = services.AddAuthentication(Scheme)
            .AddPolicyScheme(Scheme, null, static options => options.ForwardDefaultSelector = Select)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.Name, null)
            .AddBearerToken(static options => options.BearerTokenExpiration = TimeSpan.FromHours(1))
            .AddCookie(options => Configure(options, settings.Federated));
        if (settings.Federated)
            authentication.AddFederatedSignIn(configuration);

        Rights.AddTo(services.AddAuthorizationBuilder());
        services.AddRateLimiter(limiter => Configure(limiter, settings.SignInsPerMinute));
    }

    /// <summary>Headers, authentication with a look at the session, authorization, limits: in this order.</summary>
    public static void UsePolicySecurity(this WebApplication app)
    {
        app.UseHsts();
        app.Use(AddHeaders);
        app.UseRouting();
        app.UseAuthentication();
        app.Use(ForgetEndedSession);
        app.UseAuthorization();
        app.UseRateLimiter();
    }

    private static string Select(HttpContext context) =>
        context.Request.Headers.ContainsKey(ApiKeyHandler.Header) ? ApiKeyHandler.Name
        : context.Request.Headers.ContainsKey("Authorization") ? BearerTokenDefaults.AuthenticationScheme
        : CookieAuthenticationDefaults.AuthenticationScheme;

    private static void Configure(CookieAuthenticationOptions options, bool federated)
    {
        options.Cookie.Name = "policy";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Sessions.Lifetime;
        options.SlidingExpiration = false;
        options.LoginPath = federated ? "/account/login" : "/login";
        options.AccessDeniedPath = "/not-allowed";
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnRedirectToLogin = context => RedirectPeople(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => RedirectPeople(context, StatusCodes.Status403Forbidden);
    }

    /// <summary>Sends a browser to a page, but tells a program the status.</summary>
    private static Task RedirectPeople(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
            context.Response.StatusCode = status;
        else
            context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }

    private static void Configure(RateLimiterOptions options, int signInsPerMinute)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = static (context, _) =>
        {
            if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
            {
                context.HttpContext.Response.Headers.RetryAfter =
                    Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            }

            return ValueTask.CompletedTask;
        };
        options.AddPolicy(SignInEndpoints.Limit, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new() { PermitLimit = signInsPerMinute, Window = TimeSpan.FromMinutes(1) }));
    }

    private static Task AddHeaders(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";

        // The desk's pages set a stricter one of their own.
        headers.ContentSecurityPolicy = "frame-ancestors 'none'";
        return next(context);
    }

    private static async Task ForgetEndedSession(HttpContext context, RequestDelegate next)
    {
        var sessions = context.RequestServices.GetRequiredService<Sessions>();
        if (context.User.Identity?.IsAuthenticated == true
            && !await sessions.IsOpen(context.User, context.RequestAborted))
            context.User = new ClaimsPrincipal(new ClaimsIdentity());
        await next(context);
    }
}
