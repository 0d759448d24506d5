using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Memory;

namespace Policy.Host.Security;

/// <summary>Who is signed in. A session ended on one host is over on all others within
/// <see cref="Remembered"/>.</summary>
internal sealed class Sessions(IAccountStore store, IMemoryCache cache, TimeProvider clock)
{
    /// <summary>How long a session lasts.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private const string SessionClaim = "session";

    /// <summary>How long an answer is reused before the store is asked again.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);

    /// <summary>Opens a session and answers the principal to sign in with.</summary>
    /// <param name="name">Who signs in.</param>
    /// <param name="role">The role, as <see cref="Rights"/> names it.</param>
    /// <param name="scheme">How.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<ClaimsPrincipal> Open(string name, string role, string scheme, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var opened = new Session(id, name, role, now + Lifetime);
        await using var session = store.LightweightSession();
        session.Store(opened);
        session.DeleteWhere<Session>(s => s.ExpiresAt < now);
        await session.SaveChangesAsync(cancellation);
        return Principal(name, role, scheme, new Claim(SessionClaim, opened.Id));
    }

    /// <summary>Whether a principal still counts: without a session (a program with a key) always, else while it
    /// lasts.</summary>
    public async Task<bool> IsOpen(ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (user.FindFirstValue(SessionClaim) is not { } id)
            return true;
        var found = await cache.GetOrCreateAsync(Key(id), async entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = Remembered;
            await using var session = store.QuerySession();
            return await session.LoadAsync<Session>(id, cancellation);
        });
        return found is not null && found.ExpiresAt > clock.GetUtcNow();
    }

    /// <summary>Ends the session of a principal.</summary>
    public async Task Close(ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (user.FindFirstValue(SessionClaim) is not { } id)
            return;
        await using var session = store.LightweightSession();
        session.Delete<Session>(id);
        await session.SaveChangesAsync(cancellation);
        cache.Remove(Key(id));
    }

    /// <summary>A principal with a name and a role.</summary>
    public static ClaimsPrincipal Principal(string name, string role, string scheme, params Claim[] more) => new(
        new ClaimsIdentity([new Claim(ClaimTypes.Name, name), new Claim(ClaimTypes.Role, role), .. more], scheme));

    private static string Key(string id) => "session:" + id;
}
