namespace Policy.Engine.Tests.Expressions;

public sealed class LimitTests
{
    [Fact]
    public void A_text_over_ten_thousand_characters_is_refused()
    {
        var found = Assert.Single(World.Problems(new string(' ', 10_000) + "1"));
        Assert.Equal(DiagnosticCode.ExpressionTooLong, found.Code);
        Assert.Empty(World.Problems(new string(' ', 9_999) + "1"));
    }

    [Fact]
    public void Half_of_a_character_is_refused()
    {
        var found = Assert.Single(World.Problems("s = \"a\uD83D\""));
        Assert.Equal((DiagnosticCode.UnexpectedCharacter, new TextSpan(6, 1)), (found.Code, found.Span));
    }

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("[", "1", "]")]
    [InlineData("{a:", "1", "}")]
    [InlineData("-", "1", "")]
    [InlineData("not(", "true", ")")]
    [InlineData("if true then ", "1", " else 1")]
    [InlineData("for i in [1] return ", "1", "")]
    [InlineData("1 + (", "1", ")")]
    [InlineData("n in (", "1", ")")]
    public void Deep_nesting_is_refused_without_overflowing_the_stack(string open, string inner, string close)
    {
        var text = string.Concat(Enumerable.Repeat(open, 450)) + inner + string.Concat(Enumerable.Repeat(close, 450));
        Assert.Contains(World.Problems(text[..Math.Min(text.Length, 10_000)]), d =>
            d.Code == DiagnosticCode.ExpressionTooDeep);
    }

    [Theory]
    [InlineData("1", " + 1")]
    [InlineData("n", "[1]")]
    [InlineData("extra", ".a")]
    [InlineData("n", " = 1")]
    [InlineData("2", " ** 1")]
    [InlineData("n", " between 1 and 2")]
    public void Long_chains_are_refused_without_overflowing_the_stack(string first, string link)
    {
        var text = first + string.Concat(Enumerable.Repeat(link, (9_999 - first.Length) / link.Length));
        Assert.Contains(World.Problems(text), d => d.Code == DiagnosticCode.ExpressionTooDeep);
    }

    [Fact]
    public void Fifty_levels_and_two_hundred_links_are_fine()
    {
        Assert.Empty(World.Problems(new string('(', 50) + "1" + new string(')', 50)));
        Assert.Empty(World.Problems("n" + string.Concat(Enumerable.Repeat(" + n", 200))));
        Assert.Empty(World.Problems("b" + string.Concat(Enumerable.Repeat(" or b", 1_900))));
    }

    [Theory]
    [InlineData("for i in 1..1000 return for j in 1..1000 return i", DiagnosticCode.TooManyIterations)]
    [InlineData("some i in 1..1000, j in 1..1000 satisfies i + j < 0", DiagnosticCode.TooManyIterations)]
    [InlineData("{a: for i in 1..50000 return i, b: for j in 1..1000 return sum(a)}.b",
        DiagnosticCode.TooManyIterations)]
    [InlineData("for i in 1..99999 return string join([s, s, s, s, s, s, s, s, s, s], s)",
        DiagnosticCode.TooManyIterations)]
    public void Work_is_limited(string text, string code) => Faults(text, code);

    [Fact]
    public void Texts_are_limited()
    {
        var doubled = string.Concat(Enumerable.Range(1, 20).Select(i => $", x{i}: x{i - 1} + x{i - 1}"));
        Faults($"{{x0: s{doubled}}}.x20", DiagnosticCode.TextTooLong);
    }

    [Fact]
    public void Lists_that_share_their_items_are_limited_by_what_they_would_be_when_written()
    {
        var doubled = string.Concat(Enumerable.Range(1, 60).Select(i => $", x{i}: [x{i - 1}, x{i - 1}]"));
        Faults($"{{x0: [1]{doubled}}}", DiagnosticCode.ListTooLong);
    }

    [Fact]
    public void Long_lists_are_limited()
    {
        var text = "{a: for i in 1..30000 return i, b: concatenate(a, a, a, a)}.b";
        Faults(text, DiagnosticCode.ListTooLong);
    }

    [Fact]
    public void Faults_of_one_evaluation_are_capped()
    {
        var frame = World.Frame("""{"n":0}""");
        World.Compile("for i in 1..5000 return i / n").Evaluate(frame);
        Assert.Equal(100, frame.Faults.Length);
    }

    [Fact]
    public void Patterns_that_explode_under_backtracking_end_at_once()
    {
        var frame = World.Frame($$"""{"s":"{{new string('a', 900)}}!"}""");
        Assert.Equal(Value.False, World.Compile("matches(s, \"^(a+)+$\")").Evaluate(frame));
    }

    private static void Faults(string text, string code)
    {
        var frame = World.Frame("""{"s":"浙江杭州综合试验区"}""");
        var value = World.Compile(text).Evaluate(frame);
        Assert.True(value.IsNull);
        Assert.Equal(code, frame.Faults[0].Code);
    }
}
