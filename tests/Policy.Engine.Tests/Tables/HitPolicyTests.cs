using static Policy.Engine.Tests.Rules;

namespace Policy.Engine.Tests.Tables;

public sealed class HitPolicyTests
{
    private const string ByValue = """
        "inputs":[{"expression":"value"}],
        "outputs":[{"name":"channel","type":"text","values":["red","yellow","green"]},{"name":"ratio","type":"number"}],
        "rows":[
          {"id":"R1","when":["< 100"],"then":["\"green\"","1"]},
          {"id":"R2","when":["[50..200)"],"then":["\"red\"","2"]},
          {"id":"R3","when":["[150..300)"],"then":["\"yellow\"","3"]},
          {"id":"R4","when":["[150..160)"],"then":["\"red\"","4"]}]
        """;

    [Theory]
    [InlineData("unique", 10, """{"channel":"green","ratio":1}""", "R1")]
    [InlineData("unique", 500, "null", "")]
    [InlineData("first", 60, """{"channel":"green","ratio":1}""", "R1")]
    [InlineData("priority", 60, """{"channel":"red","ratio":2}""", "R2")]
    [InlineData("priority", 155, """{"channel":"red","ratio":2}""", "R2")]
    [InlineData("ruleOrder", 155, """[{"channel":"red","ratio":2},{"channel":"yellow","ratio":3},{"channel":"red","ratio":4}]""", "R2,R3,R4")]
    [InlineData("collect", 60, """[{"channel":"green","ratio":1},{"channel":"red","ratio":2}]""", "R1,R2")]
    [InlineData("outputOrder", 155, """[{"channel":"red","ratio":2},{"channel":"red","ratio":4},{"channel":"yellow","ratio":3}]""", "R2,R4,R3")]
    [InlineData("collect", 500, "null", "")]
    [InlineData("collectCount", 155, "3", "R2,R3,R4")]
    [InlineData("collectCount", 500, "0", "")]
    public void Hits_give_what_the_policy_says(string policy, int value, string outputs, string matched)
    {
        var evaluation = Table(policy, ByValue).Evaluate("t", $$"""{"value":{{value}}}""");
        Assert.Equal(outputs, evaluation.Json());
        Assert.Equal(matched, string.Join(',', evaluation.Matched));
    }

    [Fact]
    public void Two_hits_under_unique_are_a_fault_that_names_both()
    {
        var evaluation = Table("unique", ByValue).Evaluate("t", """{"value":60}""");
        Assert.True(evaluation.Outputs.IsNull);
        Assert.Empty(evaluation.Matched);
        var fault = Assert.Single(evaluation.Faults);
        Assert.Equal(DiagnosticCode.NotUnique, fault.Code);
        Assert.Contains("`R1`", fault.Message.En);
        Assert.Contains("`R2`", fault.Message.ZhCn);
    }

    [Fact]
    public void Hits_under_any_must_agree()
    {
        var rules = Table("any", """
            "inputs":[{"expression":"value"}],"outputs":[{"name":"o","type":"number"}],
            "rows":[{"id":"R1","when":["< 100"],"then":["1.0"]},{"id":"R2","when":["< 50"],"then":["1"]},{"id":"R3","when":["< 10"],"then":["2"]}]
            """);
        var agreed = rules.Evaluate("t", """{"value":20}""");
        Assert.Equal("""{"o":1}""", agreed.Json());
        Assert.Equal(["R1", "R2"], agreed.Matched);
        Assert.Equal([DiagnosticCode.NotSame], rules.Evaluate("t", """{"value":5}""").Codes());
    }

    [Theory]
    [InlineData("collectSum", 60, "3.5")]
    [InlineData("collectMin", 60, "1.25")]
    [InlineData("collectMax", 60, "2.25")]
    [InlineData("collectSum", 500, "null")]
    [InlineData("collectMin", 500, "null")]
    public void Aggregations_give_a_number(string policy, int value, string outputs) =>
        Assert.Equal(outputs, Table(policy, Numbers("")).Evaluate("t", $$"""{"value":{{value}}}""").Json());

    [Fact]
    public void The_default_of_an_aggregation_stands_when_nothing_hits() =>
        Assert.Equal("-1", Table("collectSum", Numbers(""","default":"-1" """)).Evaluate("t", """{"value":500}""").Json());

    [Fact]
    public void A_hit_without_a_number_cannot_be_aggregated()
    {
        var rules = Table("collectSum", """
            "inputs":[{"expression":"value"}],"outputs":[{"name":"o","type":"number"}],"rows":[{"id":"R1","when":["-"],"then":["value"]}]
            """);
        Assert.Equal([DiagnosticCode.NothingToAggregate], rules.Evaluate("t", "{}").Codes());
        Assert.Equal("7", rules.Evaluate("t", """{"value":7}""").Json());
    }

    [Fact]
    public void A_sum_out_of_range_is_a_fault() =>
        Assert.Equal(
            [DiagnosticCode.SumOverflow],
            Table("collectSum", """
                "inputs":[{"expression":"value"}],"outputs":[{"name":"o","type":"number"}],
                "rows":[{"id":"R1","when":["-"],"then":["value"]},{"id":"R2","when":["-"],"then":["value"]}]
                """).Evaluate("t", """{"value":7e28}""").Codes());

