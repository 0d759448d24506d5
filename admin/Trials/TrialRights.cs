using Policy.Rules;
using Policy.Rules.Trials;

namespace Policy.Admin.Trials;

/// <summary>Why trials cannot be started or stopped, as names of texts; null when they can. The store decides; this spares people
/// refusals.</summary>
internal static class TrialRights
{
    public static string? WhyNotStart(Actor? actor, bool running, TrialMode mode, bool anything, bool drafts) =>
        actor?.Role is not (Role.Author or Role.Approver) ? "Why.AuthorOrApprover"
        : running ? "Why.TrialRunning"
        : mode == TrialMode.Canary && actor.Role != Role.Approver ? "Why.CanaryApprover"
        : !anything ? "Why.NoCandidate"
        : mode == TrialMode.Canary && drafts ? "Why.CanaryDraft"
        : null;

    public static string? WhyNotStop(Actor? actor, StoredTrial trial) =>
        trial.Status != TrialStatus.Running ? "Why.TrialOver"
        : actor?.Role is Role.Approver or Role.Operator || (trial.Mode == TrialMode.Shadow && actor?.Role == Role.Author) ? null
        : trial.Mode == TrialMode.Shadow ? "Why.StopShadow" : "Why.StopCanary";
}
