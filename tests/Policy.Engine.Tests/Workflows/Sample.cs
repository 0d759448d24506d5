using System.Globalization;
using System.Text.Json;
using System.Xml;

namespace Policy.Engine.Tests.Workflows;

/// <summary>A small fact type with a field of every kind, and facts of it from JSON.</summary>
internal static class Sample
{
    public static readonly FactType Parcel = Type("parcel",
        Field("hs", FieldType.Text),
        Field("value", FieldType.Number),
        Field("weight", FieldType.Number),
        Field("grade", FieldType.Text) with { Values = ["AA", "A", "B", "C"], Ordered = true },
        Field("country", FieldType.Text),
        Field("licensed", FieldType.Boolean),
        Field("day", FieldType.Date),
        Field("declaredAt", FieldType.Instant),
        Field("age", FieldType.Duration),
        Field("tags", FieldType.List) with { Items = FieldType.Text },
        Field("sizes", FieldType.List) with { Items = FieldType.Number },
        Field("buyer", FieldType.Object) with
        {
            Fields =
            [
                Field("name", FieldType.Text),
                Field("home", FieldType.Object) with { Fields = [Field("city", FieldType.Text)] },
            ],
        },
        Field("goods", FieldType.List) with
        {
            Fields =
            [
                Field("qty", FieldType.Number),
                Field("name", FieldType.Text),
                Field("fragile", FieldType.Boolean),
                Field("parts", FieldType.List) with { Fields = [Field("qty", FieldType.Number)] },
            ],
        },
        Field("extra", FieldType.Object));

    public static Context Facts(string json) => Read(Parcel, JsonDocument.Parse(json).RootElement);

    public static FactType Type(string key, params IEnumerable<Field> fields) =>
        new(key, [.. fields.Select(f => new FactField(f, Members(f)))]);

    public static Field Field(string name, FieldType type) => new() { Name = name, Type = type, Optional = true };

    public static Context Read(FactType type, JsonElement json) => new(
        type.Shape,
        [.. type.Fields.Select(f => json.TryGetProperty(f.Name, out var member) ? Read(f.Type, f.Members, f.Definition, member) : Value.Null)]);

    private static FactType? Members(Field field) => field.Fields.IsEmpty ? null : Type(field.Name, field.Fields);

    private static Value Read(FieldType type, FactType? members, Field definition, JsonElement json) => (type, json.ValueKind) switch
    {
        (_, JsonValueKind.Null) => Value.Null,
        (FieldType.Date, _) => Value.Date(DateOnly.Parse(json.GetString()!, CultureInfo.InvariantCulture)),
        (FieldType.Instant, _) => Value.Instant(DateTimeOffset.Parse(json.GetString()!, CultureInfo.InvariantCulture)),
        (FieldType.Duration, _) => Value.Duration(XmlConvert.ToTimeSpan(json.GetString()!)),
        (FieldType.Object, _) when members is not null => Value.Object(Read(members, json)),
        (FieldType.List, _) => Value.List(
            [.. json.EnumerateArray().Select(i => Read(members is null ? definition.Items!.Value : FieldType.Object, members, definition, i))]),
        _ => ValueJson.From(json),
    };
}
