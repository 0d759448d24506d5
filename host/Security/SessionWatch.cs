using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Policy.Host.Operations;

namespace Policy.Host.Security;

/// <summary>Ends an open page of the desk soon after its session has ended.</summary>
internal sealed class SessionWatch(ILoggerFactory logger, Sessions sessions)
    : RevalidatingServerAuthenticationStateProvider(logger)
{
    /// <inheritdoc/>
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        try
        {
            return await sessions.IsOpen(authenticationState.User, cancellationToken);
        }
        catch (Exception e) when (e is ObjectDisposedException || StoreFaults.IsUnavailable(e))
        {
            // The host is stopping, or cannot ask for the moment: who works on a draft is not signed out for that.
            return true;
        }
    }
}
