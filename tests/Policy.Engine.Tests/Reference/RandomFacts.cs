using System.Globalization;
using System.Text.Json;
using CsCheck;

namespace Policy.Engine.Tests.Reference;

/// <summary>Facts at and around the values that random documents test, with every optional field missing now and
/// then.</summary>
internal static class RandomFacts
{
    public static readonly string[] Grades = ["AA", "A", "B", "C", "D"];
    public static readonly string[] Countries = ["CN", "US", "JP"];
    public static readonly string[] Codes = ["8471300000", "8471410000", "8517120000", "9301000000", "6109100021",
        "0101"];
    public static readonly string[] Names = ["棉制T恤衫", "手机 Phone", "ＰＨＯＮＥ case", "toy gun", ""];
    public static readonly string[] Days = ["2025-12-31", "2026-01-01", "2026-06-15", "2026-06-16", "2027-01-01"];

    public static readonly string[] Instants =
        ["2025-12-31T23:59:59+08:00", "2025-12-31T16:00:00+00:00", "2026-06-15T12:00:00+08:00",
            "2026-12-31T20:00:00+00:00"];

    public static readonly FactTypeDocument Type = new()
    {
        Key = "parcel",
        Fields =
        [
            Field("hs", FieldType.Text),
            Field("name", FieldType.Text) with { Optional = true },
            Field("value", FieldType.Number) with { Optional = true },
            Field("weight", FieldType.Number),
            Field("grade", FieldType.Text) with { Optional = true, Values = [.. Grades], Ordered = true },
            Field("country", FieldType.Text) with { Optional = true, Values = [.. Countries] },
            Field("licensed", FieldType.Boolean) with { Optional = true },
            Field("day", FieldType.Date) with { Optional = true },
            Field("declaredAt", FieldType.Instant) with { Optional = true },
            Field("buyer", FieldType.Object) with
            {
                Optional = true,
                Fields = [Field("total", FieldType.Number) with { Optional = true }, Field("city", FieldType.Text)],
            },
            Field("goods", FieldType.List) with
            {
                Fields =
                [
                    Field("line", FieldType.Number),
                    Field("code", FieldType.Text),
                    Field("label", FieldType.Text) with { Optional = true },
                    Field("quantity", FieldType.Number),
                    Field("price", FieldType.Number) with { Optional = true },
                    Field("fragile", FieldType.Boolean) with { Optional = true },
                ],
            },
        ],
    };

    /// <summary>Numbers near one another, so that thresholds are met, missed by a little, and met by both
    /// ends.</summary>
    public static readonly Gen<decimal> Number = Choice.Among(
        Gen.Int[0, 12].Select(i => (decimal)i),
        Gen.Int[0, 24].Select(i => i / 2m),
        Choice.Of(0m, 0.01m, 4.99m, 5.01m, 100m, 5000m, 79228162514m));

    public static readonly Gen<string> Json = Gen.Select(
        Choice.Of(Codes),
        Missing(Choice.Of(Names).Select(Text)),
        Missing(Number.Select(Text)),
        Number.Select(Text),
        Missing(Choice.Of(Grades).Select(Text)),
        Missing(Choice.Of(Countries).Select(Text)),
        Missing(Gen.Bool.Select(b => b ? "true" : "false")),
        Gen.Select(
            Missing(Choice.Of(Days).Select(Text)),
            Choice.Weighted((9, Choice.Of(Instants).Select(i => (string?)Text(i))), (1, Choice.Of((string?)null))),
            Missing(Buyer()),
            Line().Array[0, 3]),
        (hs, name, value, weight, grade, country, licensed, more) => Object(
            ("hs", Text(hs)), ("name", name), ("value", value), ("weight", weight), ("grade", grade),
                ("country", country),
            ("licensed", licensed), ("day", more.Item1), ("declaredAt", more.Item2), ("buyer", more.Item3),
            ("goods", $"[{string.Join(',', more.Item4.Select((g, i) => g.Replace("\"line\":0", $"\"line\":{i + 1}",
                StringComparison.Ordinal)))}]")));

    public static string Text(string text) => JsonSerializer.Serialize(text);

    public static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);

    private static Gen<string> Buyer() => Gen.Select(
        Missing(Number.Select(Text)), Choice.Of("杭州", "青岛"), (total, city) =>
            Object(("total", total), ("city", Text(city))));

    private static Gen<string> Line() => Gen.Select(
        Choice.Of(Codes), Missing(Choice.Of(Names).Select(Text)), Number, Missing(Number.Select(Text)),
            Missing(Gen.Bool.Select(b => b ? "true" : "false")),
        (code, label, quantity, price, fragile) => Object(
            ("line", "0"), ("code", Text(code)), ("label", label), ("quantity", Text(quantity)), ("price", price),
                ("fragile", fragile)));

    // Left out, given as null, or given.
    private static Gen<string?> Missing(Gen<string> value) => Choice.Weighted(
        (1, Choice.Of((string?)null)), (1, Gen.Const<string?>("null")), (6, value.Select(v => (string?)v)));

    private static string Object(params (string Name, string? Value)[] members) =>
        $"{{{string.Join(',', members.Where(m => m.Value is not null).Select(m => $"\"{m.Name}\":{m.Value}"))}}}";

    private static Field Field(string name, FieldType type) => new() { Name = name, Type = type };
}
