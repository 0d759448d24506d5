namespace Policy.Engine.Tests.RuleSets;

/// <summary>Documents that call others as functions, and expression documents.</summary>
public sealed class FunctionTests
{
    private const string Order = """{"kind":"factType","key":"order","fields":[{"name":"amount","type":"number"},{"name":"member","type":"boolean","optional":true}]}""";
    private const string Amounts = """{"kind":"factType","key":"amounts","fields":[{"name":"a","type":"number"},{"name":"b","type":"number","optional":true}]}""";

    private const string Band = """
        {"kind":"decisionTable","key":"band","facts":"amounts","inputs":[{"expression":"a"}],"outputs":[{"type":"text"}],
         "rows":[{"id":"R1","when":["> 10"],"then":["\"high\""]},{"id":"R2","when":["<= 10"],"then":["\"low\""]}]}
        """;

    private static string Expression(string text, string more = "") =>
        $$"""{"kind":"expression","key":"x","facts":"order",{{more}}"expression":{{System.Text.Json.JsonSerializer.Serialize(text)}}}""";

    [Fact]
    public void The_output_of_an_expression_document_is_its_value() =>
        Assert.Equal("""{"net":5,"tax":1}""", Rules.Set(Order, Expression("{net: amount, tax: net * 0.2}")).Evaluate("x", """{"amount":5}""").Json());

    [Fact]
    public void A_result_of_another_type_is_an_error_when_known_and_else_a_fault()
    {
        Rules.Compile(Order, Expression("amount", "\"result\":{\"type\":\"text\"},")).AssertErrors((DiagnosticCode.OutputValue, "/expression"));
        var rules = Rules.Set(Order, Expression("if member then amount else \"none\"", "\"result\":{\"type\":\"number\"},"));
        Assert.Equal("7", rules.Evaluate("x", """{"amount":7,"member":true}""").Json());
        Assert.Equal([DiagnosticCode.WrongType], rules.Evaluate("x", """{"amount":7}""").Codes());
    }

    [Fact]
    public void A_table_whose_only_output_has_no_name_gives_its_value() =>
        Assert.Equal("\"high\"", Rules.Set(Amounts, Band).Evaluate("band", """{"a":11}""").Json());

    [Fact]
    public void A_document_is_called_with_the_fields_of_its_fact_type()
    {
        var rules = Rules.Set(Order, Amounts, Band, Expression("[band(amount, null), band(b: 1, a: 99)]", "\"functions\":{\"band\":\"band\"},"));
        Assert.Equal("""["low","high"]""", rules.Evaluate("x", """{"amount":10}""").Json());
    }

    [Fact]
    public void A_call_with_a_wrong_argument_is_a_fault()
    {
        var rules = Rules.Set(Order, Amounts, Band, Expression("band(if member then \"x\" else 1, 2)", "\"functions\":{\"band\":\"band\"},"));
        Assert.Equal([DiagnosticCode.WrongType], rules.Evaluate("x", """{"amount":1,"member":true}""").Codes());
    }

    [Fact]
    public void A_flow_that_is_called_gives_its_outcome()
    {
        const string Flow = """{"kind":"flow","key":"f","facts":"amounts","steps":[{"id":"band","use":"band"}],"outcome":"band + \"!\""}""";
        var rules = Rules.Set(Order, Amounts, Band, Flow, Expression("f(amount, 0)", "\"functions\":{\"f\":\"f\"},"));
        Assert.Equal("\"high!\"", rules.Evaluate("x", """{"amount":20}""").Json());
    }

    [Fact]
    public void Faults_of_a_called_document_are_the_callers()
    {
        const string Share = """{"kind":"expression","key":"share","facts":"amounts","expression":"a / b"}""";
        var evaluation = Rules.Set(Order, Amounts, Share, Expression("share(amount, 0)", "\"functions\":{\"share\":\"share\"},")).Evaluate("x", """{"amount":1}""");
        Assert.Equal(("share", DiagnosticCode.DivisionByZero), (evaluation.Faults[0].Document, evaluation.Faults[0].Code));
    }

    [Fact]
    public void A_name_or_key_that_does_not_fit_is_an_error() => Rules.Compile(
        Order, Amounts, Band, Expression("1", "\"functions\":{\"amount\":\"band\",\"gone\":\"gone\",\"a b\":\"band\",\"self\":\"x\"},"))
        .AssertErrors(
            (DiagnosticCode.NameTaken, "/functions/amount"), (DiagnosticCode.UnknownDocument, "/functions/gone"),
            (DiagnosticCode.BadName, "/functions/a b"), (DiagnosticCode.Cycle, "/functions/self"));

    [Fact]
    public void Calls_within_calls_share_the_work_that_one_evaluation_may_cost()
    {
        // A thousand times a thousand times a thousand calls would never end.
        static string Level(string key, string called) => $$$"""
            {"kind":"expression","key":"{{{key}}}","facts":"amounts","functions":{"f":"{{{called}}}"},"expression":"sum(for i in 1..1000 return f(i, 1))"}
            """;
        const string Leaf = """{"kind":"expression","key":"l0","facts":"amounts","expression":"a + b"}""";
        var rules = Rules.Set(Order, Amounts, Leaf, Level("l1", "l0"), Level("l2", "l1"), Level("l3", "l2"), Expression("f(amount, 1)", "\"functions\":{\"f\":\"l3\"},"));
        Assert.Contains(DiagnosticCode.TooManyIterations, rules.Evaluate("x", """{"amount":1}""").Codes());
    }

    [Fact]
    public void A_thousand_calls_are_within_the_limits()
    {
        const string Leaf = """{"kind":"expression","key":"l0","facts":"amounts","expression":"a + b"}""";
        var rules = Rules.Set(Order, Amounts, Leaf, Expression("sum(for i in 1..1000 return f(i, 1))", "\"functions\":{\"f\":\"l0\"},"));
        Assert.Equal("501500", rules.Evaluate("x", """{"amount":1}""").Json());
    }

    [Fact]
    public void Fields_of_every_type_are_read()
    {
        const string Types = """
            {"kind":"factType","key":"order","fields":[{"name":"t","type":"time"},{"name":"m","type":"months"},{"name":"any","type":"any"}]}
            """;
        var rules = Rules.Set(Types, Expression("[t + @\"PT1H\", m * 2, any[1]]"));
        Assert.Equal("""["09:30:00","P3Y",1]""", rules.Evaluate("x", """{"t":"08:30:00","m":"P1Y6M","any":[1,"b"]}""").Json());
    }
}
