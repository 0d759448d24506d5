using System.Collections.Immutable;
using System.Globalization;
using Policy.Engine;

namespace Policy.Rules.Trials;

/// <summary>Every refusal of trials: its stable code and its sentence.</summary>
internal static class TrialRefusals
{
    public static Refusal Invalid(ImmutableArray<Diagnostic> problems) => new(
        "invalid",
        new("试运行的请求有误，请按所列错误逐项修改。", "The request for a trial has errors; mend each of those listed."),
        problems);

    public static Refusal NotApproved(string key) => new("not-approved", new(
        $"灰度只接受已审批的版本，`{key}` 是草稿；请先审批，或改用影子模式。",
        $"A canary takes approved versions only, and `{key}` is a draft; have it approved, or use shadow mode."));

    public static Refusal NothingInForce(string zone) => new("nothing-in-force", new(
        $"试验区 `{zone}` 没有生效的发布，无从对照；请先发布。",
        $"Nothing is in force in zone `{zone}` to run beside; publish something first."));

    public static Refusal Running(string zone, int number) => new("trial-running", new(
        string.Create(CultureInfo.InvariantCulture, $"试验区 `{zone}` 的第 {number} 号试运行尚未结束；请先停止它。"),
        string.Create(CultureInfo.InvariantCulture, $"Trial {number} of zone `{zone}` is running; stop it first.")));

    public static Refusal Unknown(string zone, int number) => new("unknown-trial", new(
        string.Create(CultureInfo.InvariantCulture, $"试验区 `{zone}` 没有第 {number} 号试运行。"),
        string.Create(CultureInfo.InvariantCulture, $"Zone `{zone}` has no trial {number}.")));

    public static Refusal Ended(string zone, int number) => new("trial-ended", new(
        string.Create(CultureInfo.InvariantCulture, $"试验区 `{zone}` 的第 {number} 号试运行已经结束。"),
        string.Create(CultureInfo.InvariantCulture, $"Trial {number} of zone `{zone}` has ended already.")));
}
