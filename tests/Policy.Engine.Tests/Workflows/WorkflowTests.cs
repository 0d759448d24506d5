using System.Text.Json;
using Policy.Engine.Compiling;
using Policy.Engine.Workflows;

namespace Policy.Engine.Tests.Workflows;

public sealed class WorkflowTests
{
    /// <summary>The example of the rules engine's own manual, with our facts: nothing in it needs changing.</summary>
    private const string Discount = """
        {
          "WorkflowName": "Discount",
          "GlobalParams": [ { "Name": "cheap", "Expression": "input1.value < 100" } ],
          "Rules": [
            {
              "RuleName": "GiveDiscount10",
              "SuccessEvent": "10",
              "ErrorMessage": "One or more adjust rules failed: $(input1.country)",
              "ErrorType": "Error",
              "RuleExpressionType": "LambdaExpression",
              "LocalParams": [ { "Name": "heavy", "Expression": "facts.weight > 2" } ],
              "Expression": "input1.country == \"india\" AND input1.value <= 200 AND heavy AND !cheap"
            },
            {
              "RuleName": "Any", "Operator": "Or", "SuccessEvent": "20", "Properties": { "owner": "x" },
              "Rules": [
                { "RuleName": "Child1", "Expression": "facts.hs.StartsWith(\"84\")" },
                { "RuleName": "Child2", "Expression": "facts.licensed", "Enabled": true }
              ]
            },
            { "RuleName": "Off", "Enabled": false, "Expression": "true" },
            { "RuleName": "Plain", "Expression": "facts.goods.Sum(g => g.qty) >= 3", "Actions": { "OnSuccess": null } }
          ]
        }
        """;

    [Fact]
    public void An_ordinary_workflow_decides_unchanged()
    {
        var facts = """{"country":"india","value":150,"weight":3,"hs":"9999","licensed":true,"goods":[{"qty":1},{"qty":2}]}""";

        var evaluation = Compile(Discount).Evaluate(Sample.Facts(facts), null, trace: false);

        Assert.Equal("""{"succeeded":["GiveDiscount10","Any","Plain"],"events":["10","20"]}""",
            evaluation.Outputs.ToString());
        Assert.Equal(["GiveDiscount10", "Any", "Plain"], evaluation.Matched);
        Assert.Empty(evaluation.Faults);
        Assert.Null(evaluation.Trace);
    }

    [Fact]
    public void The_trace_names_every_rule_with_its_text()
    {
        var evaluation = Compile(Discount).Evaluate(Sample.Facts("""{"hs":"8471"}"""), null, trace: true);

        var items = evaluation.Trace!.Passes.Single().Items;
        Assert.Equal(["GiveDiscount10", "Any", "Child1", "Child2", "Off", "Plain"], items.Select(i => i.Id));
        Assert.Equal([false, true, true, false, false, false], items.Select(i => i.Hit));
        Assert.Equal("facts.hs.StartsWith(\"84\")", items[2].Cells.Single().Test);
    }

    [Theory]
    [InlineData("facts.value == null", true)]
    [InlineData("facts.value != null", false)]
    [InlineData("facts.value > 5", false)]
    [InlineData("facts.value <= 5", false)]
    [InlineData("facts.value == 5", false)]
    [InlineData("facts.value != 5", true)]
    [InlineData("!(facts.value > 5)", true)]
    [InlineData("facts.value + 1 > 0", false)]
    [InlineData("(facts.value ?? 7) == 7", true)]
    [InlineData("facts.country == \"CN\"", false)]
    [InlineData("facts.country != \"CN\"", true)]
    [InlineData("facts.country == facts.hs", true)]
    [InlineData("facts.country in (\"CN\", \"US\")", false)]
    [InlineData("facts.country not_in (\"CN\", \"US\")", true)]
    [InlineData("facts.country + \"-\" + facts.hs == \"-\"", true)]
    [InlineData("facts.licensed", false)]
    [InlineData("not facts.licensed", true)]
    [InlineData("facts.licensed == false", false)]
    [InlineData("facts.buyer == null", true)]
    [InlineData("facts.buyer.home == null", true)]
    [InlineData("facts.buyer.home.city == \"X\"", false)]
    [InlineData("facts.buyer.home.city == null", true)]
    [InlineData("facts.goods == null", true)]
    [InlineData("facts.goods.Any()", false)]
    [InlineData("facts.goods.All(g => g.qty > 1)", true)]
    [InlineData("facts.goods.Sum(g => g.qty) == 0", true)]
    [InlineData("facts.goods.Max(g => g.qty) == null", true)]
    [InlineData("facts.hs.Length == 0", false)]
    [InlineData("facts.hs.StartsWith(\"\")", false)]
    [InlineData("string.IsNullOrEmpty(facts.hs)", true)]
    [InlineData("facts.grade < \"B\"", false)]
    [InlineData("facts.day > \"2026-01-01\"", false)]
    public void An_absent_value_is_what_null_is_in_C_sharp(string expression, bool expected) =>
        Assert.Equal(expected, Holds(expression, "{}"));

