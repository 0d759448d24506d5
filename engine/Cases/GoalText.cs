using System.Text;

namespace Policy.Engine.Cases;

/// <summary>Names and titles of generated cases. Titles of cases are one text, in both languages.</summary>
internal static class GoalText
{
    private const int LongestPart = 40;

    public static string Name(WatchedLine line) => line.Kind switch
    {
        ItemKind.Otherwise => "otherwise",
        ItemKind.Band => $"grade-{Slug(line.Id)}",
        _ => Slug(line.Id),
    };

    public static string Title(WatchedLine line) => line.Kind switch
    {
        ItemKind.Otherwise => "无任何行或条目命中 / Nothing hits",
        ItemKind.Band => $"得分落入等级 {line.Id} / The score gives grade {line.Id}",
        _ when line.Note is { } note => $"{note.ZhCn} / {note.En}",
        _ => $"由 {line.Id} 决定 / Decided by {line.Id}",
    };

    public static string Name(WatchedLine line, string input, Value bound) => $"{Name(line)}-{Slug(Short(input))}-at-{Slug(Text(bound))}";

    public static string Title(WatchedLine line, string input, Value bound) =>
        $"{line.Note?.ZhCn ?? line.Id}：{Short(input)} = {Text(bound)} / {line.Note?.En ?? line.Id}: {Short(input)} = {Text(bound)}";

    public static string Absent(string input) => $"{Slug(Short(input))}-absent";

    public static string AbsentTitle(string input) => $"缺少 {Short(input)} / Without {Short(input)}";

    /// <summary>The name of a case that tells a mutant apart.</summary>
    public static string Guard(Mutation mutation) =>
        $"guards{Dashed(mutation.Item)}{Dashed(mutation.Column is null ? mutation.After is null ? "" : $"before {mutation.After}" : Short(mutation.Column))}";

    public static string GuardTitle(Mutation mutation)
    {
        var item = mutation.Item.Length == 0 ? mutation.Column ?? "" : mutation.Column is null ? mutation.Item : $"{mutation.Item} {Short(mutation.Column)}";
        return (mutation.Before, mutation.After) switch
        {
            ({ } before, { } after) => $"{item}：{Short(before)} 而非 {Short(after)} / {item}: {Short(before)}, not {Short(after)}",
            (null, { } other) => $"{item} 先于 {other} / {item} comes before {other}",
            _ => $"{item} 不可缺少 / {item} is needed",
        };
    }

    private static string Text(Value value) => value.ToString().Trim('"');

    private static string Short(string text) => text.Length <= LongestPart ? text : text[..(LongestPart - 1)] + "…";

    private static string Dashed(string text) => text.Length == 0 ? "" : "-" + Slug(text);

    /// <summary>Letters and digits, the rest as single dashes.</summary>
    private static string Slug(string text)
    {
        var slug = new StringBuilder();
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c) || (c is '.' or '#' && slug.Length > 0)) slug.Append(c);
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }

        var name = slug.ToString().Trim('-');
        return name.Length > 0 ? name : "x";
    }
}
