using System.Security.Claims;
using Policy.Rules;

namespace Policy.Host.Api;

/// <summary>Who calls.</summary>
internal static class Actors
{
    /// <summary>The person behind a principal; a program with an API key has no role of the store, and no right that
    /// leads here.</summary>
    public static Actor Actor(this ClaimsPrincipal user) =>
        new(user.Identity!.Name!, Enum.Parse<Role>(user.FindFirstValue(ClaimTypes.Role)!, ignoreCase: true));
}
