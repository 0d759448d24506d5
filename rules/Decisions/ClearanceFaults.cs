using Policy.Engine;

namespace Policy.Rules.Decisions;

/// <summary>Faults of a clearance decision beyond those of its documents; codes are never reused.</summary>
public static class ClearanceFaults
{
    /// <summary>The release has no flow <c>clearance</c>. Cure: publish one.</summary>
    public const string NoFlow = "PR3001";

    /// <summary>The flow gave no outcome, or one that is none of the five. Cure: correct the flow's outcome.</summary>
    public const string NoOutcome = "PR3002";

    /// <summary>The channel is neither green nor red. Cure: correct the table of channels, or its default.</summary>
    public const string NoChannel = "PR3003";

    /// <summary>There is a sampling ratio, but no draw to compare it with.</summary>
    public const string NoDraw = "PR3004";

    /// <summary>The facts do not fit the release's fact type. Cure: complete them, or correct the fact type.</summary>
    public const string UnfitFacts = "PR3005";

    /// <summary>Deciding by the candidate of a trial broke off. Cure: end the trial and correct the candidate.</summary>
    public const string BrokenCandidate = "PR3006";

    internal static Fault Broken { get; } = new(BrokenCandidate, Clearance.Flow, null, new(
        "候选内容判定时中断。",
        "Deciding by the candidate broke off."));

    internal static Fault WithoutFlow { get; } = new(NoFlow, Clearance.Flow, null, new(
        "发布中没有流程 `clearance`，不能作出决定。",
        "The release has no flow `clearance` to decide by."));

    internal static Fault WithoutDraw { get; } = new(NoDraw, Clearance.Flow, "sampling", new(
        "有抽检比例，但没有抽样数。",
        "There is a sampling ratio, but no draw."));

    internal static Fault Outcome(Value found) => new(NoOutcome, Clearance.Flow, "outcome", new(
        $"流程的结果是 `{found}`，应为 release、inspect、review、return 或 prohibit。",
        $"The outcome of the flow is `{found}`; it must be release, inspect, review, return or prohibit."));

    internal static Fault Channel(Value found) => new(NoChannel, Clearance.Flow, "channel", new(
        $"通道是 `{found}`，应为 green 或 red。",
        $"The channel is `{found}`; it must be green or red."));

    internal static Fault Unfit(Diagnostic problem) => new(UnfitFacts, Clearance.Flow, problem.Pointer, problem.Message);
}
