using System.Collections.Immutable;
using Policy.Engine;

namespace Policy.Admin.Decisions;

/// <summary>The texts of a declaration that identify a person, so that no explanation shows them.</summary>
public sealed class PersonalTexts
{
    private readonly ImmutableArray<string> _texts;

    private PersonalTexts(ImmutableArray<string> texts) => _texts = texts;

    /// <summary>The personal texts of facts, the longest first.</summary>
    public static PersonalTexts Of(Facts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return new([.. Of(facts.Content, facts.Type).Where(t => t.Length > 0).Distinct(StringComparer.Ordinal).OrderByDescending(t => t.Length)]);
    }

    /// <summary>The text with every personal text in it masked.</summary>
    public string Hide(string shown)
    {
        ArgumentNullException.ThrowIfNull(shown);
        return _texts.Aggregate(shown, (text, personal) => text.Replace(personal, "***", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Of(Context content, FactType type) =>
        type.Fields.SelectMany((field, slot) => Of(content[slot], field));

    private static IEnumerable<string> Of(Value value, FactField field) => value.Kind switch
    {
        ValueKind.Text => field.Definition.Personal ? [value.AsText()] : [],
        ValueKind.Object when field.Members is { } members => Of(value.AsObject(), members),
        ValueKind.List => [.. value.AsList().ToArray().SelectMany(item => field.Members is { } m && item.Kind == ValueKind.Object ? Of(item.AsObject(), m) : Of(item, field))],
        _ => [],
    };
}
