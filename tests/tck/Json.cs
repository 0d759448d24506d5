using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Policy.Tck;

/// <summary>The input values of test cases as JSON.</summary>
internal static class Json
{
    public static JsonNode? Of(XElement holder, FieldType? type)
    {
        if (holder.Child("value") is { } value) return Scalar(value);
        if (holder.Child("list") is { } list) return new JsonArray([.. list.Children("item").Select(i => Of(i, null))]);
        var components = holder.Children("component").ToList();
        if (components.Count == 0) return type == FieldType.List ? new JsonArray() : null;
        var result = new JsonObject();
        foreach (var component in components) result[component.Attribute("name")!.Value] = Of(component, null);
        return result;
    }

    private static JsonNode? Scalar(XElement value)
    {
        if (value.IsNil()) return null;
        return value.Type() switch
        {
            "boolean" => JsonValue.Create(value.Value.Trim() == "true"),
            "decimal" or "double" or "integer" or "int" or "long" => JsonValue.Create(decimal.Parse(value.Value.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture)),
            _ => JsonValue.Create(value.Value),
        };
    }
}
