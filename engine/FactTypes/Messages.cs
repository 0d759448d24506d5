using System.Collections.Immutable;
using System.Globalization;
using static Policy.Engine.Documents.Messages;

namespace Policy.Engine.FactTypes;

/// <summary>What checking fact types and reading facts says.</summary>
internal static class Messages
{
    public static readonly LocalizedText Instant = new(
        "带时区偏移的时间文本，例如 2026-11-11T00:00:03+08:00",
        "a time as text with its offset, for example 2026-11-11T00:00:03+08:00");

    public static readonly LocalizedText Duration = new(
        "以天、时、分、秒表示的时长文本，例如 P30D 或 PT45M", "a duration of days and time as text, for example P30D or PT45M");

    public static readonly LocalizedText MonthsDuration = new(
        "以年、月表示的时长文本，例如 P1Y6M", "a duration of years and months as text, for example P1Y6M");

    public static readonly LocalizedText Time = new("时间文本，例如 08:30:00", "a time of day as text, for example 08:30:00");

    public static LocalizedText BadName(string name) => new(
        $"`{Quote(name)}` 不能作为名称。请用字母开头，其后为字母、数字或下划线，且不得是 FEEL 的保留字。",
        $"`{Quote(name)}` cannot be a name. Start with a letter, go on with letters, digits or underscores, and avoid the words of FEEL.");

    public static LocalizedText OnlyFor(string member, string types) => new(
        $"`{member}` 只适用于 {types}。请删去，或更改类型。", $"`{member}` is only for {types}. Remove it or change the type.");

    public static LocalizedText Bounds(string lower, string upper) => new(
        $"`{lower}` 大于 `{upper}`。请改正其一。", $"`{lower}` is greater than `{upper}`. Correct one of them.");

    public static readonly LocalizedText OrderedNeedsValues = new(
        "`ordered` 需要 `values`。请列出各值，由好到差。", "`ordered` needs `values`. List them from best to worst.");

    public static readonly LocalizedText ListShape = new(
        "列表需要 `fields`（对象列表）或 `items`（标量列表）之一。请写明其中一个。",
        "A list needs either `fields` (a list of objects) or `items` (a list of scalars). Name one of them.");

    public static readonly LocalizedText ProvidedNeedsOptional = new(
        "由平台提供的字段必须可缺省。请加上 `\"optional\":true`。",
        "A field that the platform provides must be optional. Add `\"optional\":true`.");

    public static readonly LocalizedText TooDeep = new(
        $"字段嵌套超过 {DocumentLimits.FieldDepth} 层。请减少层次。", $"Fields are nested more than {DocumentLimits.FieldDepth} deep. Flatten them.");

    public static readonly LocalizedText NotObject = new(
        "事实必须是一个 JSON 对象 {…}。请按此发送。", "Facts must be one JSON object {…}. Send one.");

    public static LocalizedText Unknown(string name, IReadOnlyCollection<string> known)
    {
        var (zh, en) = Suggestion(name, known);
        return new($"未知字段 `{Quote(name)}`。{zh}", $"Unknown field `{Quote(name)}`. {en}");
    }

    public static LocalizedText MissingFact(string name) => new(
        $"缺少必填字段 `{name}`。请补上。", $"The required field `{name}` is missing. Add it.");

    public static LocalizedText NotAmong(string text, ImmutableArray<string> values)
    {
        var (zh, en) = Suggestion(text, values);
        return new($"`{Quote(text)}` 不在允许值之内。{zh}", $"`{Quote(text)}` is not among the allowed values. {en}");
    }

    public static LocalizedText Below(decimal number, decimal minimum) => Formatted(
        $"`{number}` 小于下限 {minimum}。请改正。", $"`{number}` is below the minimum of {minimum}. Correct it.");

    public static LocalizedText Above(decimal number, decimal maximum) => Formatted(
        $"`{number}` 大于上限 {maximum}。请改正。", $"`{number}` is above the maximum of {maximum}. Correct it.");

    public static LocalizedText TooLongText(int length, int limit) => TooLong(length, limit);

    public static LocalizedText TooManyItems(int count, int limit) => Formatted(
        $"列表有 {count} 项，上限为 {limit} 项。请减少或拆分。", $"The list has {count} items; at most {limit} are allowed. Shorten or split it.");

    public static LocalizedText TooFewItems(int count, int limit) => Formatted(
        $"列表有 {count} 项，至少需要 {limit} 项。请补齐。", $"The list has {count} items; at least {limit} are needed. Complete it.");

    public static LocalizedText Provided(string name) => new(
        $"`{name}` 由平台提供，不接受外部提交。请删去。", $"`{name}` is provided by the platform and not accepted from outside. Leave it out.");

    private static LocalizedText Formatted(FormattableString zh, FormattableString en) =>
        new(zh.ToString(CultureInfo.InvariantCulture), en.ToString(CultureInfo.InvariantCulture));
}