    [Theory]
    [InlineData("0.1 + 0.2 == 0.3", true)]
    [InlineData("2147483647 + 1 == 2147483648", true)]
    [InlineData("7 / 2 == 3.5", true)]
    [InlineData("7 % 2 == 1", true)]
    [InlineData("-facts.value == -120.5", true)]
    [InlineData("-(-1) == 1", true)]
    [InlineData("1 + 2 * 3 == 7 and (1 + 2) * 3 == 9", true)]
    [InlineData("10 - 2 - 3 == 5", true)]
    [InlineData("facts.value = 120.50m", true)]
    [InlineData("facts.value <> 120.5", false)]
    [InlineData("facts.VALUE > 100 && INPUT1.Country == 'US'", true)]
    [InlineData("true or false and false", true)]
    [InlineData("facts.value > 100 ? facts.weight > 1 : facts.weight > 9", true)]
    [InlineData("iif(facts.value > 100, 1, null) == 1", true)]
    [InlineData("iif(facts.value > 500, 1 / 0, 2) == 2", true)]
    [InlineData("facts.grade > \"A\"", true)]
    [InlineData("facts.grade <= \"B\"", true)]
    [InlineData("facts.grade < \"AA\"", false)]
    [InlineData("\"a\" < \"B\"", false)]
    [InlineData("facts.hs.Substring(0, 4) == \"8471\" and facts.hs.Substring(4) == \"30\"", true)]
    [InlineData("facts.hs.Contains(\"71\") and facts.hs.EndsWith(\"30\") and facts.hs.Length == 6", true)]
    [InlineData("facts.country.ToLower().ToUpper() == \"US\" and \"us\" != facts.country.ToUpper() and \"été1\".ToUpper() == \"ÉTÉ1\"", true)]
    [InlineData("\"ß\".ToUpper() == \"SS\" or \"us\".ToUpper() == \"USA\" or \"usb\".ToUpper() == \"USA\"", false)]
    [InlineData("\" x \".Trim().ToUpper() == \"X\" and \"ABC\".ToLower() == \"abc\"", true)]
    [InlineData("facts.country + \"-\" + facts.hs == \"US-847130\"", true)]
    [InlineData("facts.country in (\"CN\", \"US\") and facts.value in (1, 120.50, -3)", true)]
    [InlineData("facts.value in (facts.weight, facts.weight * 60.25)", true)]
    [InlineData("facts.country not_in (\"CN\")", true)]
    [InlineData("facts.tags.Contains(\"gift\") and not facts.tags.Contains(\"food\")", true)]
    [InlineData("facts.sizes.Sum() == 3.5 and facts.sizes.Max() == 2.5 and facts.sizes.Min(s => s) == 1", true)]
    [InlineData("facts.tags.Any(t => t.StartsWith(\"g\"))", true)]
    [InlineData("facts.goods.Any(g => g.qty > 1 and g.name == \"b\")", true)]
    [InlineData("facts.goods.All(g => g.fragile)", false)]
    [InlineData("facts.goods.Count(g => g.qty > 1) == 1 and facts.goods.Count() == 2 and facts.goods.Count == 2", true)]
    [InlineData("facts.goods.Any(g => g.parts.Any(p => p.qty > g.qty))", true)]
    [InlineData("facts.goods.Sum(g => g.qty * 2) == 6", true)]
    [InlineData("facts.goods[1].name == \"b\" and facts.goods[0].parts[0].qty == 2 and facts.tags[1] == \"sample\"", true)]
    [InlineData("facts.sizes[facts.sizes.Count - 1] == 2.5", true)]
    [InlineData("Math.Round(2.5) == 2 and Math.Round(2.345, 2) == 2.34 and Math.Abs(-1.5) == 1.5", true)]
    [InlineData("Math.Floor(1.9) == 1 and Math.Ceiling(1.1) == 2 and Math.Min(1, 2) == 1 and Math.Max(1, 2) == 2", true)]
    [InlineData("facts.day >= \"2026-11-01\" and facts.day == \"2026-11-11\"", true)]
    [InlineData("facts.declaredAt == \"2026-11-10T16:00:00Z\"", true)]
    [InlineData("facts.age > \"P29D\"", true)]
    [InlineData("facts.buyer.home.city == \"杭州\"", true)]
    [InlineData("\"\\u676d\\\"\\\\\" == \"杭\\\"\\\\\"", true)]
    public void Expressions_mean_what_they_say(string expression, bool expected) =>
        Assert.Equal(expected, Holds(expression, Full));

