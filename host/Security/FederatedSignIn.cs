using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Policy.Rules;

namespace Policy.Host.Security;

/// <summary>Sign-in by OpenID Connect, in place of accounts with passwords, when
/// <c>Authentication:OpenIdConnect:Authority</c> is set. Beside <c>ClientId</c> and <c>ClientSecret</c>:
/// <c>RoleClaim</c> (default <c>roles</c>) names the claim that gives the role, and <c>Roles:&lt;value&gt;</c> maps a
/// value of it to a role of the platform; a value that is itself the name of a role needs no mapping.</summary>
internal static class FederatedSignIn
{
    public const string AuthoritySetting = Section + ":Authority";

    private const string Section = "Authentication:OpenIdConnect";

    public static void AddFederatedSignIn(this AuthenticationBuilder authentication, IConfiguration configuration)
    {
        var settings = configuration.GetSection(Section);
        authentication.AddOpenIdConnect(options =>
        {
            options.Authority = settings["Authority"];
            options.ClientId = settings["ClientId"];
            options.ClientSecret = settings["ClientSecret"];
            options.ResponseType = "code";
            options.UsePkce = true;
            options.MapInboundClaims = false;
            options.GetClaimsFromUserInfoEndpoint = false;
            options.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
            options.RequireHttpsMetadata = settings.GetValue("RequireHttpsMetadata", true);
            options.Events.OnTokenValidated = context => OpenSession(context, settings);
        });
    }

    private static async Task OpenSession(TokenValidatedContext context, IConfigurationSection settings)
    {
        var claims = context.Principal!;
        var name = claims.FindFirst("preferred_username")?.Value ?? claims.FindFirst("sub")?.Value;
        var role = claims.FindAll(settings["RoleClaim"] ?? "roles")
            .Select(claim => settings[$"Roles:{claim.Value}"] ?? claim.Value)
            .FirstOrDefault(static value =>
                Enum.TryParse<Role>(value, ignoreCase: true, out var role) && Enum.IsDefined(role));
        if (name is null || role is null)
        {
            context.Fail("The account has no role of this platform.");
            return;
        }

        var sessions = context.HttpContext.RequestServices.GetRequiredService<Sessions>();
        context.Principal = await sessions.Open(
            name,
            role.ToLowerInvariant(),
            OpenIdConnectDefaults.AuthenticationScheme,
            context.HttpContext.RequestAborted);
    }
}
