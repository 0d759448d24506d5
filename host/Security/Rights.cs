using Microsoft.AspNetCore.Authorization;

namespace Policy.Host.Security;

/// <summary>What a caller may do, and which roles may do it: the one table of it. Endpoints ask for a right by
/// <c>RequireAuthorization(Rights.Decide)</c>; who may do what to whose draft is a rule of the store.</summary>
public static class Rights
{
    /// <summary>Submit declarations for a decision.</summary>
    public const string Decide = "decide";

    /// <summary>Read policies, releases and decisions.</summary>
    public const string Read = "read";

    /// <summary>Edit and submit drafts.</summary>
    public const string Draft = "draft";

    /// <summary>Comment on policies.</summary>
    public const string Comment = "comment";

    /// <summary>Approve or reject what others wrote.</summary>
    public const string Approve = "approve";

    /// <summary>Publish releases, roll them back, withdraw policies.</summary>
    public const string Publish = "publish";

    /// <summary>Simulate changes.</summary>
    public const string Simulate = "simulate";

    /// <summary>Start trials; which of them is a rule of the store.</summary>
    public const string Try = "try";

    /// <summary>Stop trials.</summary>
    public const string StopTrial = "stop-trial";

    /// <summary>Read, verify and export the audit chain.</summary>
    public const string Audit = "audit";

    /// <summary>Watch and steer jobs.</summary>
    public const string Operate = "operate";

    /// <summary>Manage zones and accounts.</summary>
    public const string Administer = "administer";

    /// <summary>Role of a program that signs in with an API key.</summary>
    public const string MachineRole = "machine";

    private static readonly (string Right, string[] Roles)[] Table =
    [
        (Decide, [MachineRole, "operator"]),
        (Read, [MachineRole, "author", "approver", "auditor", "operator", "administrator"]),
        (Draft, ["author"]),
        (Comment, ["author", "approver"]),
        (Approve, ["approver"]),
        (Publish, ["approver"]),
        (Simulate, ["author", "approver"]),
        (Try, ["author", "approver"]),
        (StopTrial, ["author", "approver", "operator"]),
        (Audit, ["auditor", "administrator"]),
        (Operate, ["operator", "administrator"]),
        (Administer, ["administrator"]),
    ];

    /// <summary>Makes every right an authorization policy of its name.</summary>
    public static void AddTo(AuthorizationBuilder authorization)
    {
        foreach (var (right, roles) in Table)
            authorization.AddPolicy(right, policy => policy.RequireAuthenticatedUser().RequireRole(roles));
    }
}
