using System.Text;

namespace Policy.Engine.Tests.Workflows;

/// <summary>A small fact type with a field of every kind, all optional, and facts of it from JSON.</summary>
internal static class Sample
{
    private static readonly FactTypeDocument Document = new()
    {
        Key = "parcel",
        Fields =
        [
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
            Field("extra", FieldType.Object),
        ],
    };

    public static readonly FactType Parcel = RuleSet.Compile([Document]).RuleSet!.FactTypeOf(Document.Key)!;

    public static Context Facts(string json) => Engine.Facts.Read(Parcel, Encoding.UTF8.GetBytes(json)).Facts!.Content;

    private static Field Field(string name, FieldType type) => new() { Name = name, Type = type, Optional = true };
}
