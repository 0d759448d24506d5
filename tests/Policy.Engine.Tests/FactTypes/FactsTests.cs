using System.Collections.Immutable;
using System.Text;

namespace Policy.Engine.Tests.FactTypes;

public sealed class FactsTests
{
    private static readonly FactType Shipment = TypeOf("""
        {"kind":"factType","key":"shipment","fields":[
          {"name":"no","type":"text","maxLength":5},
          {"name":"grade","type":"text","values":["A","B"],"ordered":true,"optional":true},
          {"name":"value","type":"number","minimum":0,"maximum":1000,"optional":true},
          {"name":"licensed","type":"boolean","optional":true},
          {"name":"soldOn","type":"date","optional":true},
          {"name":"declaredAt","type":"instant","optional":true},
          {"name":"wait","type":"duration","optional":true},
          {"name":"lines","type":"list","minItems":1,"maxItems":3,"optional":true,"fields":[{"name":"qty","type":"number"}]},
          {"name":"tags","type":"list","items":"text","optional":true},
          {"name":"draw","type":"number","provided":true,"optional":true},
          {"name":"extra","type":"object","optional":true}]}
        """);

    private static readonly FactType Free = TypeOf("""{"kind":"factType","key":"free","fields":[{"name":"n","type":"number"}]}""");

    [Fact]
    public void Facts_of_every_type_read_and_survive_writing()
    {
        const string json = """
            {"no":"HZ1","grade":"A","value":320.10,"licensed":true,"soldOn":"2026-11-01","declaredAt":"2026-11-11T00:00:03+08:00",
             "wait":"PT45M","lines":[{"qty":2}],"tags":["a"],"draw":0.5,"extra":{"any":[1,"x",null,{"deep":true}]}}
            """;
        var facts = Read(json).Facts!;

        Assert.Equal(Value.Number(320.1m), facts.Content["value"]);
        Assert.Equal(new DateOnly(2026, 11, 1), facts.Content["soldOn"].AsDate());
        Assert.Equal(TimeSpan.FromMinutes(45), facts.Content["wait"].AsDuration());
        Assert.Equal(2m, facts.Content["lines"].AsList()[0].AsObject()["qty"].AsNumber());
        var again = Facts.Read(Shipment, facts.ToJson());
        Assert.Equal(facts.Content, again.Facts!.Content);
        Assert.Equal(facts.ToJson(), again.Facts.ToJson());
    }

    [Theory]
    [InlineData("2026-11-10T15:59:59Z", "2026-11-10")]
    [InlineData("2026-11-10T16:00:00Z", "2026-11-11")]
    [InlineData("2026-11-11T00:00+08:00", "2026-11-11")]
    [InlineData("2026-11-11T23:59:59.9999999+08:00", "2026-11-11")]
    public void The_day_of_the_facts_is_the_day_in_china(string declaredAt, string day) =>
        Assert.Equal(DateOnly.Parse(day, null), Read($$"""{"no":"1","declaredAt":"{{declaredAt}}"}""").Facts!.AsOf);

    [Theory]
    [InlineData("7.8088235294117647058823529412")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("0.0000000000000000000000000001")]
    [InlineData("1.5E+3")]
    [InlineData("-0.00")]
    public void Every_number_that_a_decimal_holds_is_read_exactly(string number) =>
        Assert.Equal(
            Value.Number(decimal.Parse(number, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture)),
            Facts.Read(Free, Encoding.UTF8.GetBytes($$"""{"n":{{number}}}""")).Facts!.Content["n"]);

    [Fact]
    public void Facts_without_declaration_instant_have_no_day() => Assert.Null(Read("""{"no":"1"}""").Facts!.AsOf);

