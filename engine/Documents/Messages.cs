using System.Collections.Immutable;
using System.Text.Json;
using Policy.Engine.Compiling;

namespace Policy.Engine.Documents;

/// <summary>What reading documents says: what is wrong, the offending text in backticks, the cure.</summary>
internal static class Messages
{
    public static readonly LocalizedText Text = new("文本", "a text");
    public static readonly LocalizedText Number = new("数值（十进制数可精确表示）", "a number that a decimal holds exactly");
    public static readonly LocalizedText WholeNumber = new("非负整数", "a whole number, 0 or more");
    public static readonly LocalizedText Boolean = new("true 或 false", "true or false");
    public static readonly LocalizedText Day = new("日期文本 yyyy-MM-dd", "a day as text, yyyy-MM-dd");
    public static readonly LocalizedText Object = new("对象 {…}", "an object {…}");
    public static readonly LocalizedText Array = new("列表 […]", "a list […]");

    public static readonly LocalizedText InvalidUtf8 = new(
        "内容不是有效的 UTF-8。请以 UTF-8 编码保存。", "The content is not valid UTF-8. Save it as UTF-8.");

    public static readonly LocalizedText InvalidText = new(
        "文本含有不成对的代理字符或 U+0000。请将其删除。",
        "The text holds a lone surrogate or the character U+0000. Remove it.");

    public static readonly LocalizedText NullCell = new(
        "单元格不能为 `null`。任意值请写 `\"-\"`，要求值缺失请写 `\"null\"`。",
        "A cell cannot be `null`. Write `\"-\"` for any value, or `\"null\"` to test for an absent one.");

    public static LocalizedText MalformedJson(long line, long column) => new(
        $"第 {line} 行第 {column} 字节处不是有效的 JSON。请在该处改正。",
        $"Line {line}, byte {column} is not valid JSON. Mend it there.");

    public static LocalizedText TooLarge(int bytes, int limit) => new(
        $"内容有 {bytes} 字节，上限为 {limit} 字节。请拆分。",
        $"The content has {bytes} bytes; at most {limit} are allowed. Split it.");

    public static LocalizedText Repeated(string name) => new(
        $"属性 `{Quote(name)}` 重复。请删去其中一个。", $"The property `{Quote(name)}` is repeated. Remove one of them.");

    public static LocalizedText UnknownProperty(string name, IReadOnlyCollection<string> known)
    {
        var (zh, en) = Suggestion(name, known);
        return new($"未知属性 `{Quote(name)}`。{zh}", $"Unknown property `{Quote(name)}`. {en}");
    }

    public static LocalizedText UnknownKind(string kind, ImmutableArray<string> kinds)
    {
        var (zh, en) = Suggestion(kind, kinds);
        return new($"未知的文档种类 `{Quote(kind)}`。{zh}", $"Unknown kind of document `{Quote(kind)}`. {en}");
    }

    public static LocalizedText UnknownChoice(string text, ImmutableArray<string> choices)
    {
        var (zh, en) = Suggestion(text, choices);
        return new($"此处不允许 `{Quote(text)}`。{zh}", $"`{Quote(text)}` is not allowed here. {en}");
    }

    public static LocalizedText Missing(string name) => new(
        $"缺少 `{name}`。请补上。", $"`{name}` is missing. Add it.");

    public static LocalizedText Mistyped(JsonElement found, LocalizedText expected) => new(
        $"此处应为{expected.ZhCn}，而不是 `{Excerpt(found)}`。", $"Expected {expected.En}, not `{Excerpt(found)}`.");

    public static LocalizedText BadKey(string key) => new(
        $"`{Quote(key)}` 不能作为键。请只用小写字母、数字和单个连字符，不超过 {DocumentLimits.Key} 个字符。",
        $"`{Quote(key)}` cannot be a key. Use lower-case letters, digits and single hyphens, at most {DocumentLimits.Key} characters.");

    public static LocalizedText DuplicateId(string id) => new(
        $"`{Quote(id)}` 已被使用。请换一个。", $"`{Quote(id)}` is used twice. Choose another.");

    public static LocalizedText CellCount(int found, int expected) => new(
        $"此处有 {found} 个单元格，应为 {expected} 个。请每列写一个。",
        $"There are {found} cells here instead of {expected}. Write one per column.");

    public static LocalizedText BadDate(string text) => new(
        $"`{Quote(text)}` 不是日期。请写作 yyyy-MM-dd，例如 2026-01-01。",
        $"`{Quote(text)}` is not a day. Write yyyy-MM-dd, for example 2026-01-01.");

    public static LocalizedText TooLong(int length, int limit) => new(
        $"文本有 {length} 个字符，上限为 {limit} 个。请缩短。",
        $"The text has {length} characters; at most {limit} are allowed. Shorten it.");

    public static LocalizedText EmptyPeriod(DateOnly from, DateOnly to) => new(
        $"期间 `{from:yyyy-MM-dd}` 至 `{to:yyyy-MM-dd}` 为空；截止日不含在内。请改正其一。",
        $"The period from `{from:yyyy-MM-dd}` to `{to:yyyy-MM-dd}` is empty; its end is exclusive. Correct one of them.");

    public static LocalizedText SourceFile(string file) => new(
        $"找不到脚本文件 `{Quote(file)}`。请把它放在文档旁边，或把脚本写入 `source`。",
        $"The script file `{Quote(file)}` cannot be found. Put it beside the document or write the script as `source`.");

    public static readonly LocalizedText TwoSources = new(
        "`source` 与 `sourceFile` 只能有一个。请删去其一。", "Only one of `source` and `sourceFile` may be there. Remove one.");

    /// <summary>The text short enough for a message.</summary>
    public static string Quote(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 57), "…");

    private static string Excerpt(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "{…}",
        JsonValueKind.Array => "[…]",
        _ => Quote(json.GetRawText()),
    };

    public static (string Zh, string En) Suggestion(string text, IReadOnlyCollection<string> known)
    {
        if (Nearest.To(text, known) is { } near) return ($"是否为 `{near}`？", $"Did you mean `{near}`?");
        if (known.Count is 0 or > 20) return ("请改正或删去。", "Correct or remove it.");
        var all = string.Join(", ", known.Select(k => $"`{k}`"));
        return ($"可用：{all}。", $"Known are {all}.");
    }
}
