using Policy.Rules;

namespace Policy.Admin.Audit;

/// <summary>Why a person may not do something on the audit page, as names of texts; null when he may.</summary>
internal static class AuditRights
{
    /// <summary>Why a part of the page is not for a person: the chain is for those who audit, the rest for everybody.</summary>
    public static string? WhyNot(Actor actor, string part) =>
        part is "chain" or "events" && !MayAudit(actor.Role) ? "Why.AuditorOnly" : null;

    /// <summary>Why a person may not close alerts.</summary>
    public static string? WhyNotClose(Actor actor) =>
        actor.Role is Role.Operator or Role.Administrator ? null : "Why.OperatorOnly";

    private static bool MayAudit(Role role) => role is Role.Auditor or Role.Administrator;
}
