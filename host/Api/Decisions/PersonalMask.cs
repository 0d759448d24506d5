using System.Collections.Immutable;
using Policy.Engine;

namespace Policy.Host.Api.Decisions;

/// <summary>Masks the values that identify a person, by the fields that the fact type marks as personal.</summary>
internal sealed class PersonalMask
{
    private readonly ImmutableArray<string> _texts;
    private readonly Facts _facts;

    public PersonalMask(Facts facts)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        Collect(facts.Type, facts.Content, texts);
        (_facts, _texts) = (facts, texts.ToImmutable());
    }

    /// <summary>The facts with every personal value masked.</summary>
    public Value Masked() => Value.Object(Masked(_facts.Type, _facts.Content));

    /// <summary>A value computed from the facts, with every personal text in it masked.</summary>
    public Value Masked(Value value) => value.Kind switch
    {
        _ when _texts.IsEmpty => value,
        ValueKind.Text => Value.Text(_texts.Aggregate(value.AsText(), (text, personal) => text.Replace(personal, Mask(personal), StringComparison.Ordinal))),
        ValueKind.List => Value.List([.. value.AsList().ToArray().Select(Masked)]),
        ValueKind.Object => Value.Object(Masked(value.AsObject(), (_, member) => Masked(member))),
        _ => value,
    };

    private static Context Masked(FactType type, Context content) => Masked(content, (slot, value) => Masked(type.Fields[slot], value));

    private static Value Masked(FactField field, Value value) => value.Kind switch
    {
        ValueKind.Null => value,
        _ when field.Definition.Personal => Value.Text(Mask(value.Kind == ValueKind.Text ? value.AsText() : value.ToString())),
        ValueKind.Object when field.Members is { } members => Value.Object(Masked(members, value.AsObject())),
        ValueKind.List when field.Members is { } members => Value.List(
            [.. value.AsList().ToArray().Select(item => item.Kind == ValueKind.Object ? Value.Object(Masked(members, item.AsObject())) : item)]),
        _ => value,
    };

    private static Context Masked(Context content, Func<int, Value, Value> mask)
    {
        var values = new Value[content.Count];
        for (var slot = 0; slot < values.Length; slot++) values[slot] = mask(slot, content[slot]);
        return new Context(content.Shape, values);
    }

    private static void Collect(FactType type, Context content, ImmutableArray<string>.Builder texts)
    {
        for (var slot = 0; slot < type.Fields.Length; slot++)
        {
            var (field, value) = (type.Fields[slot], content[slot]);
            if (field.Definition.Personal && value.Kind == ValueKind.Text && value.AsText().Length > 0) texts.Add(value.AsText());
            if (field.Members is not { } members) continue;
            if (value.Kind == ValueKind.Object) Collect(members, value.AsObject(), texts);
            if (value.Kind != ValueKind.List) continue;
            foreach (var item in value.AsList())
                if (item.Kind == ValueKind.Object) Collect(members, item.AsObject(), texts);
        }
    }

    /// <summary>The first character; of a long text also the last.</summary>
    private static string Mask(string text) => text.Length switch
    {
        0 => "",
        < 8 => text[..1] + new string('*', Math.Max(1, text.Length - 1)),
        _ => text[..1] + new string('*', text.Length - 2) + text[^1..],
    };
}
