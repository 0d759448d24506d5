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

    internal static LocalizedText Undecided(string property) => new(
        $"性质 `{property}` 在分析的预算内既未证明也未推翻；请简化规则或性质，或写明理由予以豁免。",
        $"The property `{property}` was neither proved nor refuted within the budget of the analysis; simplify the rule or the property, or waive it with a reason.");
}
