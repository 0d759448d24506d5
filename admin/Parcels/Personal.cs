using System.Text.Json.Nodes;
using Policy.Engine;

namespace Policy.Admin.Parcels;

/// <summary>Masks what identifies a person before facts are shown.</summary>
internal static class Personal
{
    /// <summary>The facts with every personal field masked: the first and last character stay, of short texts only
    /// the first.</summary>
    public static string Mask(string json, FactType type)
    {
        if (JsonNode.Parse(json) is not JsonObject facts) return json;
        Mask(facts, type);
        return facts.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    private static void Mask(JsonObject facts, FactType type)
    {
        foreach (var field in type.Fields)
        {
            if (facts[field.Name] is not { } value) continue;
            if (field.Definition.Personal) facts[field.Name] = Masked(value);
            else if (field.Members is not null) MaskMembers(value, field.Members);
        }
    }

    private static void MaskMembers(JsonNode value, FactType members)
    {
        if (value is JsonObject one) Mask(one, members);
        if (value is not JsonArray many) return;
        foreach (var item in many.OfType<JsonObject>()) Mask(item, members);
    }

    private static JsonNode? Masked(JsonNode value)
    {
        if (value is not JsonValue single || !single.TryGetValue<string>(out var text)) return null;
        return text.Length switch
        {
            0 => "",
            <= 4 => text[..1] + new string('*', text.Length - 1),
            _ => text[..1] + new string('*', text.Length - 2) + text[^1..],
        };
    }
}
