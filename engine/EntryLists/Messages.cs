using static Policy.Engine.Documents.Messages;

namespace Policy.Engine.EntryLists;

/// <summary>What checking lists says.</summary>
internal static class Messages
{
    public static readonly LocalizedText NoColumns = new("清单至少需要一列。请补上。", "A list needs at least one column. Add it.");

    public static readonly LocalizedText NoEffects = new(
        "清单需要 `effects`，由强到弱。请补上。", "A list needs `effects`, from strongest to weakest. Add them.");

    public static LocalizedText UnknownField(string field, IReadOnlyCollection<string> known)
    {
        var (zh, en) = Suggestion(field, known);
        return new($"没有字段 `{Quote(field)}`。{zh}", $"There is no field `{Quote(field)}`. {en}");
    }

    public static LocalizedText MatchType(string field, string match) => new(
        $"字段 `{field}` 的类型不能按 `{match}` 匹配。前缀与关键词需要文本，相等需要标量。",
        $"The field `{field}` cannot be matched by `{match}`. Prefixes and keywords need a text, equality needs a scalar.");

    public static LocalizedText UnknownEffect(string effect, IReadOnlyCollection<string> known)
    {
        var (zh, en) = Suggestion(effect, known);
        return new($"清单没有效果 `{Quote(effect)}`。{zh}", $"The list has no effect `{Quote(effect)}`. {en}");
    }

    public static LocalizedText NeverMatches(string value, string field) => new(
        $"`{Quote(value)}` 不可能与字段 `{field}` 匹配。请改正，或写 null 表示不限。",
        $"`{Quote(value)}` can never match the field `{field}`. Correct it, or write null where it does not matter.");

    public static readonly LocalizedText MatchesAll = new(
        "此条目没有任何匹配值，会命中一切。若非本意，请补上。",
        "The entry has no value to match and hits everything. Add one if that is not meant.");
}
