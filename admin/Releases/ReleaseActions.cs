using Policy.Rules;
using Policy.Rules.Releases;

namespace Policy.Admin.Releases;

/// <summary>What an approver may do with a release.</summary>
public enum ReleaseAction
{
    /// <summary>Go back to its content, from now on.</summary>
    RollBack,

    /// <summary>Let what applies before it apply on at its instant, which has not come.</summary>
    TakeBack,

    /// <summary>Take one of its policies out of force, from now on.</summary>
    Withdraw,
}

/// <summary>An action that waits for its reason.</summary>
/// <param name="Action">What is to be done.</param>
/// <param name="Release">The release it is done with.</param>
/// <param name="Key">The policy to withdraw; null for the other actions.</param>
public sealed record ReleaseStep(ReleaseAction Action, Release Release, string? Key = null);

/// <summary>Why actions are not to be had, as names of texts; null when they are. The store decides; this spares people refusals.</summary>
internal static class ReleaseRights
{
    public static string? WhyNotRollBack(Actor? actor, Release release, Release? inForce) =>
        actor?.Role != Role.Approver ? "Why.ApproverOnly"
        : release.Hash == inForce?.Hash ? "Why.SameContent"
        : null;

    public static string? WhyNotTakeBack(Actor? actor, Release release, Release? before) =>
        actor?.Role != Role.Approver ? "Why.ApproverOnly"
        : release.Cause == ReleaseCause.Inherited ? "Why.ParentsRelease"
        : before is null ? "Why.FirstRelease"
        : null;

    public static string? WhyNotWithdraw(Actor? actor, Release release, ReleaseEntry entry, Release? inForce) =>
        actor?.Role != Role.Approver ? "Why.ApproverOnly"
        : release != inForce ? "Why.NotInForce"
        : entry.Layers[^1].Zone != release.Zone ? "Why.InheritedPolicy"
        : null;
}
