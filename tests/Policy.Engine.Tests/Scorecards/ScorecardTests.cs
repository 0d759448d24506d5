using static Policy.Engine.Tests.Rules;

namespace Policy.Engine.Tests.Scorecards;

public sealed class ScorecardTests
{
    private const string Credit = """
        {"kind":"scorecard","key":"s","facts":"firm","base":60,
         "characteristics":[{"id":"C1","input":"violations","bins":[{"when":"0","points":10},{"when":"[1..3)","points":-5.5},{"when":">=1","points":-30}]},
           {"id":"C2","input":"filed","bins":[{"when":"true","points":15}]}],
         "grades":[{"grade":"A","when":">=80"},{"grade":"B","when":"[60..80)"},{"grade":"C","when":"[0..60)"}],
         "overrides":[{"id":"O1","when":"violations > 90","grade":"D"}]}
        """;

    [Theory]
    [InlineData("""{"violations":0,"filed":true}""", """{"score":85,"grade":"A","points":{"C1":10,"C2":15},"override":null}""", "C1,C2")]
    [InlineData("""{"violations":2}""", """{"score":54.5,"grade":"C","points":{"C1":-5.5,"C2":0},"override":null}""", "C1")]
    [InlineData("""{"violations":5,"filed":false}""", """{"score":30,"grade":"C","points":{"C1":-30,"C2":0},"override":null}""", "C1")]
    [InlineData("""{"violations":91,"filed":true}""", """{"score":45,"grade":"D","points":{"C1":-30,"C2":15},"override":"O1"}""", "O1")]
    public void Points_add_up_to_a_grade_unless_an_override_sets_it(string facts, string outputs, string matched)
    {
        var evaluation = Set(Firm, Credit).Evaluate("s", facts);
        Assert.Equal(outputs, evaluation.Json());
        Assert.Equal(matched, string.Join(',', evaluation.Matched));
    }

    [Fact]
    public void A_score_without_a_grade_is_a_fault()
    {
        var rules = Set(Firm, Credit.Replace("\"base\":60", "\"base\":-60", StringComparison.Ordinal));
        Assert.Equal([DiagnosticCode.NoGrade], rules.Evaluate("s", """{"violations":5}""").Codes());
        Assert.Empty(rules.Evaluate("s", """{"violations":91}""").Faults);
    }

    [Fact]
    public void Every_problem_is_found_at_its_place() => Compile(Firm, """
        {"kind":"scorecard","key":"s","facts":"firm","characteristics":[{"id":"C1","input":"violation","bins":[{"when":"<","points":1}]},
           {"id":"C2","input":"filed","bins":[{"when":"\"x\"","points":1}]}],
         "grades":[{"grade":"A","when":"\"x\""}],"overrides":[{"id":"O1","when":"violations","grade":"D"}]}
        """).AssertErrors(
        (DiagnosticCode.UnknownName, "/characteristics/0/input"),
        (DiagnosticCode.UnexpectedSyntax, "/characteristics/0/bins/0/when"),
        (DiagnosticCode.TypeMismatch, "/characteristics/1/bins/0/when"),
        (DiagnosticCode.TypeMismatch, "/grades/0/when"),
        (DiagnosticCode.NotBoolean, "/overrides/0/when"));
}
