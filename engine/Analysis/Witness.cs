using System.Text.Json;
using System.Text.Json.Nodes;
using Policy.Engine.Compiling;

namespace Policy.Engine.Analysis;

/// <summary>Makes facts that lie in a box. They serve only when the document itself, evaluated on them, shows what they are
/// to witness: so every witness is proved, whatever the dimensions could not know.</summary>
/// <param name="subject">The document.</param>
/// <param name="starts">What the values are put into before anything else; null: nothing else is wanted.</param>
internal sealed class Witness(Subject subject, IReadOnlyCollection<JsonObject>? starts = null)
{
    private const int MostCases = 20;

    /// <summary>Facts in the box that show it; null when none were found.</summary>
    public Facts? In(Box box, Func<Facts, bool> shows) => All(box).FirstOrDefault(shows);

    /// <summary>Facts in the box, one for each start.</summary>
    public IEnumerable<Facts> All(Box box) => Starts().Select(start => Made(start, box)).OfType<Facts>();

    /// <summary>What the values are put into: the least that the fact type asks for, then the facts of the cases, which have
    /// what the decisions need that the document reads.</summary>
    private IEnumerable<JsonObject> Starts()
    {
        foreach (var start in starts ?? []) yield return start;
        yield return Plain(subject.Facts);
        foreach (var item in subject.Document.Cases.Take(MostCases))
            if (JsonObject.Create(item.Facts) is { } facts) yield return facts;
    }

    private Facts? Made(JsonObject start, Box box)
    {
        var facts = (JsonObject)start.DeepClone();
        var item = subject.Items.IsEach ? Item(facts) : facts;
        for (var d = 0; d < box.Space.Dimensions.Length; d++)
        {
            var dimension = box.Space.Dimensions[d];
            if (dimension.Kind is not (DimensionKind.Field or DimensionKind.Day) || box[d].Equals(dimension.All)) continue;
            if (dimension.ValuesOf(box[d]).Witness() is not { } value) return null;
            if (dimension.Path is { } path) Put(path, value);
            else facts["declaredAt"] = subject.Facts.Field("declaredAt")?.Type == FieldType.Instant ? $"{value.ToString().Trim('"')}T12:00:00+08:00" : Json(value);
        }

        foreach (var contained in Contained(box)) Put(contained.Key, Value.Text(string.Join(' ', contained)));
        using var document = JsonDocument.Parse(facts.ToJsonString());
        return Facts.Read(subject.Facts, document.RootElement, submitted: false, new Reporter(""));

        void Put(FieldPath path, Value value) =>
            Witness.Put(path.OfItem ? item : facts, path.OfItem ? subject.Items.Type : subject.Facts, path.Names.AsSpan(), value);
    }

    /// <summary>By field, the keywords that it is to contain.</summary>
    private static IEnumerable<IGrouping<FieldPath, string>> Contained(Box box) => box.Narrow.ToArray()
        .Where(d => box.Space.Dimensions[d].Kind == DimensionKind.Keyword && box.Space.Dimensions[d].ValuesOf(box[d]).Contains(Value.True))
        .GroupBy(d => box.Space.Dimensions[d].Path!, d => box.Space.Dimensions[d].Keyword!);

    /// <summary>The one item that the document runs over.</summary>
    private JsonObject Item(JsonObject facts)
    {
        var list = subject.Facts.Fields[subject.Items.Slot];
        var item = (facts[list.Name] as JsonArray)?.FirstOrDefault()?.DeepClone() as JsonObject ?? Plain(subject.Items.Type);
        facts[list.Name] = new JsonArray(item);
        return item;
    }

    private static void Put(JsonObject into, FactType type, ReadOnlySpan<string> names, Value value)
    {
        if (names.Length == 1)
        {
            into[names[0]] = Json(value);
            return;
        }

        // An absent value needs no object around it, and makes none.
        if (value.IsNull && into[names[0]] is null) return;
        var members = type.Field(names[0])!.Members!;
        if (into[names[0]] is not JsonObject inner) into[names[0]] = inner = Plain(members);
        if (value.IsNull && !members.Field(names[1])!.Definition.Optional) into.Remove(names[0]);
        else Put(inner, members, names[1..], value);
    }

    /// <summary>An object with the required members only.</summary>
    private static JsonObject Plain(FactType type)
    {
        var plain = new JsonObject();
        foreach (var field in type.Fields.Where(f => !f.Definition.Optional)) plain[field.Name] = Plain(field);
        return plain;
    }

    private static JsonNode? Plain(FactField field) => field.Type switch
    {
        FieldType.Object => field.Members is { } members ? Plain(members) : new JsonObject(),
        FieldType.List => new JsonArray([.. Enumerable.Range(0, field.Definition.MinItems ?? 0).Select(_ => Item(field))]),
        FieldType.Text when field.Definition.Values is [var first, ..] => first,
        FieldType.Number => JsonNode.Parse(Value.Number(Math.Clamp(0, field.Definition.Minimum ?? decimal.MinValue, field.Definition.Maximum ?? decimal.MaxValue)).ToString()),
        var type => Plain(type),
    };

    private static JsonNode? Item(FactField field) => field.Members is { } members ? Plain(members) : Plain(field.Definition.Items!.Value);

    private static JsonNode? Plain(FieldType type) => type switch
    {
        FieldType.Text => "x",
        FieldType.Number => 0,
        FieldType.Boolean => false,
        FieldType.Date => "2026-01-01",
        FieldType.Instant => "2026-01-01T12:00:00+08:00",
        FieldType.Duration => "PT0S",
        _ => new JsonObject(),
    };

    private static JsonNode? Json(Value value) => JsonNode.Parse(value.ToString());
}
