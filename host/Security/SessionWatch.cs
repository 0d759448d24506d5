using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Policy.Host.Security;

/// <summary>Ends an open page of the desk soon after its session has ended.</summary>
internal sealed class SessionWatch(ILoggerFactory logger, Sessions sessions)
    : RevalidatingServerAuthenticationStateProvider(logger)
{
    /// <inheritdoc/>
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        sessions.IsOpen(authenticationState.User, cancellationToken);
}