    [Fact]
    public void Defaults_stand_when_no_row_hits_and_those_without_are_null() =>
        Assert.Equal("""{"a":"x","b":null}""", Table("first", """
            "inputs":[{"expression":"value"}],
            "outputs":[{"name":"a","type":"text","default":"\"x\""},{"name":"b","type":"number"}],
            "rows":[{"id":"R1","when":["1"],"then":["\"y\"","1"]}]
            """).Evaluate("t", """{"value":2}""").Json());

    [Fact]
    public void An_absent_value_passes_only_any_and_null()
    {
        var rules = Table("collect", """
            "inputs":[{"expression":"value"}],"outputs":[{"name":"o","type":"number"}],
            "rows":[{"id":"any","when":["-"],"then":["1"]},{"id":"blank","when":[""],"then":["1"]},{"id":"null","when":["null"],"then":["1"]},
              {"id":"small","when":["< 5"],"then":["1"]},{"id":"not","when":["not(5)"],"then":["1"]}]
            """);
        var evaluation = rules.Evaluate("t", "{}");
        Assert.Empty(evaluation.Faults);
        Assert.Equal(["any", "blank", "null"], evaluation.Matched.Where(id => id != "not"));
    }

    [Fact]
    public void A_cell_that_goes_wrong_is_a_fault_and_not_merely_no_match()
    {
        var evaluation = Table("first", """
            "inputs":[{"expression":"value"}],"outputs":[{"name":"o","type":"number"}],
            "rows":[{"id":"R1","when":["? / (value - value) > 1"],"then":["1"]},{"id":"R2","when":["-"],"then":["2"]}]
            """).Evaluate("t", """{"value":4}""");
        var fault = Assert.Single(evaluation.Faults);
        Assert.Equal((DiagnosticCode.DivisionByZero, "t", "R1"), (fault.Code, fault.Document, fault.Item));
    }

    [Fact]
    public void Outputs_of_rows_that_do_not_decide_are_not_evaluated() =>
        Assert.Equal("""{"o":1}""", Table("first", """
            "inputs":[{"expression":"value"}],"outputs":[{"name":"o","type":"number"}],
            "rows":[{"id":"R1","when":["-"],"then":["1"]},{"id":"R2","when":["-"],"then":["1 / (value - value)"]}]
            """).Evaluate("t", """{"value":4}""").Json());

    [Theory]
    [InlineData("2025-12-31T23:59:59+08:00", "null")]
    [InlineData("2025-12-31T16:00:00Z", """{"o":1}""")]
    [InlineData("2026-01-01T00:00:00+08:00", """{"o":1}""")]
    [InlineData("2026-06-30T23:59:59+08:00", """{"o":1}""")]
    [InlineData("2026-07-01T00:00:00+08:00", """{"o":2}""")]
    public void Rows_apply_in_their_period(string declaredAt, string outputs) =>
        Assert.Equal(outputs, Dated().Evaluate("t", $$"""{"declaredAt":"{{declaredAt}}"}""").Json());

    [Fact]
    public void A_period_without_a_day_to_compare_is_a_fault()
    {
        var evaluation = Dated().Evaluate("t", "{}");
        Assert.Equal([DiagnosticCode.NoDay], evaluation.Codes());
        Assert.All(evaluation.Trace!.Passes[0].Items, item => Assert.False(item.InPeriod));
    }

    [Fact]
    public void The_trace_shows_every_row_tried_up_to_the_first_cell_that_fails()
    {
        var rules = Table("first", """
            "inputs":[{"expression":"value"},{"expression":"grade"}],"outputs":[{"name":"o","type":"number"}],
            "rows":[{"id":"R1","when":["> 5","-"],"then":["1"]},{"id":"R2","when":["-","\"A\""],"then":["2"]},{"id":"R3","when":["-","-"],"then":["3"]}]
            """);
        var pass = Assert.Single(rules.Evaluate("t", """{"value":1,"grade":"A"}""").Trace!.Passes);
        Assert.Equal(["R1", "R2"], pass.Items.Select(i => i.Id));
        var cell = Assert.Single(pass.Items[0].Cells);
        Assert.Equal(("value", "> 5", Value.Number(1), false), (cell.Column, cell.Test, cell.Value, cell.Holds));
        Assert.Equal((false, true), (pass.Items[0].Decided, pass.Items[1].Decided));
        Assert.Equal(2, pass.Items[1].Cells.Length);
    }

    private static RuleSet Dated() => Table("first", """
        "inputs":[],"outputs":[{"name":"o","type":"number"}],
        "rows":[{"id":"R1","when":[],"then":["1"],"from":"2026-01-01","to":"2026-07-01"},{"id":"R2","when":[],"then":["2"],"from":"2026-07-01"}]
        """);

    private static string Numbers(string more) => $$"""
        "inputs":[{"expression":"value"}],"outputs":[{"name":"o","type":"number"{{more}}}],
        "rows":[{"id":"R1","when":["< 100"],"then":["1.25"]},{"id":"R2","when":["[50..200)"],"then":["2.25"]}]
        """;

    private static RuleSet Table(string policy, string body) =>
        Set(Parcel, $$"""{"kind":"decisionTable","key":"t","facts":"parcel","hitPolicy":"{{policy}}",{{body}}}""");
}
