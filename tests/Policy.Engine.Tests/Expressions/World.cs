using System.Collections.Immutable;
using System.Text.Json;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions;
using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Tests.Expressions;

/// <summary>The vocabulary of the expression tests, and how to compile and evaluate in it.</summary>
internal static class World
{
    public static readonly DataType Grade = DataType.Text with { Values = ["AA", "A", "B", "C", "D"], Ordered = true };

    private static readonly DataType Goods = ObjectOf(
        ("hsCode", DataType.Text), ("name", DataType.Text), ("quantity", DataType.Number),
            ("totalPrice", DataType.Number));

    private static readonly DataType Facts = ObjectOf(
        ("n", DataType.Number), ("m", DataType.Number), ("s", DataType.Text), ("t", DataType.Text),
            ("b", DataType.Boolean),
        ("c", DataType.Boolean), ("day", DataType.Date), ("at", DataType.Instant), ("span", DataType.Duration),
        ("term", DataType.Months), ("grade", Grade), ("worse", Grade),
        ("zone", DataType.Text with { Values = ["hangzhou", "guangzhou", "qingdao"] }),
        ("goods", DataType.ListOf(Goods)), ("numbers", DataType.ListOf(DataType.Number)),
            ("texts", DataType.ListOf(DataType.Text)),
        ("buyer", ObjectOf(("name", DataType.Text), ("home", ObjectOf(("city", DataType.Text))))),
        ("extra", DataType.Object), ("any", DataType.Any), ("order value", DataType.Number),
            ("order", DataType.Number));

    public static readonly Scope Scope = new(null,
        Facts.Members.Select((m, slot) => new Symbol(m.Name, m.Type, f => f.Facts[slot])));

    public static readonly Scope DmnScope = new(Scope, []) { Dialect = Dialect.Dmn };

    public static DataType TypeOf(string field) => Facts.Members.Single(m => m.Name == field).Type;

    public static Frame Frame(string json = "{}")
    {
        using var document = JsonDocument.Parse(json);
        return new Frame { Facts = Read(document.RootElement, Facts).AsObject(), Document = "test" };
    }

    public static Expression Compile(string text, Scope? scope = null)
    {
        var reporter = new Reporter("test");
        var expression = Feel.Compile(text, scope ?? Scope, reporter);
        Assert.True(expression is not null, $"{text}: {Describe(reporter)}");
        Assert.False(reporter.HasErrors);
        return expression;
    }

    public static UnaryTests CompileTests(string text, DataType input)
    {
        var reporter = new Reporter("test");
        var tests = Feel.CompileTests(text, input, Scope, reporter);
        Assert.True(tests is not null, $"{text}: {Describe(reporter)}");
        return tests;
    }

    public static ImmutableArray<Diagnostic> Problems(string text)
    {
        var reporter = new Reporter("test");
        var expression = Feel.Compile(text, Scope, reporter);
        Assert.Equal(reporter.HasErrors, expression is null);
        return reporter.Found;
    }

    public static ImmutableArray<Diagnostic> TestProblems(string text, DataType input)
    {
        var reporter = new Reporter("test");
        var tests = Feel.CompileTests(text, input, Scope, reporter);
        Assert.Equal(reporter.HasErrors, tests is null);
        return reporter.Found;
    }

    /// <summary>The result as the corpus writes it: canonical JSON, followed by the codes of faults.</summary>
    public static string Show(Value value, Frame frame) =>
        string.Join(' ', frame.Faults.Select(f => f.Code).Distinct().Prepend(value.ToString()));

    public static Value Read(JsonElement json, DataType type) => (json.ValueKind, type.Kind) switch
    {
        (JsonValueKind.String, ValueKind.Date) =>
            Value.Date(DateOnly.ParseExact(json.GetString()!, "yyyy-MM-dd", null)),
        (JsonValueKind.String, ValueKind.Instant) => Value.Instant(json.GetDateTimeOffset()),
        (JsonValueKind.String, ValueKind.Duration or ValueKind.Months) => Temporals.Duration(json.GetString()!),
        (JsonValueKind.Array, ValueKind.List) =>
            Value.List([.. json.EnumerateArray().Select(i => Read(i, type.Items ?? DataType.Any))]),
        (JsonValueKind.Object, ValueKind.Object) when type.Shape is { } shape => Value.Object(new Context(
            shape, [.. type.Members.Select(m => json.TryGetProperty(m.Name, out var member)
                ? Read(member, m.Type)
                : Value.Null)])),
        _ => ValueJson.From(json),
    };

    private static DataType ObjectOf(params (string Name, DataType Type)[] members) => DataType.Object with
    {
        Members = [.. members.Select(m => new DataType.Member(m.Name, m.Type))],
        Shape = new Shape(members.Select(m => m.Name)),
    };

    private static string Describe(Reporter reporter) =>
        string.Join("; ", reporter.Found.Select(d => $"{d.Code} {d.Message.En}"));
}
