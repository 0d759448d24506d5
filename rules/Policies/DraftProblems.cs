using System.Collections.Immutable;
using System.Text;
using Policy.Engine.Analysis;
using Policy.Engine;

namespace Policy.Rules.Policies;

/// <summary>Findings of a draft that only the store can make; codes are never reused.</summary>
public static class DraftProblems
{
    /// <summary>The document's key is not the policy's. Cure: correct <c>key</c>.</summary>
    public const string OtherKey = "PR2001";

    /// <summary>An overlay of a document that the parent zone does not have. Cure: write a whole document, or publish
    /// the parent's first.</summary>
    public const string NothingBelow = "PR2002";

    /// <summary>A whole document in place of a parent's document with locked items. Cure: write an overlay.</summary>
    public const string ReplacesLocked = "PR2003";

    /// <summary>What a locked row of a zone above decides is decided otherwise, and no stricter. Cure: let the zone's rows not hit
    /// there, give an outcome at least as strict, or put them behind the locked row.</summary>
    public const string LoosensLocked = "PR2004";

    /// <summary>It was not decided whether rows before a locked row of a zone above loosen it. Cure: put them behind it, or write
    /// them more simply.</summary>
    public const string UndecidedLock = "PR2005";

    internal static Diagnostic WrongKey(string expected, string found) => new(
        OtherKey, Severity.Error, found, "/key",
        new($"文档的键是 `{found}`，但策略是 `{expected}`；请改为 `{expected}`。",
            $"The document's key is `{found}`, the policy's `{expected}`; write `{expected}`."));

    internal static Diagnostic NoParent(string key) => new(
        NothingBelow, Severity.Error, key, "/kind",
        new($"上级没有文档 `{key}`，无法叠加；请编写完整文档，或先发布上级的文档。",
            $"The parent zone has no document `{key}` to overlay; write a whole document, or publish the parent's first."));

    internal static Diagnostic Locked(string key) => new(
        ReplacesLocked, Severity.Error, key, "/kind",
        new($"上级的 `{key}` 含有锁定的条目，不能整体替换；请改用叠加（`overlay`）。",
            $"The parent's `{key}` has locked items and cannot be replaced whole; write an `overlay`."));

    internal static Diagnostic Loosened(string key, string pointer, string zone, Region region)
    {
        var (locked, own) = (Names(region.RowsBefore), region.RowsAfter.IsEmpty ? "—" : Names(region.RowsAfter));
        var when = string.Join(", ", region.When.Select(side => $"`{side.Key}` {side.Value}"));
        var witness = Encoding.UTF8.GetString(region.Witness!.ToJson());
        return new(
            LoosensLocked, Severity.Error, key, pointer,
            new($"此处 `{zone}` 由锁定的行 {locked} 决定，给出 {region.Before}；本区由 {own} 给出 {region.After}，并不更严。区域：{when}。例证：{witness}。请使本区的行在此不命中，或给出同样或更严的结果，或移到锁定的行之后。",
                $"Here {locked}, locked by `{zone}`, decides and gives {region.Before}; in this zone {own} gives {region.After}, which is not stricter. Region: {when}. Witness: {witness}. Let the zone's rows not hit here, give the same or a stricter outcome, or put them behind the locked row."));
    }

    internal static Diagnostic LockUndecided(string key, string pointer, string zone, string row) => new(
        UndecidedLock, Severity.Error, key, pointer,
        new($"未能判定行 `{row}` 是否放宽 `{zone}` 锁定的行。请将其移到锁定的行之后，或简化条件。",
            $"It was not decided whether the row `{row}` loosens a row that `{zone}` locks. Put it behind the locked rows, or simplify its cells."));

    private static string Names(ImmutableArray<string> rows) => string.Join(", ", rows.Select(r => $"`{r}`"));

    internal static LocalizedText Undecided(string property) => new(
        $"性质 `{property}` 在分析的预算内既未证明也未推翻；请简化规则或性质，或写明理由予以豁免。",
        $"The property `{property}` was neither proved nor refuted within the budget of the analysis; simplify the rule or the property, or waive it with a reason.");
}
