using CsCheck;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions;
using Policy.Engine.Expressions.Operations;
using Policy.Engine.Expressions.Syntax;

namespace Policy.Engine.Tests.Expressions;

public sealed class PropertyTests
{
    private static readonly Gen<bool?> Truth = Gen.OneOf<bool?>(true, false, null);

    private static readonly string[] Fields =
        ["n", "s", "b", "day", "at", "span", "term", "grade", "goods", "numbers", "buyer", "extra", "any"];

    private static readonly Gen<string> Facts = Gen.OneOf(
        "{}",
        """{"n":5,"m":0,"s":"a","t":"","b":true,"c":false,"order":2,"any":"x","grade":"C","worse":"AA"}""",
        """{"n":-0.5,"day":"2026-01-31","at":"2026-01-31T08:00:00+08:00","span":"P1D","term":"P1M","any":[1,"a"]}""",
        """{"n":79228162514264337593543950335,"day":"9999-12-31","numbers":[79228162514264337593543950335,1]}""",
        """{"order value":3,"numbers":[1,2,3],"any":{"year":1}}""",
        """{"goods":[{"hsCode":"8471","quantity":2},{}],"texts":["a"],"buyer":{"name":"x"},"extra":{"a":[[1]]}}""");

    [Fact]
    public void No_text_makes_compiling_or_evaluating_an_expression_throw() =>
        Gen.Select(FeelText.Any, Facts).Sample((text, facts) =>
        {
            var reporter = new Reporter("test");
            var expression = Feel.Compile(text, World.Scope, reporter);
            Assert.Equal(expression is null, reporter.HasErrors);
            Assert.All(reporter.Found, d =>
            {
                Assert.InRange(d.Span!.Value.Start + d.Span.Value.Length, 0, text.Length);
                Assert.Equal(-1, Texts.IllFormed(d.Message.En + d.Message.ZhCn));
            });
            expression?.Evaluate(World.Frame(facts));
        }, iter: 3_000);

    [Fact]
    public void In_models_of_DMN_every_text_compiles_and_none_makes_evaluating_throw() =>
        Gen.Select(FeelText.Any, Gen.OneOf(Fields), Facts).Sample((text, field, facts) =>
        {
            var reporter = new Reporter("test");
            var frame = World.Frame(facts);
            var expression = Feel.Compile(text, World.DmnScope, reporter);
            var tests = Feel.CompileTests(text, World.TypeOf(field), World.DmnScope, reporter);
            Assert.False(reporter.HasErrors);
            expression!.Evaluate(frame);
            tests!.Test(frame, World.Scope.Find(field)!.Get(frame));
            Printer.Print(expression.Syntax);
        }, iter: 3_000);

    [Fact]
    public void No_text_makes_compiling_or_testing_a_cell_throw() =>
        Gen.Select(FeelText.Any, Gen.OneOf(Fields), Facts).Sample((text, field, facts) =>
        {
            var reporter = new Reporter("test");
            var tests = Feel.CompileTests(text, World.TypeOf(field), World.Scope, reporter);
            Assert.Equal(tests is null, reporter.HasErrors);
            var frame = World.Frame(facts);
            tests?.Test(frame, World.Scope.Find(field)!.Get(frame));
        }, iter: 3_000);

    [Fact]
    public void The_type_of_a_result_is_what_the_checker_said() =>
        Gen.Select(FeelText.Expression, Facts).Sample((text, facts) =>
        {
            var reporter = new Reporter("test");
            if (Feel.Compile(text, World.Scope, reporter) is not { Type.IsKnown: true } expression) return;
            var frame = World.Frame(facts);
            var value = expression.Evaluate(frame);
            Assert.True(value.IsNull
                || value.Kind == expression.Type.Kind, $"{value.Kind} is not {expression.Type.Kind}");
        }, iter: 3_000);

    [Fact]
    public void Evaluating_twice_gives_the_same_value_and_faults() =>
        Gen.Select(FeelText.Expression, Facts).Sample((text, facts) =>
        {
            if (Feel.Compile(text, World.Scope, new Reporter("test")) is not { } expression) return;
            var (once, again) = (World.Frame(facts), World.Frame(facts));
            Assert.Equal(World.Show(expression.Evaluate(once), once), World.Show(expression.Evaluate(again), again));
        }, iter: 3_000);

    [Fact]
    public void Printing_an_expression_keeps_its_meaning() =>
        Gen.OneOf(FeelText.Expression, FeelText.Soup).Sample(text =>
        {
            if (Parser.Expression(text, World.Scope, new Reporter("test"), out _) is not { } tree) return;
            Assert.Equal(tree, Parser.Expression(Printer.Print(tree), World.Scope, new Reporter("test"), out _));
        }, iter: 3_000);

    [Fact]
    public void Printing_a_cell_keeps_its_meaning() =>
        Gen.OneOf(FeelText.Cell, FeelText.Soup).Sample(text =>
        {
            if (Parser.Cell(text, World.Scope, new Reporter("test"), out _) is not { } tree) return;
            Assert.Equal(tree, Parser.Cell(Printer.Print(tree), World.Scope, new Reporter("test"), out _));
        }, iter: 3_000);

    [Fact]
    public void Not_of_and_is_or_of_nots() =>
        Gen.Select(Truth, Truth).Sample((b, c) =>
            Assert.Equal(Decide("not(b and c)", b, c), Decide("not(b) or not(c)", b, c)));

    [Fact]
    public void And_and_or_do_not_depend_on_the_order() =>
        Gen.Select(Truth, Truth).Sample((b, c) =>
        {
            Assert.Equal(Decide("b and c", b, c), Decide("c and b", b, c));
            Assert.Equal(Decide("b or c", b, c), Decide("c or b", b, c));
        });

    [Fact]
    public void And_and_or_absorb_and_distribute() =>
        Gen.Select(Truth, Truth).Sample((b, c) =>
        {
            Assert.Equal(b, Decide("b and (b or c)", b, c));
            Assert.Equal(b, Decide("b or b and c", b, c));
            Assert.Equal(Decide("b and (c or b)", b, c), Decide("b and c or b and b", b, c));
        });

    [Fact]
    public void Unknown_decides_nothing_alone() =>
        Gen.Select(Truth, Truth).Sample((b, c) =>
        {
            Assert.Equal(b == false || c == false
                ? false
                : b is null || c is null
                ? null
                : true, Decide("b and c", b, c));
            Assert.Equal(b == true || c == true ? true : b is null || c is null ? null : false, Decide("b or c", b, c));
        });

    private static bool? Decide(string text, bool? b, bool? c)
    {
        var json = string.Join(',',
            new[] { ("b", b), ("c", c) }.Select(p =>
            $"\"{p.Item1}\":{(p.Item2 is { } t ? t ? "true" : "false" : "null")}"));
        var value = World.Compile(text).Evaluate(World.Frame($"{{{json}}}"));
        return value.IsNull ? null : value.AsBoolean();
    }
}
