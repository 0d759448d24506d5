using System.Collections.Immutable;
using Policy.Engine;

namespace Policy.Host.Api.Decisions;

/// <summary>The texts of facts that identify a person, to keep them out of explanations.</summary>
internal sealed class PersonalMask
{
    private const string Mask = "***";

    private readonly ImmutableArray<string> _texts;

    public PersonalMask(Facts facts)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        Collect(facts.Type, facts.Content, texts);
        _texts = texts.ToImmutable();
    }

    /// <summary>A value computed from the facts, with every personal text in it masked.</summary>
    public Value Masked(Value value) => value.Kind switch
    {
        _ when _texts.IsEmpty => value,
        ValueKind.Text => Value.Text(_texts.Aggregate(value.AsText(), Masked)),
        ValueKind.List => Value.List([.. value.AsList().ToArray().Select(Masked)]),
        ValueKind.Object => Value.Object(Masked(value.AsObject())),
        _ => value,
    };

    // A single character would be found in every other text.
    private static string Masked(string text, string personal) =>
        text == personal ? Mask : personal.Length == 1 ? text : text.Replace(personal, Mask, StringComparison.Ordinal);

    private Context Masked(Context content)
    {
        var values = new Value[content.Count];
        for (var slot = 0; slot < values.Length; slot++) values[slot] = Masked(content[slot]);
        return new Context(content.Shape, values);
    }

    private static void Collect(FactType type, Context content, ImmutableArray<string>.Builder texts)
    {
        for (var slot = 0; slot < type.Fields.Length; slot++)
        {
            var (field, value) = (type.Fields[slot], content[slot]);
            if (field.Definition.Personal && value.Kind == ValueKind.Text && value.AsText() is { Length: > 0 } text)
                texts.Add(text);
            if (field.Members is not { } members) continue;
            if (value.Kind == ValueKind.Object) Collect(members, value.AsObject(), texts);
            if (value.Kind != ValueKind.List) continue;
            foreach (var item in value.AsList())
                if (item.Kind == ValueKind.Object) Collect(members, item.AsObject(), texts);
        }
    }
}
