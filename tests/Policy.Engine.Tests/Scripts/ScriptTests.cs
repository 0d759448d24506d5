using Policy.Engine.Tests.Workflows;
using static Policy.Engine.Tests.Scripts.ScriptFixture;

namespace Policy.Engine.Tests.Scripts;

public sealed class ScriptTests
{
    private const string Score = """
        'use strict';
        // Points by grade; a repeated commodity counts once.
        const POINTS = Object.freeze({ AA: 0, A: 1, B: 3, C: 8 });
        const SUSPECT = [/^93/, /^84[78]/];

        function suspect(hs) {
          return SUSPECT.some(pattern => pattern.test(hs));
        }

        function decide(facts) {
          let score = POINTS[facts.grade] ?? 10;
          const seen = [];
          for (const { name, qty } of facts.goods ?? []) {
            if (seen.includes(name)) continue;
            seen.push(name);
            score += qty > 1 ? 2 : 0;
          }
          if (suspect(facts.hs)) score += 5;
          switch (facts.country) {
            case 'US': score += 1; break;
            default: score += 2;
          }
          return { score, channel: score > 10 ? 'red' : 'green', names: seen.sort().join('|') };
        }
        """;

    [Fact]
    public void A_script_decides_from_the_facts()
    {
        var evaluation = Run(Score, WorkflowTests.Full, Output("score", FieldType.Number),
            Output("channel", FieldType.Text, "green", "red"), Output("names", FieldType.Text));

        Assert.Empty(evaluation.Faults);
        Assert.Equal("""{"score":11,"channel":"red","names":"a|b"}""", evaluation.Outputs.ToString());
        Assert.Equal(["decide"], evaluation.Matched);
    }

    [Fact]
    public void The_trace_shows_the_outputs()
    {
        var (compiled, _) = Compile("function decide(facts) { return { x: facts.value * 2 }; }");

        var evaluation = compiled!.Evaluate(Sample.Facts(WorkflowTests.Full), null, trace: true);

        var item = Assert.Single(evaluation.Trace!.Passes.Single().Items);
        Assert.Equal(("decide", true, "x", Value.Number(241)),
            (item.Id, item.Decided, item.Cells[0].Column, item.Cells[0].Value));
    }

    [Theory]
    [InlineData("0.1", "0.1")]
    [InlineData("0.1 + 0.2", "0.30000000000000004")]
    [InlineData("-0", "0")]
    [InlineData("facts.value", "120.5")]
    [InlineData("1e21", "1000000000000000000000")]
    [InlineData("facts.goods.reduce((sum, g) => sum + g.qty, 0)", "3")]
    [InlineData("facts.goods.length", "2")]
    [InlineData("facts.sizes[1]", "2.5")]
    [InlineData("Math.max(...facts.sizes)", "2.5")]
    [InlineData("parseFloat('1.50')", "1.5")]
    [InlineData("facts.nothing === undefined ? 1 : 0", "1")]
    [InlineData("facts.extra === null ? 1 : 0", "1")]
    [InlineData("facts.declaredAt.slice(0, 10) === '2026-11-11' ? 1 : 0", "1")]
    [InlineData("facts.age === 'P30D' && facts.day === '2026-11-11' ? 1 : 0", "1")]
    [InlineData("[...facts.hs].filter(c => c === '7').length", "1")]
    [InlineData("[[1], [2, 3]].flat().length + 'a-b'.split('-').length", "5")]
    [InlineData("Object.entries({ a: 1, b: 2 }).length + Object.keys(Object.assign({ c: 1 }, facts.buyer)).length", "5")]
    [InlineData("'x'.padStart(3, '0').length + 'ab'.repeat(2).length + 'aXa'.replaceAll('a', 'bb').length", "12")]
    [InlineData("[3, 1, 2].sort((a, b) => a - b)[0]", "1")]
    [InlineData("facts?.buyer?.home?.city.length ?? -1", "2")]
    public void Numbers_and_methods_are_those_of_JavaScript(string expression, string expected)
    {
        var evaluation = Run($"function decide(facts) {{ return {{ x: {expression} }}; }}", WorkflowTests.Full);

        Assert.Empty(evaluation.Faults);
        Assert.Equal($$"""{"x":{{expected}}}""", evaluation.Outputs.ToString());
    }

