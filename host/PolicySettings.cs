using System.Collections.Frozen;

namespace Policy.Host;

/// <summary>What a site may set; everything has a default, so that nothing must be.</summary>
/// <param name="ConnectionString">A PostgreSQL of the site's own (<c>ConnectionStrings:Policy</c>); null: the embedded
/// one.</param>
/// <param name="DataFolder">Folder of what this machine keeps (<c>Policy:Data</c>): embedded database, keys, demo
/// accounts.</param>
/// <param name="Roles">Parts this process runs (<c>Policy:Roles</c>): <c>api</c>, <c>admin</c>, <c>jobs</c>.</param>
/// <param name="KeyFile">Key of personal fields at rest (<c>Policy:KeyFile</c>): the same for all hosts of a
/// database.</param>
/// <param name="DemoAccounts">Whether a first start makes demo accounts (<c>Policy:DemoAccounts</c>): by default with
/// the embedded database only, and never when OpenID Connect signs people in.</param>
/// <param name="Federated">Whether OpenID Connect signs people in
/// (<c>Authentication:OpenIdConnect:Authority</c>).</param>
/// <param name="SignInsPerMinute">Attempts to sign in that one address may make
/// (<c>Policy:SignInsPerMinute</c>).</param>
/// <param name="AuditKeys">Folder of the keys that sign the audit chain (<c>Policy:AuditKeys</c>): the same for all hosts
/// that make checkpoints.</param>
/// <param name="ReplayShare">Share of the recorded decisions that are decided again each night
/// (<c>Policy:ReplayShare</c>), 0 to 1.</param>
/// <param name="ReplayHour">Hour of the day (UTC+8) from which on they are (<c>Policy:ReplayHour</c>).</param>
internal sealed record PolicySettings(
    string? ConnectionString,
    string DataFolder,
    FrozenSet<string> Roles,
    string KeyFile,
    bool DemoAccounts,
    bool Federated,
    int SignInsPerMinute,
    string AuditKeys,
    decimal ReplayShare,
    int ReplayHour)
{
    /// <summary>Address of the API and the desk when <c>ASPNETCORE_URLS</c> names none.</summary>
    public const string DefaultUrl = "http://localhost:5080";

    private static readonly string[] KnownRoles = ["api", "admin", "jobs"];

    /// <summary>File with the demo accounts.</summary>
    public string DemoAccountsFile => Path.Combine(DataFolder, "demo-accounts.json");

    /// <summary>Reads the settings; throws <see cref="SettingsException"/> for one that makes no sense.</summary>
    public static PolicySettings From(IConfiguration configuration)
    {
        var connectionString = configuration.GetConnectionString("Policy") is { Length: > 0 } given ? given : null;
        var data = Path.GetFullPath(configuration["Policy:Data"] ?? Path.Combine(SolutionFolder(), ".data"));
        var embedded = connectionString is null;
        var federated = configuration[Security.FederatedSignIn.AuthoritySetting] is { Length: > 0 };
        return new PolicySettings(
            connectionString,
            data,
            ReadRoles(configuration["Policy:Roles"]),
            configuration["Policy:KeyFile"] ?? Path.Combine(data, "store.key"),
            !federated && (configuration.GetValue<bool?>("Policy:DemoAccounts") ?? embedded),
            federated,
            configuration.GetValue("Policy:SignInsPerMinute", 30),
            configuration["Policy:AuditKeys"] ?? Path.Combine(data, "audit-keys"),
            InRange("Policy:ReplayShare", configuration.GetValue("Policy:ReplayShare", 0.001m), 1),
            (int)InRange("Policy:ReplayHour", configuration.GetValue("Policy:ReplayHour", 2), 23));
    }

    private static decimal InRange(string name, decimal value, decimal most) => value >= 0 && value <= most
        ? value
        : throw new SettingsException(
            $"{name.Replace(":", "__", StringComparison.Ordinal)} 的值 {value} 无效：应在 0 到 {most} 之间。",
            $"{name.Replace(":", "__", StringComparison.Ordinal)} {value} is not valid: it must be from 0 to {most}.");

    private static FrozenSet<string> ReadRoles(string? setting)
    {
        const StringSplitOptions tidy = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        var roles = setting?.Split(',', tidy) ?? KnownRoles;
        if (roles.Length == 0 || roles.Except(KnownRoles, StringComparer.Ordinal).Any())
        {
            throw new SettingsException(
                $"Policy__Roles 的值 `{setting}` 无效：请用 api、admin、jobs 中的一个或几个，以逗号分隔。",
                $"Policy__Roles `{setting}` is not valid: name one or more of api, admin, jobs, separated by commas.");
        }

        return roles.ToFrozenSet(StringComparer.Ordinal);
    }

    private static string SolutionFolder()
    {
        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Policy.sln")))
                return folder.FullName;
        }

        return Environment.CurrentDirectory;
    }
}

/// <summary>A setting makes no sense; the message says what to set, in both languages.</summary>
internal sealed class SettingsException(string chinese, string english)
    : Exception($"{chinese}{Environment.NewLine}{english}");
