using Policy.Rules;

namespace Policy.Host.Security;

/// <summary>A person who signs in with a password.</summary>
/// <param name="Id">Name, unique.</param>
/// <param name="Role">What the person may do.</param>
/// <param name="PasswordHash">Salted hash, PBKDF2.</param>
/// <param name="FailedSignIns">Wrong passwords in a row.</param>
/// <param name="LockedUntil">No password is taken before; null when not locked.</param>
internal sealed record Account(
    string Id, Role Role, string PasswordHash, int FailedSignIns = 0, DateTimeOffset? LockedUntil = null);

/// <summary>A sign-in that lasts until it expires or is ended; cookies and tokens are worth nothing without
/// it.</summary>
/// <param name="Id">Unguessable.</param>
/// <param name="Name">Who signed in.</param>
/// <param name="Role">The role signed in with, as <see cref="Rights"/> names it.</param>
/// <param name="ExpiresAt">When it ends by itself.</param>
internal sealed record Session(string Id, string Name, string Role, DateTimeOffset ExpiresAt);

/// <summary>The key of a program.</summary>
/// <param name="Id">SHA-256 of the key in hexadecimal; the key itself is not kept. A key is long and random, so it
/// needs neither salt nor stretching.</param>
/// <param name="Name">Name of the program.</param>
internal sealed record ApiKey(string Id, string Name);