    [Theory]
    [InlineData("1 / (facts.value - 120.5) > 0", "PE2301")]
    [InlineData("facts.value % 0 == 0", "PE2301")]
    [InlineData("79228162514264337593543950335 + facts.value > 0", "PE2302")]
    [InlineData("facts.goods.Sum(g => 79228162514264337593543950335) > 0", "PE2302")]
    [InlineData("Math.Round(facts.value, 99) > 0", "PE2302")]
    [InlineData("facts.hs.Substring(9) == \"\"", "PE2303")]
    [InlineData("facts.hs.Substring(0.5, 1) == \"\"", "PE2303")]
    [InlineData("facts.goods[2].qty == 1", "PE2303")]
    [InlineData("facts.goods[-1].qty == 1", "PE2303")]
    [InlineData("facts.goods[0.5].qty == 1", "PE2303")]
    public void An_error_in_an_expression_is_a_fault_of_its_rule(string expression, string code)
    {
        var compiled = Compile(Rules(("Bad", expression), ("Good", "true")));

        var evaluation = compiled.Evaluate(Sample.Facts(Full), null, trace: true);

        var fault = Assert.Single(evaluation.Faults);
        Assert.Equal((code, "flow", "Bad"), (fault.Code, fault.Document, fault.Item));
        Assert.Equal(["Good"], evaluation.Matched);
        Assert.Null(evaluation.Trace!.Passes[0].Items[0].Cells[0].Holds);
    }

    [Fact]
    public void A_fault_of_a_nested_rule_is_reported_though_its_sibling_succeeds()
    {
        var compiled = Compile("""
            {"WorkflowName":"w","Rules":[{"RuleName":"Either","Operator":"Or","Rules":[
              {"RuleName":"Broken","Expression":"1 / (facts.value - facts.value) > 0"},
              {"RuleName":"Sound","Expression":"facts.value > 0"}]}]}
            """);

        var evaluation = compiled.Evaluate(Sample.Facts(Full), null, trace: false);

        Assert.Equal("Broken", Assert.Single(evaluation.Faults).Item);
        Assert.Equal(["Either"], evaluation.Matched);
    }

    [Fact]
    public void A_text_cannot_grow_without_bound()
    {
        var locals = Enumerable.Range(1, 40).Select(i =>
            new { Name = $"t{i}", Expression = i == 1 ? "facts.hs" : $"t{i - 1} + t{i - 1}" });
        var workflow = JsonSerializer.Serialize(
            new { WorkflowName = "w", Rules = new[] { new { RuleName = "R", LocalParams = locals,
                Expression = "t40.Length > 0" } } });

        var evaluation = Compile(workflow).Evaluate(Sample.Facts(Full), null, trace: false);

        Assert.Equal("PE2303", Assert.Single(evaluation.Faults).Code);
    }

    [Fact]
    public void Facts_of_any_shape_use_the_rules_compiled_once_and_threads_do_not_mix()
    {
        var compiled = Compile(Rules(("Big", "facts.value > 500"), ("Named", "facts.buyer.name == \"n\"")));

        Parallel.For(0, 2_000, i =>
        {
            var facts = i % 3 == 0 ? $$"""{"value":{{i}}.5}""" : $$"""{"buyer":{"name":"n"},"value":{{i}}}""";
            var expected = new[] { (i > 500 || (i == 500 && i % 3 == 0), "Big"), (i % 3 != 0, "Named") }.Where(e =>
                e.Item1).Select(e => e.Item2);
            Assert.Equal(expected, compiled.Evaluate(Sample.Facts(facts), null, trace: false).Matched);
        });
    }

    internal const string Full = """
        {"hs":"847130","value":120.50,"weight":2,"grade":"B","country":"US","licensed":true,"day":"2026-11-11",
         "declaredAt":"2026-11-11T00:00:00+08:00","age":"P30D","tags":["gift","sample"],"sizes":[1,2.5],
         "buyer":{"name":"n","home":{"city":"杭州"}},
         "goods":[{"qty":1,"name":"a","fragile":true,"parts":[{"qty":2}]},{"qty":2,"name":"b","parts":[]}]}
        """;

    internal static string Rules(params (string Name, string Expression)[] rules) => JsonSerializer.Serialize(
        new { WorkflowName = "w", Rules = rules.Select(r => new { RuleName = r.Name, r.Expression }) });

    private static bool Holds(string expression, string facts)
    {
        var evaluation = Compile(Rules(("R", expression))).Evaluate(Sample.Facts(facts), null, trace: false);
        Assert.Empty(evaluation.Faults);
        return evaluation.Matched.Length == 1;
    }

    internal static CompiledDocument Compile(string workflow)
    {
        var reporter = new Reporter("flow");
        var document = new WorkflowDocument { Key = "flow", Workflow = JsonDocument.Parse(workflow).RootElement };
        var compiled = WorkflowCompiler.Compile(document, Sample.Parcel, reporter);
        Assert.Equal([], reporter.Found.Where(d => d.Severity == Severity.Error).Select(d => $"{d.Pointer} {d.Code} {d.Message.En}"));
        return Assert.IsType<CompiledDocument>(compiled, exactMatch: false);
    }
}
