using Policy.Engine.Expressions;
using Policy.Engine.Expressions.BuiltIns;
using Policy.Engine.Tests.Expressions.Corpus;

namespace Policy.Engine.Tests.Expressions;

public sealed class DiagnosticTests
{
    public static IEnumerable<TheoryDataRow<string, string, string>> Expressions => Row.Read3("expression-errors.csv");

    public static IEnumerable<TheoryDataRow<string, string, string, string>> Cells => Row.Read4("cell-errors.csv");

    [Theory]
    [MemberData(nameof(Expressions))]
    public void An_expression_reports_every_error_at_its_place(string expression, string errors, string says)
    {
        var found = World.Problems(expression);
        Assert.Equal(errors, Show(expression, found));
        Assert.Contains(found, d => d.Message.En.Contains(says, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_cell_reports_every_error_at_its_place(string cell, string field, string errors, string says)
    {
        var found = World.TestProblems(cell, World.TypeOf(field));
        Assert.Equal(errors, Show(cell, found));
        Assert.Contains(found, d => d.Message.En.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void An_interval_without_values_is_a_warning()
    {
        var found = Assert.Single(World.TestProblems("[5..1]", DataType.Number));
        Assert.Equal((DiagnosticCode.EmptyInterval, Severity.Warning), (found.Code, found.Severity));
        Assert.Single(World.TestProblems("[\"C\"..\"A\"]", World.Grade));
        Assert.Single(World.TestProblems("(1..1]", DataType.Number));
        Assert.Empty(World.TestProblems("[1..1]", DataType.Number));
    }

    [Fact]
    public void Every_message_speaks_both_languages_and_quotes_in_backticks()
    {
        var found = Row.Read3("expression-errors.csv").SelectMany(r => World.Problems(r.Data.Item1))
            .Concat(Row.Read4("cell-errors.csv").SelectMany(r =>
                World.TestProblems(r.Data.Item1, World.TypeOf(r.Data.Item2))));
        Assert.All(found, d =>
        {
            var empty = d.Message.En.Contains("is empty", StringComparison.Ordinal);
            Assert.Equal(!empty, d.Message.En.Contains('`', StringComparison.Ordinal));
            Assert.Equal(!empty, d.Message.ZhCn.Contains('`', StringComparison.Ordinal));
            Assert.Matches("[\u4e00-\u9fff]", d.Message.ZhCn);
            Assert.EndsWith(d.Message.En.EndsWith('?') ? "?" : ".", d.Message.En, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_function_has_distinct_parameters_and_optional_ones_last() =>
        Assert.All(Registry.Names.SelectMany(n => Registry.Find(n)), f =>
        {
            Assert.Distinct(f.Parameters.Select(p => p.Name));
            Assert.DoesNotContain(f.Parameters.SkipWhile(p => !p.Optional), p => !p.Optional);
        });

    private static string Show(string text, IEnumerable<Diagnostic> found) =>
        string.Join(", ",
            found.Select(d => $"{d.Code} {text.Substring(d.Span!.Value.Start, d.Span.Value.Length)}".Trim()));
}