    [Theory]
    [InlineData("{\"no\":\"1\",", DiagnosticCode.MalformedJson, "")]
    [InlineData("{\"no\":\"1\"}{}", DiagnosticCode.MalformedJson, "")]
    [InlineData("[1]", DiagnosticCode.FactsNotObject, "")]
    [InlineData("{}", DiagnosticCode.FactMissing, "/no")]
    [InlineData("{\"no\":null}", DiagnosticCode.FactMissing, "/no")]
    [InlineData("{\"no\":1}", DiagnosticCode.FactType, "/no")]
    [InlineData("{\"no\":\"123456\"}", DiagnosticCode.FactLength, "/no")]
    [InlineData("{\"no\":\"\\u0000\"}", DiagnosticCode.InvalidText, "/no")]
    [InlineData("{\"no\":\"1\",\"no\":\"2\"}", DiagnosticCode.RepeatedProperty, "/no")]
    [InlineData("{\"no\":\"1\",\"vlaue\":2}", DiagnosticCode.UnknownField, "/vlaue")]
    [InlineData("{\"no\":\"1\",\"grade\":\"C\"}", DiagnosticCode.FactValue, "/grade")]
    [InlineData("{\"no\":\"1\",\"value\":-0.01}", DiagnosticCode.FactRange, "/value")]
    [InlineData("{\"no\":\"1\",\"value\":1000.01}", DiagnosticCode.FactRange, "/value")]
    [InlineData("{\"no\":\"1\",\"value\":\"12\"}", DiagnosticCode.FactType, "/value")]
    [InlineData("{\"no\":\"1\",\"value\":1e30}", DiagnosticCode.FactType, "/value")]
    [InlineData("{\"no\":\"1\",\"value\":0.123456789012345678901234567891}", DiagnosticCode.FactType, "/value")]
    [InlineData("{\"no\":\"1\",\"value\":1e-40}", DiagnosticCode.FactType, "/value")]
    [InlineData("{\"no\":\"1\",\"licensed\":\"true\"}", DiagnosticCode.FactType, "/licensed")]
    [InlineData("{\"no\":\"1\",\"soldOn\":\"2026-2-1\"}", DiagnosticCode.FactType, "/soldOn")]
    [InlineData("{\"no\":\"1\",\"declaredAt\":\"2026-11-11T00:00:03\"}", DiagnosticCode.FactType, "/declaredAt")]
    [InlineData("{\"no\":\"1\",\"declaredAt\":\"9999-12-31T23:59:59Z\"}", DiagnosticCode.FactType, "/declaredAt")]
    [InlineData("{\"no\":\"1\",\"wait\":\"P1Y\"}", DiagnosticCode.FactType, "/wait")]
    [InlineData("{\"no\":\"1\",\"lines\":[]}", DiagnosticCode.FactLength, "/lines")]
    [InlineData("{\"no\":\"1\",\"lines\":[{\"qty\":1},{}]}", DiagnosticCode.FactMissing, "/lines/1/qty")]
    [InlineData("{\"no\":\"1\",\"lines\":[null]}", DiagnosticCode.FactType, "/lines/0")]
    [InlineData("{\"no\":\"1\",\"tags\":[1]}", DiagnosticCode.FactType, "/tags/0")]
    [InlineData("{\"no\":\"1\",\"draw\":0.1}", DiagnosticCode.FactProvided, "/draw")]
    [InlineData("{\"no\":\"1\",\"extra\":[]}", DiagnosticCode.FactType, "/extra")]
    [InlineData("{\"no\":\"1\",\"extra\":{\"a\":{\"b\":1e99}}}", DiagnosticCode.FactType, "/extra/a/b")]
    public void Bad_facts_are_refused_at_the_place(string json, string code, string pointer)
    {
        var reading = Facts.Read(Shipment, Encoding.UTF8.GetBytes(json), submitted: true);
        Assert.Null(reading.Facts);
        var problem = Assert.Single(reading.Problems);
        Assert.Equal((code, pointer), (problem.Code, problem.Pointer));
    }

    [Fact]
    public void All_problems_are_found_at_once()
    {
        var problems = Read("""{"value":-1,"grade":"Z","licensed":0,"vlaue":1,"lines":[{"qty":"x"}]}""").Problems;
        Assert.Equal(
            ["/grade", "/licensed", "/lines/0/qty", "/no", "/value", "/vlaue"],
            problems.Select(p => p.Pointer).Order(StringComparer.Ordinal));
        Assert.Contains("`value`", problems.Single(p => p.Pointer == "/vlaue").Message.En);
    }

    [Fact]
    public void Ten_thousand_lines_and_ten_megabytes_are_one_clear_problem_each()
    {
        var lines = string.Join(',', Enumerable.Repeat("{\"qty\":1}", 10_000));
        Assert.Equal("/lines", Assert.Single(Read($$"""{"no":"1","lines":[{{lines}}]}""").Problems).Pointer);

        var huge = Encoding.UTF8.GetBytes("{\"no\":\"" + new string('x', 10 * 1024 * 1024) + "\"}");
        Assert.Equal(DiagnosticCode.TooLarge, Assert.Single(Facts.Read(Shipment, huge).Problems).Code);
    }

    [Fact]
    public void A_record_reads_like_its_json()
    {
        var record = new ShipmentRecord("HZ1", "B", 12.50m, new DateOnly(2026, 1, 2), new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(8)),
            TimeSpan.FromDays(2), [new Line(3)], null);
        var reading = Facts.From(Shipment, record);

        Assert.Empty(reading.Problems);
        Assert.Equal(
            Read("""
                {"no":"HZ1","grade":"B","value":12.5,"soldOn":"2026-01-02","declaredAt":"2026-01-02T03:04:05+08:00","wait":"P2D","lines":[{"qty":3}]}
                """).Facts!.Content,
            reading.Facts!.Content);
    }

    [Fact]
    public void A_record_is_checked_like_its_json()
    {
        var record = new ShipmentRecord("too long", "C", -1, null, null, null, [], "x");
        Assert.Equal(
            ["/grade", "/lines", "/no", "/unknown", "/value"],
            Facts.From(Shipment, record).Problems.Select(p => p.Pointer).Order(StringComparer.Ordinal));
    }

    private static FactsReading Read(string json) => Facts.Read(Shipment, Encoding.UTF8.GetBytes(json));

    private static FactType TypeOf(string json)
    {
        var document = DocumentJson.Read(Encoding.UTF8.GetBytes(json)).Document!;
        return RuleSet.Compile([document]).RuleSet!.FactTypeOf(document.Key)!;
    }

    private sealed record Line(decimal Qty);

    private sealed record ShipmentRecord(
        string No,
        string Grade,
        decimal? Value,
        DateOnly? SoldOn,
        DateTimeOffset? DeclaredAt,
        TimeSpan? Wait,
        ImmutableArray<Line> Lines,
        string? Unknown);
}
