using Policy.Engine.Tests.Expressions.Corpus;

namespace Policy.Engine.Tests.Expressions;

public sealed class CorpusTests
{
    public static IEnumerable<TheoryDataRow<string, string, string>> Expressions => Row.Read3("expressions.csv");

    public static IEnumerable<TheoryDataRow<string, string, string>> Dmn => Row.Read3("dmn.csv");

    public static IEnumerable<TheoryDataRow<string, string, string, string>> Cells => Row.Read4("cells.csv");

    [Theory]
    [MemberData(nameof(Expressions))]
    public void An_expression_gives_the_expected_value_and_faults(string expression, string facts, string expected)
    {
        var frame = World.Frame(facts.Length == 0 ? "{}" : facts);
        var value = World.Compile(expression).Evaluate(frame);
        Assert.Equal(expected, World.Show(value, frame));
    }

    [Theory]
    [MemberData(nameof(Dmn))]
    public void In_models_of_DMN_an_expression_gives_what_DMN_says(string expression, string facts, string expected)
    {
        var frame = World.Frame(facts.Length == 0 ? "{}" : facts);
        var value = World.Compile(expression, World.DmnScope).Evaluate(frame);
        Assert.Equal(expected, World.Show(value, frame));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_cell_holds_for_the_expected_values(string cell, string field, string facts, string expected)
    {
        var frame = World.Frame(facts);
        var input = World.Scope.Find(field)!.Get(frame);
        var holds = World.CompileTests(cell, World.TypeOf(field)).Test(frame, input);
        Assert.Equal(expected, World.Show(holds is { } known ? Value.Boolean(known) : Value.Null, frame));
    }
}
