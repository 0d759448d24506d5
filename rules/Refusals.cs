using System.Collections.Immutable;
using System.Globalization;
using Policy.Engine;
using Policy.Rules.Policies;
using Policy.Rules.Releases;

namespace Policy.Rules;

/// <summary>Every refusal of the store: its stable code and its sentence.</summary>
internal static class Refusals
{
    public static Refusal StaleDraft { get; } = new("stale-draft", new(
        "草稿已被他人修改或不存在；请重新载入后再保存。",
        "The draft was changed by somebody else or is gone; reload it before saving."));

    public static Refusal InvalidText { get; } = new("invalid-text", new(
        "文本含有空字符（U+0000），或备注超过4000个字符；请改正。",
        "The text has a NUL character, or the comment is longer than 4,000 characters; mend it."));

    public static Refusal NoReason { get; } = new("no-reason", new(
        "请写明理由：它会记入审计链。",
        "Give a reason: it is kept in the audit chain."));

    public static Refusal NothingToPublish { get; } = new("nothing-to-publish", new(
        "发布内容与该时刻生效的内容相同，没有可发布的改动。",
        "The release would be the same as what is in force at that instant; there is nothing to publish."));

    public static Refusal UnknownDeclaration(string number) => new("unknown-declaration", new(
        $"没有清单编号 `{Short(number)}` 的决定。",
        $"There is no decision on declaration number `{Short(number)}`."));

    public static Refusal NothingToErase(string number) => new("nothing-to-erase", new(
        $"清单编号 `{Short(number)}` 的个人信息已经删除。",
        $"The personal fields of declaration number `{Short(number)}` are erased already."));

    public static Refusal UnknownAlert(long id) => new("unknown-alert", new(
        string.Create(CultureInfo.InvariantCulture, $"没有未关闭的警报 {id}。"),
        string.Create(CultureInfo.InvariantCulture, $"There is no open alert {id}.")));

    public static Refusal NoSigningKey(Exception missing) => new("signing-key-missing", new(
        $"本机没有当前的签名密钥：{missing.Message}",
        $"This host does not have the key that signs: {missing.Message}"));

    public static Refusal Role(Actor by, Role needed) => new("role", new(
        $"`{by.Name}` 以“{RoleName(by.Role)}”身份无权执行此操作，需要“{RoleName(needed)}”。",
        $"`{by.Name}` may not do this as {by.Role.ToString().ToLowerInvariant()}; it takes the role {needed.ToString().ToLowerInvariant()}."));

    public static Refusal UnknownZone(string zone) => new("unknown-zone", new(
        $"没有试验区 `{zone}`；请先添加。",
        $"There is no zone `{zone}`; add it first."));

    public static Refusal ZoneExists(string zone) => new("zone-exists", new(
        $"试验区 `{zone}` 已存在且内容不同，或根区域已存在。",
        $"The zone `{zone}` exists with other content, or there is a root zone already."));

    public static Refusal InvalidKey(string key) => new("invalid-key", new(
        $"`{Short(key)}` 不是有效的键；请用小写字母、数字和连字符（kebab-case），至多64个字符。",
        $"`{Short(key)}` is not a key; use lower-case letters, digits and hyphens (kebab-case), at most 64 characters."));

    public static Refusal InvalidTitle(string zone) => new("invalid-title", new(
        $"试验区 `{zone}` 的中、英文名称须各有 1 至 {Zone.LongestTitle} 个字符，不含空字符（U+0000）。",
        $"Zone `{zone}` needs a title of 1 to {Zone.LongestTitle} characters in Chinese and in English, without the NUL character."));

    public static Refusal ZoneStatus(string zone) => new("zone-status", new(
        $"只有规划中的试验区可以获批；`{zone}` 已不在规划中，或所给状态不是“获批”或“园区”。",
        $"Only a planned zone can be approved; `{zone}` is planned no more, or the status is neither approved nor sub-zone."));

    public static Refusal TooLarge(int length, int limit) => new("too-large", new(
        string.Create(CultureInfo.InvariantCulture, $"草稿有 {length} 个字符，上限为 {limit}；请拆分文档。"),
        string.Create(CultureInfo.InvariantCulture, $"The draft has {length} characters, more than the {limit} allowed; split the document.")));

    public static Refusal NoDraft(string key) => new("no-draft", new(
        $"`{key}` 没有草稿；请先保存草稿。",
        $"`{key}` has no draft; save one first."));

    public static Refusal NotEditable(string key) => new("not-editable", new(
        $"`{key}` 的草稿已提交，正在等待审批。",
        $"The draft of `{key}` was submitted already and waits for approval."));

    public static Refusal NotSubmitted(string key) => new("not-submitted", new(
        $"`{key}` 没有已提交的草稿；请作者先提交。",
        $"`{key}` has no submitted draft; its author has to submit it first."));

    public static Refusal OwnDraft(Actor by) => new("own-draft", new(
        $"`{by.Name}` 编辑过此草稿，不能自行审批；请由他人审批。",
        $"`{by.Name}` edited this draft and may not approve it; somebody else has to."));

