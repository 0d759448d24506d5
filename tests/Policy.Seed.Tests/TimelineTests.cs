using System.Text.Json;
using Policy.Engine;

namespace Policy.Seed.Tests;

/// <summary>Declarations of different days meet different rules: each is decided by the release in force in its zone when
/// it was declared.</summary>
public sealed class TimelineTests
{
    private static readonly Lazy<Dictionary<string, JsonElement>> Cases = new(() =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "timeline.json"))).RootElement
            .EnumerateArray().ToDictionary(c => c.GetProperty("id").GetString()!, StringComparer.Ordinal));

    public static TheoryData<string> Ids() => [.. Cases.Value.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Is_decided_by_the_rules_of_its_day(string id)
    {
        var facts = Cases.Value[id].GetProperty("facts");
        var declaredAt = facts.GetProperty("declaredAt").GetDateTimeOffset();
        var rules = PackTests.Compile(facts.GetProperty("zone").GetString()!, DateOnly.FromDateTime(declaredAt.DateTime)).RuleSet!;
        var reading = Facts.Read(rules.FactTypeOf("clearance")!, JsonSerializer.SerializeToUtf8Bytes(facts));
        Assert.Empty(reading.Problems);

        var evaluation = rules.Evaluate("clearance", reading.Facts!);

        Assert.Empty(evaluation.Faults);
        AssertContains(Cases.Value[id].GetProperty("expect"), evaluation.Outputs, "");
    }

    // Members that are not named are not compared.
    private static void AssertContains(JsonElement expected, Value actual, string path)
    {
        if (expected.ValueKind == JsonValueKind.Object)
        {
            Assert.True(actual.Kind == ValueKind.Object, $"{path} is {actual}");
            foreach (var member in expected.EnumerateObject())
                AssertContains(member.Value, actual.AsObject()[member.Name], $"{path}/{member.Name}");
        }
        else Assert.True(ValueJson.From(expected) == actual, $"{path} is {actual}, not {expected.GetRawText()}");
    }
}
