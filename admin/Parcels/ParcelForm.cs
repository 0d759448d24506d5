using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Policy.Engine;

namespace Policy.Admin.Parcels;

/// <summary>A field of the parcel that the form offers.</summary>
/// <param name="Path">Dotted path from the root; a list means its first item.</param>
/// <param name="Field">The field.</param>
public sealed record ParcelField(string Path, FactField Field);

/// <summary>The form over a parcel's JSON: the fields that a document reads, then those that matter to most.</summary>
internal static class ParcelForm
{
    private static readonly string[] Usual =
        ["direction", "procedure", "totalValue", "goods.hsCode", "goods.name", "goods.totalPrice", "declaredAt"];

    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The fields to offer for a document.</summary>
    /// <param name="document">The document that is looked at.</param>
    /// <param name="root">The fact type of the parcel.</param>
    public static IReadOnlyList<ParcelField> Fields(Document document, FactType root)
    {
        var prefix = document.Facts == root.Key || root.Field(document.Facts) is null ? "" : document.Facts + ".";
        return
        [
            .. Reads(document)
                .SelectMany(r => Each(document) is { } each ? new[] { $"{prefix}{each}.{r}", prefix + r } : [prefix + r])
                .Concat(Usual)
                .Distinct(StringComparer.Ordinal)
                .Select(path => (path, field: Find(root, path)))
                .Where(p => p.field is { Type: not (FieldType.Object or FieldType.List) })
                .Select(p => new ParcelField(p.path, p.field!)),
        ];
    }

    /// <summary>The text of a field in the JSON; empty when it is absent or the JSON is broken.</summary>
    public static string Get(string json, string path) => Parse(json) is { } root && Parent(root, path, create: false) is { } parent
        ? parent[Last(path)] switch
        {
            null => "",
            JsonValue value when value.TryGetValue<string>(out var text) => text,
            var other => other.ToJsonString(),
        }
        : "";

    /// <summary>The JSON with a field set, or removed by an empty text; unchanged when it is broken or the text is not of the type.</summary>
    public static string Set(string json, ParcelField field, string text)
    {
        if (Parse(json) is not { } root || Parent(root, field.Path, create: true) is not { } parent) return json;
        var name = Last(field.Path);
        if (text.Trim().Length == 0) parent.Remove(name);
        else if (Value(field.Field.Type, text.Trim()) is { } value) parent[name] = value;
        else return json;
        return root.ToJsonString(Pretty);
    }

    private static IEnumerable<string> Reads(Document document) => document switch
    {
        DecisionTableDocument table => table.Inputs.Select(i => i.Expression),
        ListDocument list => list.Columns.Select(c => c.Field),
        ScorecardDocument card => card.Characteristics.Select(c => c.Input),
        _ => [],
    };

    private static string? Each(Document document) => document switch
    {
        DecisionTableDocument table => table.ForEach,
        ListDocument list => list.ForEach,
        _ => null,
    };

    private static FactField? Find(FactType root, string path)
    {
        FactField? field = null;
        var type = root;
        foreach (var name in path.Split('.'))
        {
            field = type?.Field(name);
            type = field?.Members;
        }

        return field;
    }

    private static JsonNode? Value(FieldType type, string text) => type switch
    {
        FieldType.Number => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : null,
        FieldType.Boolean => bool.TryParse(text, out var flag) ? JsonValue.Create(flag) : null,
        _ => JsonValue.Create(text),
    };

    private static JsonObject? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonObject? Parent(JsonObject root, string path, bool create)
    {
        var at = root;
        foreach (var name in path.Split('.').SkipLast(1))
        {
            if (at[name] is null && create) at[name] = new JsonObject();
            at = at[name] switch
            {
                JsonObject next => next,
                JsonArray { Count: > 0 } list => list[0] as JsonObject,
                _ => null,
            };
            if (at is null) return null;
        }

        return at;
    }

    private static string Last(string path) => path[(path.LastIndexOf('.') + 1)..];
}
