using System.Security.Cryptography;
using System.Text.Json;
using Policy.Rules;

namespace Policy.Host.Security;

/// <summary>Accounts for trying the platform: made once, when there is no account yet, with passwords of their own
/// that are written to a file only its owner may read.</summary>
internal sealed class DemoAccounts(Accounts accounts, PolicySettings settings)
{
    private static readonly (string Name, Role Role)[] People =
    [
        ("author", Role.Author),
        ("author2", Role.Author),
        ("approver", Role.Approver),
        ("auditor", Role.Auditor),
        ("operator", Role.Operator),
        ("administrator", Role.Administrator),
    ];

    /// <summary>Whether they are to be made: they are asked for, and nobody can sign in yet.</summary>
    public async Task<bool> Wanted(CancellationToken cancellation) =>
        settings.DemoAccounts && await accounts.None(cancellation);

    /// <summary>Makes them and writes the file.</summary>
    public async Task Create(CancellationToken cancellation)
    {
        var apiKey = Secret(32);
        var people = People.Select(person => (person.Name, person.Role, Password: Secret(12))).ToArray();

        // The file first: if the process dies in between, there still is no account and the next start begins again.
        Write(JsonSerializer.Serialize(
            new
            {
                apiKey,
                users = people.Select(static p =>
                    new { name = p.Name, role = p.Role.ToString().ToLowerInvariant(), password = p.Password }),
            },
            new JsonSerializerOptions { WriteIndented = true }));
        await accounts.Add(people, new ApiKey(ApiKeyHandler.Hash(apiKey), "demo"), cancellation);
    }

    private static string Secret(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));

    private void Write(string text)
    {
        File.Delete(settings.DemoAccountsFile);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(settings.DemoAccountsFile, options);
        writer.Write(text);
    }
}
