using static Policy.Engine.Tests.Rules;

namespace Policy.Engine.Tests.Tables;

public sealed class ForEachTests
{
    private const string Goods = """
        {"value":1000,"goods":[{"code":"1","price":10},{"code":"2","price":200},{"code":"1","price":20.5},{"code":"3"}]}
        """;

    [Fact]
    public void Lines_give_a_list_unless_an_output_combines() =>
        Assert.Equal(
            """[{"rate":0.1},{"rate":0.2},{"rate":0.1},null]""",
            Table("""[{"name":"rate","type":"number"}]""", "0.1", "0.2").Evaluate("t", Goods).Json());

    [Theory]
    [InlineData("number", "", "sum", "price", "price", "230.5")]
    [InlineData("number", "", "max", "price", "price", "200")]
    [InlineData("boolean", "", "any", "price > 100", "price > 100", "true")]
    [InlineData("boolean", "", "all", "true", "true", "false")]
    [InlineData("number", "", "collect", "price", "price", "[10,200,20.5,null]")]
    [InlineData("text", ""","values":["good","poor","bad"]""", "worst", "\\\"good\\\"", "\\\"poor\\\"", "\"poor\"")]
    public void Outputs_of_the_lines_combine(string type, string values, string combine, string one, string two, string expected)
    {
        var rules = Table($$"""
            [{"name":"o","type":"{{type}}"{{values}},"combine":"{{combine}}"},{"name":"n","type":"number","combine":"sum"}]
            """, one + "\",\"1", two + "\",\"1");
        Assert.Equal($$"""{"o":{{expected}},"n":3}""", rules.Evaluate("t", Goods).Json());
    }

    [Fact]
    public void Without_lines_sums_are_zero_and_the_worst_is_nothing()
    {
        var rules = Table("""
            [{"name":"s","type":"number","combine":"sum"},{"name":"w","type":"text","values":["a"],"combine":"worst"},{"name":"m","type":"number","combine":"max"}]
            """, "1\",\"\\\"a\\\"\",\"1", "1\",\"\\\"a\\\"\",\"1");
        Assert.Equal("""{"s":0,"w":null,"m":null}""", rules.Evaluate("t", """{"goods":[]}""").Json());
        Assert.Equal("""{"s":0,"w":null,"m":null}""", rules.Evaluate("t", "{}").Json());
    }

    [Fact]
    public void Rows_that_decided_are_named_once_and_the_trace_has_a_pass_per_line()
    {
        var evaluation = Table("""[{"name":"rate","type":"number"}]""", "0.1", "value / 1000").Evaluate("t", Goods);
        Assert.Equal(["R1", "R2"], evaluation.Matched);
        Assert.Equal([1, 2, 3, 4], evaluation.Trace!.Passes.Select(p => p.Line!.Value));
        Assert.Equal("""{"rate":1}""", evaluation.Trace.Passes[1].Output.ToString());
    }

    [Fact]
    public void Lines_with_the_same_rows_in_another_order_or_number_are_told_apart()
    {
        var rules = Table("""[{"name":"s","type":"number","combine":"sum"},{"name":"l","type":"number"}]""", "1\",\"5", "2\",\"6");
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal("""{"s":3,"l":[5,6]}""", Outputs("1", "2"));
            Assert.Equal("""{"s":3,"l":[6,5]}""", Outputs("2", "1"));
            Assert.Equal("""{"s":1,"l":[5]}""", Outputs("1"));
            Assert.Equal("""{"s":1,"l":[5,null]}""", Outputs("1", "3"));
            Assert.Equal("""{"s":1,"l":[null,5]}""", Outputs("3", "1"));
        }

        string Outputs(params string[] codes) =>
            rules.Evaluate("t", $$"""{"goods":[{{string.Join(',', codes.Select(c => $$"""{"code":"{{c}}"}"""))}}]}""").Json();
    }

    [Fact]
    public void Aggregates_of_lines_combine_too() =>
        Assert.Equal("""{"o":3}""", Set(Parcel, """
            {"kind":"decisionTable","key":"t","facts":"parcel","forEach":"goods","hitPolicy":"collectCount","inputs":[{"expression":"code"}],
             "outputs":[{"name":"o","type":"number","combine":"sum"}],
             "rows":[{"id":"R1","when":["\"1\""],"then":["1"]},{"id":"R2","when":["\"2\""],"then":["1"]}]}
            """).Evaluate("t", Goods).Json());

    private static RuleSet Table(string outputs, string one, string two) => Set(Parcel, $$"""
        {"kind":"decisionTable","key":"t","facts":"parcel","forEach":"goods","hitPolicy":"first","inputs":[{"expression":"code"}],"outputs":{{outputs}},
         "rows":[{"id":"R1","when":["\"1\""],"then":["{{one}}"]},{"id":"R2","when":["\"2\""],"then":["{{two}}"]}]}
        """);
}
