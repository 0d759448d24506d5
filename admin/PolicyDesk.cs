using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor;
using MudBlazor.Services;
using Policy.Admin.Audit;
using Policy.Admin.Common;
using Policy.Admin.Parcels;
using Policy.Admin.Policies;

namespace Policy.Admin;

/// <summary>The officers' desk, composed into a host: <c>services.AddPolicyDesk()</c>, then <c>app.MapPolicyDesk()</c>
/// after authentication and authorization. The host serves <c>/account/login</c> and <c>/account/logout</c> and signs
/// people in with the claims <c>name</c> and <c>role</c>.</summary>
public static class PolicyDesk
{
    /// <summary>Languages of the desk, the default first.</summary>
    public static readonly IReadOnlyList<string> Languages = ["zh-CN", "en"];

    // Styles may be inline (MudBlazor positions and themes with them), scripts never.
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    // A document edited as JSON travels in one message.
    private const long LargestMessage = 4 * 1024 * 1024;

    /// <summary>Adds what the desk needs; <c>PolicyStore</c>, <c>DecisionLog</c> and <c>ActiveReleases</c> come with the store.</summary>
    public static IServiceCollection AddPolicyDesk(this IServiceCollection services)
    {
        services.AddRazorComponents()
            .AddInteractiveServerComponents()
            .AddHubOptions(options => options.MaximumReceiveMessageSize = LargestMessage);
        services.AddCascadingAuthenticationState();
        services.AddAuthorization();
        services.AddAntiforgery();
        services.AddLocalization();
        services.AddMudServices(options =>
        {
            options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomLeft;
            options.SnackbarConfiguration.PreventDuplicates = true;
        });
        services.AddTransient<MudLocalizer, ComponentTexts>();
        services.AddScoped<CurrentActor>();
        services.AddTransient<DraftSession>();
        services.AddScoped<ParcelSource>();
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }

    /// <summary>Maps the pages, their static files and the language switch.</summary>
    public static WebApplication MapPolicyDesk(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseRequestLocalization(options => options
            .SetDefaultCulture(Languages[0])
            .AddSupportedCultures([.. Languages])
            .AddSupportedUICultures([.. Languages]));
        app.UseAntiforgery();
        app.Use(SecurePages);
        app.MapStaticAssets();
        ExportAddress.Map(app);
        app.MapGet("/language", SwitchLanguage).AllowAnonymous();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
        return app;
    }

    private static Task SecurePages(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
        {
            context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers["Referrer-Policy"] = "same-origin";
        }

        return next(context);
    }

    private static IResult SwitchLanguage(HttpContext context, string to, string? returnUrl)
    {
        if (Languages.Contains(to, StringComparer.Ordinal))
        {
            context.Response.Cookies.Append(
                CookieRequestCultureProvider.DefaultCookieName,
                CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(to)),
                new CookieOptions { MaxAge = TimeSpan.FromDays(365), IsEssential = true, HttpOnly = true, SameSite = SameSiteMode.Lax });
        }

        return Results.LocalRedirect(ReturnAddress.Local(returnUrl));
    }
}
