using System.Security.Claims;
using Policy.Rules;

namespace Policy.Host.Api;

internal static class Actors
{
    public static Actor Actor(this ClaimsPrincipal user) =>
        new(user.Identity!.Name!, Enum.Parse<Role>(user.FindFirstValue(ClaimTypes.Role)!, ignoreCase: true));
}