    [Theory]
    [InlineData("null", "it returned null")]
    [InlineData("[1]", "it returned list")]
    [InlineData("1", "it returned 1")]
    [InlineData("(() => 1)", "it returned function")]
    [InlineData("{}", "lacks the declared output `x`")]
    [InlineData("{ x: undefined }", "lacks the declared output `x`")]
    [InlineData("{ x: 1, y: 2 }", "`y`, which is not declared")]
    [InlineData("{ x: '1' }", "`x` must be number; it is text")]
    [InlineData("{ x: 0 / 0 }", "it is NaN")]
    [InlineData("{ x: 1 / 0 }", "it is Infinity")]
    [InlineData("{ x: 1e300 }", "it is 1E+300")]
    public void A_result_other_than_declared_is_a_fault(string result, string message)
    {
        var evaluation = Run($"function decide(facts) {{ return {result}; }}", "{}");

        var fault = Assert.Single(evaluation.Faults);
        Assert.Equal(("PE2405", "script"), (fault.Code, fault.Document));
        Assert.Contains(message, fault.Message.En, StringComparison.Ordinal);
        Assert.True(evaluation.Outputs.IsNull);
        Assert.Empty(evaluation.Matched);
    }

    [Theory]
    [InlineData(FieldType.Text, "'x'", true)]
    [InlineData(FieldType.Text, "1", false)]
    [InlineData(FieldType.Boolean, "true", true)]
    [InlineData(FieldType.Boolean, "0", false)]
    [InlineData(FieldType.Date, "'2026-02-28'", true)]
    [InlineData(FieldType.Date, "'2026-02-30'", false)]
    [InlineData(FieldType.Instant, "'2026-02-28T00:00:00+08:00'", true)]
    [InlineData(FieldType.Instant, "'2026-02-28'", false)]
    [InlineData(FieldType.Duration, "'P3D'", true)]
    [InlineData(FieldType.Duration, "'3 days'", false)]
    [InlineData(FieldType.List, "[1, 'a', { b: [null] }]", true)]
    [InlineData(FieldType.List, "{}", false)]
    [InlineData(FieldType.Object, "{ a: { b: 1 } }", true)]
    [InlineData(FieldType.Object, "[]", false)]
    [InlineData(FieldType.Object, "{ f: () => 1 }", false)]
    [InlineData(FieldType.Object, "/a/", false)]
    [InlineData(FieldType.Text, "null", true)]
    public void Every_type_of_output_is_checked(FieldType type, string result, bool sound)
    {
        var evaluation = Run($"function decide(facts) {{ return {{ x: {result} }}; }}", "{}", Output("x", type));

        Assert.Equal(sound, evaluation.Faults.IsEmpty);
    }

    [Fact]
    public void A_text_outside_the_declared_values_is_a_fault()
    {
        var evaluation = Run("function decide(facts) { return { x: 'blue' }; }", "{}",
            Output("x", FieldType.Text, "green", "red"));

        Assert.Contains("green, red", Assert.Single(evaluation.Faults).Message.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("function decide(facts) {\n  return facts.buyer.name;\n}", 2, 22)]
    [InlineData("function decide(facts) {\n  throw new Error('boom');\n}", 2, 9)]
    [InlineData("const help = x => x.y.z;\nfunction decide(facts) { return help({}); }", 1, 23)]
    public void An_error_is_a_fault_with_its_place(string source, int line, int column)
    {
        var fault = Assert.Single(Run(source, "{}").Faults);

        Assert.Equal("PE2401", fault.Code);
        Assert.Contains($"line {line}, column {column}", fault.Message.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_do_not_see_one_another_whatever_the_thread()
    {
        var (compiled, _) = Compile(Score, Output("score", FieldType.Number), Output("channel", FieldType.Text),
            Output("names", FieldType.Text));
        var expected = Enumerable.Range(0, 8).Select(i =>
            compiled!.Evaluate(Facts(i), null, trace: false).Outputs).ToArray();

        Parallel.For(0, 2_000, i => Assert.Equal(expected[i % 8],
            compiled!.Evaluate(Facts(i % 8), null, trace: false).Outputs));

        static Context Facts(int i) => Sample.Facts($$"""{"hs":"{{8470 + i}}","country":"US","goods":[{"name":"n","qty":{{i}}}]}""");
    }

    [Fact]
    public void A_fault_leaves_no_trace_in_the_next_run()
    {
        var (compiled, _) = Compile("function decide(facts) { while (facts.value > 1) { } return { x: facts.value }; }");

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("PE2402", Assert.Single(compiled!.Evaluate(Sample.Facts("""{"value":2}"""), null,
                trace: false).Faults).Code);
            Assert.Equal("""{"x":1}""", compiled.Evaluate(Sample.Facts("""{"value":1}"""), null,
                trace: false).Outputs.ToString());
        }
    }
}
