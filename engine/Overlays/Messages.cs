using static Policy.Engine.Documents.Messages;

namespace Policy.Engine.Overlays;

/// <summary>What composing overlays says.</summary>
internal static class Messages
{
    public static LocalizedText OtherKey(string overlay, string parent) => new(
        $"覆盖文档 `{overlay}` 不能与 `{parent}` 合成；两者的键须相同。",
        $"The overlay `{overlay}` cannot be composed with `{parent}`; their keys must be the same.");

    public static LocalizedText NoSuchItems(string items, string kind) => new(
        $"上级文档的种类为 `{kind}`，没有 `{items}`。请删去。", $"The parent's document is a `{kind}` and has no `{items}`. Remove them.");

    public static LocalizedText NotAnOverlaidKind(string kind) => new(
        $"种类为 `{kind}` 的文档不能覆盖。请以完整文档替代。", $"A `{kind}` cannot be overlaid. Replace it by a whole document.");

    public static LocalizedText UnknownItem(string id, IReadOnlyCollection<string> known)
    {
        var (zh, en) = Suggestion(id, known);
        return new($"上级文档没有 `{Quote(id)}`。{zh}", $"The parent's document has no `{Quote(id)}`. {en}");
    }

    public static LocalizedText Locked(string id) => new(
        $"`{Quote(id)}` 已被上级锁定，不得替换或撤销。请删去此项。",
        $"`{Quote(id)}` is locked by the parent and may not be replaced or withdrawn. Remove this item.");

    public static LocalizedText WithdrawnAndReplaced(string id) => new(
        $"`{Quote(id)}` 既被替换又被撤销。请只保留其一。", $"`{Quote(id)}` is both replaced and withdrawn. Keep one of the two.");
}
