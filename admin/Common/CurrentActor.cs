using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Policy.Rules;

namespace Policy.Admin.Common;

/// <summary>Who is signed in, as the store knows people.</summary>
internal sealed class CurrentActor(AuthenticationStateProvider authentication)
{
    /// <summary>The signed-in person; throws when nobody is, which the pages' authorization rules out.</summary>
    public async Task<Actor> Get() =>
        From((await authentication.GetAuthenticationStateAsync()).User)
        ?? throw new InvalidOperationException("Nobody is signed in with a name and a role.");

    /// <summary>The person of the claims <c>name</c> and <c>role</c>; null when either is missing or unknown.</summary>
    public static Actor? From(ClaimsPrincipal user)
    {
        var name = user.FindFirst("name")?.Value ?? user.Identity?.Name;
        var role = user.FindFirst("role")?.Value ?? user.FindFirst(ClaimTypes.Role)?.Value;
        return name is { Length: > 0 } && Enum.TryParse<Role>(role, ignoreCase: true, out var known) && Enum.IsDefined(known)
            ? new Actor(name, known)
            : null;
    }
}