    public static Refusal UnknownVersion(string zone, PolicyReference policy) => new("unknown-version", new(
        string.Create(CultureInfo.InvariantCulture, $"试验区 `{zone}` 没有 `{policy.Key}` 的第 {policy.Version} 版；请先审批。"),
        string.Create(CultureInfo.InvariantCulture, $"Zone `{zone}` has no version {policy.Version} of `{policy.Key}`; have it approved first.")));

    public static Refusal UnknownRelease(string zone, int number) => new("unknown-release", new(
        string.Create(CultureInfo.InvariantCulture, $"试验区 `{zone}` 没有第 {number} 号发布。"),
        string.Create(CultureInfo.InvariantCulture, $"Zone `{zone}` has no release {number}.")));

    public static Refusal UnknownPolicy(string zone, string key) => new("unknown-policy", new(
        $"试验区 `{zone}` 没有自己的 `{Short(key)}`；请先保存草稿。",
        $"Zone `{zone}` has no `{Short(key)}` of its own; save a draft first."));

    public static Refusal UnknownComment(string key, int number) => new("unknown-comment", new(
        string.Create(CultureInfo.InvariantCulture, $"`{key}` 没有未解决的第 {number} 号批注。"),
        string.Create(CultureInfo.InvariantCulture, $"`{key}` has no open comment {number}.")));

    public static Refusal UnknownProperty(string key, string property) => new("unknown-property", new(
        $"`{key}` 没有性质 `{Short(property)}`，无从豁免；请核对名称，并写明理由（至多1000个字符）。",
        $"`{key}` has no property `{Short(property)}` to waive; check its name, and give a reason of at most 1,000 characters."));

    public static Refusal StaleReview(string key) => new("stale-review", new(
        $"`{key}` 提交之后，它要替换的内容或审批人所见的内容已变；请作者重新提交。",
        $"What `{key}` is to replace, or what the approver has seen, is not what was submitted; its author has to submit it again."));

    public static Refusal NoSimulation(string key) => new("no-simulation", new(
        $"尚未对 `{key}` 的这份内容做过模拟；请先模拟。",
        $"There is no simulation of exactly this content of `{key}`; simulate it first."));

    public static Refusal ApprovalVoid(string zone, PolicyReference policy) => new("approval-void", new(
        string.Create(CultureInfo.InvariantCulture, $"试验区 `{zone}` 的 `{policy.Key}` 第 {policy.Version} 版是针对其他生效内容审批的，审批已失效；请以草稿重新提交审批。"),
        string.Create(CultureInfo.InvariantCulture, $"Version {policy.Version} of `{policy.Key}` in zone `{zone}` was approved to replace something else than what is in force then; the approval is void. Submit it as a draft again.")));

    public static Refusal Errors(string zone, ImmutableArray<Diagnostic> problems) => new(
        "errors",
        new($"试验区 `{zone}` 的{Names(problems, "、")}有错误；请改正后重试。",
            $"There are errors in {Names(problems, ", ")} of zone `{zone}`; mend them and try again."),
        problems);

    public static Refusal CasesFailing(string zone, ImmutableArray<Diagnostic> problems) => new(
        "cases-failing",
        new($"试验区 `{zone}` 的{Names(problems, "、")}有用例未通过；请改正规则或用例。",
            $"Cases of {Names(problems, ", ")} fail in zone `{zone}`; mend the rule or the case."),
        problems);

    public static Refusal PropertyFailing(string zone, ImmutableArray<Diagnostic> problems) => new(
        "property-failing",
        new($"试验区 `{zone}` 的{Names(problems, "、")}有性质不成立；请改正规则或性质。",
            $"Properties of {Names(problems, ", ")} do not hold in zone `{zone}`; mend the rule or the property."),
        problems);

    /// <summary>An overlay, or a document in place of its parent's, that cannot be composed.</summary>
    public static Refusal NotComposed(string zone, ImmutableArray<Diagnostic> problems) =>
        problems.Any(p => p.Code is DraftProblems.ReplacesLocked or DiagnosticCode.OverlayLocked)
            ? ParentLocked(zone, problems)
            : Errors(zone, problems);

    public static Refusal ParentLocked(string zone, ImmutableArray<Diagnostic> problems) => new(
        "parent-locked",
        new($"试验区 `{zone}` 的{Names(problems, "、")}改动了上级锁定的条目；锁定的条目不能替换或撤销，其决定也不能放宽。",
            $"{Names(problems, ", ")} of zone `{zone}` changes an item that a zone above locks; locked items can be neither replaced nor withdrawn, and what they decide cannot be loosened."),
        problems);

    private static string RoleName(Role role) => role switch
    {
        Rules.Role.Author => "作者",
        Rules.Role.Approver => "审批人",
        Rules.Role.Auditor => "审计人",
        Rules.Role.Operator => "操作员",
        _ => "管理员",
    };

    private static string Names(ImmutableArray<Diagnostic> problems, string separator) =>
        string.Join(separator, problems.Select(p => $"`{p.Document}`").Distinct(StringComparer.Ordinal).Take(5));

    private static string Short(string key) => key.Length <= 80 ? key : key[..80] + "…";
}
