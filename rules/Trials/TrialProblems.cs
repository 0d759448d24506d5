using System.Collections.Immutable;
using System.Globalization;
using Policy.Engine;

namespace Policy.Rules.Trials;

/// <summary>What is wrong with a request for a trial, field by field.</summary>
public static class TrialProblems
{
    /// <summary>A field is absent, or has a value it cannot have. Cure: as the message says.</summary>
    public const string Field = "PR5001";

    /// <summary>Policies and drafts that one trial puts in place, and bands it has, at most.</summary>
    public const int Most = 200;

    internal static ImmutableArray<Diagnostic> Of(StartTrial command, DateTimeOffset now)
    {
        var problems = ImmutableArray.CreateBuilder<Diagnostic>();
        void Bad(string pointer, string zhCn, string en) => problems.Add(new(Field, Severity.Error, "", pointer, new LocalizedText(zhCn, en)));

        if (!Enum.IsDefined(command.Mode)) Bad("/mode", "应为 `shadow` 或 `canary`。", "It is `shadow` or `canary`.");
        if (command.Policies.Length + command.Drafts.Length is 0 or > Most)
            Bad("/policies", $"请给出1至{Most}个版本或草稿。", $"Give 1 to {Most} versions or drafts.");
        foreach (var (place, key) in command.Policies.Select(p => p.Key).Index().Where(p => !Keys.IsKey(p.Item))) BadKey($"/policies/{place}/key", key);
        foreach (var (place, key) in command.Drafts.Index().Where(d => !Keys.IsKey(d.Item))) BadKey($"/drafts/{place}", key);
        foreach (var key in command.Policies.Select(p => p.Key).Concat(command.Drafts).GroupBy(k => k).Where(g => g.Count() > 1).Select(g => g.Key))
            Bad("/policies", $"`{key}` 出现了两次。", $"`{key}` is there twice.");
        if (command.Share is <= 0 or > 1)
            Bad("/share", Invariant($"`{command.Share}` 不在0（不含）至1之间。"), Invariant($"`{command.Share}` is not above 0 and at most 1."));
        if (command.Until is { } until && until <= now) Bad("/until", "该时刻已过。", "That instant has passed.");
        if (!Comments.IsComment(command.Comment))
            Bad("/comment", "备注含有空字符（U+0000），或超过4000个字符。", "The comment has a NUL character, or more than 4,000 characters.");
        if (command.Bands.Length > Most) Bad("/bands", $"至多{Most}个。", $"There are at most {Most}.");
        foreach (var (place, band) in command.Bands.Index())
        {
            if (!TrialKpis.Names.Contains(band.Kpi))
            {
                var known = string.Join(", ", TrialKpis.Names);
                Bad($"/bands/{place}/kpi", $"没有指标 `{band.Kpi}`；可用：{known}。", $"There is no KPI `{band.Kpi}`; there are: {known}.");
            }

            if (band.Low < 0 || band.High > 1 || band.Low > band.High)
                Bad($"/bands/{place}/low", "上下限应在0至1之间，且下限不高于上限。", "The limits are from 0 to 1, the low one not above the high one.");
            if (band.Minimum < 1) Bad($"/bands/{place}/minimum", "至少为1。", "It is at least 1.");
        }

        return problems.ToImmutable();

        void BadKey(string pointer, string key) => Bad(
            pointer,
            $"`{key}` 不是有效的键；请用小写字母、数字和连字符，至多64个字符。",
            $"`{key}` is not a key; use lower-case letters, digits and hyphens, at most 64 characters.");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
