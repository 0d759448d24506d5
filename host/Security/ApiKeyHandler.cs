using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Policy.Host.Security;

/// <summary>Signs programs in by the header <c>X-Api-Key</c>.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    IAccountStore store,
    IMemoryCache cache)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string Name = "apiKey";

    /// <summary>The header.</summary>
    public const string Header = "X-Api-Key";

    /// <summary>How long a known key is remembered before the store is asked again.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);

    /// <summary>What is kept of a key.</summary>
    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[Header] is not [{ Length: > 0 and <= 200 } given])
            return AuthenticateResult.NoResult();

        var id = Hash(given);
        if (!cache.TryGetValue("key:" + id, out ApiKey? key))
        {
            await using var session = store.QuerySession();
            key = await session.LoadAsync<ApiKey>(id, Context.RequestAborted);
            if (key is null)
                return AuthenticateResult.Fail("The API key is not known.");
            cache.Set("key:" + id, key, Remembered);
        }

        return AuthenticateResult.Success(
            new AuthenticationTicket(Sessions.Principal(key!.Name, Rights.MachineRole, Name), Name));
    }
}
