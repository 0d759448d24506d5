using static Policy.Engine.Tests.Rules;

namespace Policy.Engine.Tests.Tables;

public sealed class TableCheckTests
{
    [Fact]
    public void Every_problem_is_found_at_its_cell() => Compile(Parcel, """
        {"kind":"decisionTable","key":"t","facts":"parcel","hitPolicy":"first",
         "inputs":[{"expression":"valeu"},{"expression":"grade"},{"expression":"value"}],
         "outputs":[{"name":"channel","type":"text","values":["green","red"],"default":"\"blue\""},{"name":"ratio","type":"number"}],
         "rows":[{"id":"R1","when":["-","\"E\"","< \"x\""],"then":["\"yellow\"","\"5\""]},
                 {"id":"R2","when":["-","-","["],"then":["\"red\"","value > 5"]}]}
        """).AssertErrors(
        (DiagnosticCode.UnknownName, "/inputs/0/expression"),
        (DiagnosticCode.OutputValue, "/outputs/0/default"),
        (DiagnosticCode.ValueNotAllowed, "/rows/0/when/1"),
        (DiagnosticCode.TypeMismatch, "/rows/0/when/2"),
        (DiagnosticCode.OutputValue, "/rows/0/then/0"),
        (DiagnosticCode.OutputValue, "/rows/0/then/1"),
        (DiagnosticCode.UnexpectedSyntax, "/rows/1/when/2"),
        (DiagnosticCode.OutputValue, "/rows/1/then/1"));

    [Theory]
    [InlineData(""" "hitPolicy":"collectSum","outputs":[{"name":"o","type":"text"}] """, DiagnosticCode.HitPolicyMismatch, "/hitPolicy")]
    [InlineData(""" "hitPolicy":"priority","outputs":[{"name":"o","type":"text"}] """, DiagnosticCode.HitPolicyMismatch, "/hitPolicy")]
    [InlineData(""" "hitPolicy":"collectCount","outputs":[{"name":"o","type":"number","default":"1"}] """, DiagnosticCode.HitPolicyMismatch, "/outputs/0/default")]
    [InlineData(""" "outputs":[{"name":"o","type":"number","combine":"sum"}] """, DiagnosticCode.HitPolicyMismatch, "/outputs/0/combine")]
    [InlineData(""" "forEach":"goods","outputs":[{"name":"o","type":"text","combine":"sum"}] """, DiagnosticCode.HitPolicyMismatch, "/outputs/0/combine")]
    [InlineData(""" "forEach":"goods","hitPolicy":"collect","outputs":[{"name":"o","type":"number","combine":"sum"}] """, DiagnosticCode.HitPolicyMismatch, "/outputs/0/combine")]
    [InlineData(""" "forEach":"godos","outputs":[{"name":"o","type":"number"}] """, DiagnosticCode.UnknownList, "/forEach")]
    [InlineData(""" "forEach":"value","outputs":[{"name":"o","type":"number"}] """, DiagnosticCode.UnknownList, "/forEach")]
    [InlineData(""" "outputs":[] """, DiagnosticCode.Missing, "/outputs")]
    [InlineData(""" "outputs":[{"name":"if","type":"number"}] """, DiagnosticCode.BadName, "/outputs/0/name")]
    [InlineData(""" "outputs":[{"name":"o","type":"number","values":["1"]}] """, DiagnosticCode.FieldShape, "/outputs/0/values")]
    public void A_table_that_cannot_run_is_refused(string body, string code, string pointer) =>
        Compile(Parcel, $$"""{"kind":"decisionTable","key":"t","facts":"parcel",{{body}}}""").AssertErrors((code, pointer));

    [Fact]
    public void A_period_needs_a_declaration_day() => Compile(Firm, """
        {"kind":"decisionTable","key":"t","facts":"firm","inputs":[{"expression":"violations"}],"outputs":[{"name":"o","type":"number"}],
         "rows":[{"id":"R1","when":["-"],"then":["1"],"to":"2026-01-01"}]}
        """).AssertErrors((DiagnosticCode.PeriodWithoutDay, "/rows/0/to"));

    [Fact]
    public void A_value_outside_the_outputs_values_that_only_shows_when_run_is_a_fault()
    {
        var rules = Set(Parcel, """
            {"kind":"decisionTable","key":"t","facts":"parcel","inputs":[],"outputs":[{"name":"o","type":"text","values":["A","B"]}],
             "rows":[{"id":"R1","when":[],"then":["grade"]}]}
            """);
        Assert.Equal("""{"o":"A"}""", rules.Evaluate("t", """{"grade":"A"}""").Json());
        var fault = Assert.Single(rules.Evaluate("t", """{"grade":"C"}""").Faults);
        Assert.Equal((DiagnosticCode.OutputFault, "R1"), (fault.Code, fault.Item));
    }
}
