using JasperFx;
using Marten;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Policy.Rules;

namespace Policy.Host.Security;

/// <summary>People who sign in with a password.</summary>
internal sealed class Accounts(IAccountStore store, TimeProvider clock)
{
    /// <summary>Wrong passwords in a row after which an account is locked.</summary>
    public const int AttemptsBeforeLock = 5;

    /// <summary>How long it stays locked.</summary>
    public static readonly TimeSpan LockTime = TimeSpan.FromMinutes(5);

    private static readonly PasswordHasher<string> Hasher =
        new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));

    // Compared with when there is no such account, so that the answer takes as long as for one.
    private static readonly string NobodysHash = Hasher.HashPassword("", Guid.NewGuid().ToString());

    /// <summary>Checks a password; null when name or password is wrong or the account is locked, whatever the
    /// password.</summary>
    public async Task<Account?> Check(string name, string password, CancellationToken cancellation)
    {
        while (true)
        {
            await using var session = store.LightweightSession();
            var account = await session.LoadAsync<Account>(name, cancellation);
            var locked = account?.LockedUntil > clock.GetUtcNow();
            var right = Hasher.VerifyHashedPassword(name, account?.PasswordHash ?? NobodysHash, password)
                != PasswordVerificationResult.Failed;
            if (account is null || locked)
                return null;
            if (right && account.FailedSignIns == 0)
                return account;

            session.Store(right ? account with { FailedSignIns = 0, LockedUntil = null } : CountFailure(account));
            try
            {
                await session.SaveChangesAsync(cancellation);
                return right ? account : null;
            }
            catch (ConcurrencyException)
            {
                // Somebody else tried at the same moment; every attempt counts, so look again.
            }
        }
    }

    /// <summary>True when there is no account at all.</summary>
    public async Task<bool> None(CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        return !await session.Query<Account>().AnyAsync(cancellation);
    }

    /// <summary>Adds accounts and the key of a program, all or none.</summary>
    public async Task Add(
        IEnumerable<(string Name, Role Role, string Password)> people, ApiKey key, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        session.Store(people
            .Select(static p => new Account(p.Name, p.Role, Hasher.HashPassword(p.Name, p.Password)))
            .ToArray());
        session.Store(key);
        await session.SaveChangesAsync(cancellation);
    }

    private Account CountFailure(Account account)
    {
        var failed = account.FailedSignIns + 1;
        return failed < AttemptsBeforeLock
            ? account with { FailedSignIns = failed }
            : account with { FailedSignIns = 0, LockedUntil = clock.GetUtcNow() + LockTime };
    }
}
