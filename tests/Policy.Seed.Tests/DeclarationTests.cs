using System.Collections.Immutable;
using System.Text.Json;
using Policy.Engine;
using Policy.Rules.Decisions;

namespace Policy.Seed.Tests;

/// <summary>The .NET record and the fact type are the same vocabulary.</summary>
public sealed class DeclarationTests
{
    private static readonly FactType Type = RuleSet.Compile(PolicyPacks.FactTypes).RuleSet!.FactTypeOf("declaration")!;

    [Fact]
    public void Record_and_fact_type_have_the_same_fields_in_the_same_places()
    {
        AssertSame(Type, typeof(Declaration));
        AssertSame(RuleSet.Compile(PolicyPacks.FactTypes).RuleSet!.FactTypeOf("enterprise")!, typeof(Enterprise));
    }

    [Fact]
    public void Facts_of_the_record_equal_facts_of_its_json()
    {
        var declaration = Example();
        const string Json = """
            {"declarationNo":"HZ1","zone":"hangzhou","direction":"export","procedure":"9610","declaredAt":"2026-11-11T00:00:03+08:00",
             "enterprise":{"code":"3301960001","violations12m":0,"filed":true},"buyer":{"idNumber":"990101199001010015"},
             "match":{"payment":true},"currency":"CNY","totalValue":320.00,
             "goods":[{"line":1,"hsCode":"6109100021","name":"T恤衫","quantity":2,"unitPrice":160.00,"totalPrice":320.00}],
             "purchase":{"saleDate":"2026-11-01"},"extra":{"channel":"red"}}
            """;

        var fromRecord = Facts.From(Type, declaration);
        var fromJson = Facts.Read(Type, System.Text.Encoding.UTF8.GetBytes(Json));

        Assert.Empty(fromRecord.Problems);
        Assert.Empty(fromJson.Problems);
        Assert.Equal(fromJson.Facts!.Content, fromRecord.Facts!.Content);
    }

    private static Declaration Example() => new()
    {
        DeclarationNo = "HZ1",
        Zone = "hangzhou",
        Direction = "export",
        Procedure = "9610",
        DeclaredAt = new DateTimeOffset(2026, 11, 11, 0, 0, 3, TimeSpan.FromHours(8)),
        Enterprise = new Enterprise("3301960001", Filed: true, Violations12m: 0),
        Buyer = new Buyer("990101199001010015"),
        Match = new DocumentMatch(Payment: true),
        Currency = "CNY",
        TotalValue = 320,
        Goods = [new GoodsLine(1, "6109100021", "T恤衫", 2, 320, UnitPrice: 160)],
        Purchase = new Purchase(SaleDate: new DateOnly(2026, 11, 1)),
        Extra = JsonDocument.Parse("""{"channel":"red"}""").RootElement,
    };

    private static void AssertSame(FactType type, Type record)
    {
        var properties = record.GetProperties().ToDictionary(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name), p => p.PropertyType);
        Assert.Equal(type.Fields.Select(f => f.Name).Order(StringComparer.Ordinal), properties.Keys.Order(StringComparer.Ordinal));
        foreach (var field in type.Fields)
        {
            var property = properties[field.Name];
            var bare = Nullable.GetUnderlyingType(property) ?? property;
            switch (field.Type)
            {
                case FieldType.Text: Assert.Equal(typeof(string), bare); break;
                case FieldType.Number: Assert.Equal(typeof(decimal), bare); break;
                case FieldType.Boolean: Assert.Equal(typeof(bool), bare); break;
                case FieldType.Date: Assert.Equal(typeof(DateOnly), bare); break;
                case FieldType.Instant: Assert.Equal(typeof(DateTimeOffset), bare); break;
                case FieldType.List:
                    Assert.Equal(typeof(ImmutableArray<>), bare.GetGenericTypeDefinition());
                    AssertSame(field.Members!, bare.GetGenericArguments()[0]);
                    break;
                default:
                    if (field.Members is { } members) AssertSame(members, bare);
                    else Assert.Equal(typeof(JsonElement), bare);
                    break;
            }

            if (bare.IsValueType && field.Type is not FieldType.List)
                Assert.Equal(field.Definition.Optional, Nullable.GetUnderlyingType(property) is not null);
        }
    }
}
