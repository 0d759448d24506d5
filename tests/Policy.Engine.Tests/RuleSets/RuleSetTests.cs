using System.Text.Json;
using Policy.Engine.Cases;
using static Policy.Engine.Tests.Rules;

namespace Policy.Engine.Tests.RuleSets;

public sealed class RuleSetTests
{
    private const string Table = """
        {"kind":"decisionTable","key":"t","facts":"parcel","hitPolicy":"first","inputs":[{"expression":"value"}],
         "outputs":[{"name":"o","type":"number"},{"name":"note","type":"text"}],
         "rows":[{"id":"R1","when":["> 5"],"then":["1.50","\"x\""]},{"id":"R2","when":["-"],"then":["2","null"]}]
        """;

    [Fact]
    public void Documents_and_their_fact_types_are_found_by_key()
    {
        var rules = Set(Parcel, Table + "}");
        Assert.Equal(["parcel", "t"], rules.Keys);
        Assert.Same(rules.FactTypeOf("parcel"), rules.FactTypeOf("t"));
        Assert.Null(rules.FactTypeOf("x"));
        Assert.Null(rules.Document("x"));
    }

    [Fact]
    public void Evaluating_what_is_not_there_or_facts_of_another_type_is_a_bug()
    {
        var rules = Set(Parcel, Firm, Table + "}");
        Assert.Throws<ArgumentException>(() => rules.Evaluate("x", rules.Facts("parcel", "{}")));
        Assert.Throws<ArgumentException>(() => rules.Evaluate("parcel", rules.Facts("parcel", "{}")));
        Assert.Throws<ArgumentException>(() => rules.Evaluate("t", rules.Facts("firm", """{"violations":1}""")));
    }

    [Fact]
    public void A_document_that_the_compiler_itself_fails_on_is_reported_like_any_other()
    {
        var json = JsonDocument.Parse("{}");
        var workflow = new WorkflowDocument { Key = "w", Facts = "parcel", Workflow = json.RootElement };
        json.Dispose();

        var compilation = RuleSet.Compile([Document(Parcel), Document(Table.Replace("1.50", "1.5o", StringComparison.Ordinal) + "}"), workflow]);

        Assert.Null(compilation.RuleSet);
        Assert.Contains(compilation.Diagnostics, d => d.Document == "t");
        var failure = Assert.Single(compilation.Diagnostics, d => d.Document == "w");
        Assert.Equal((DiagnosticCode.Internal, Severity.Error), (failure.Code, failure.Severity));
        Assert.Contains(nameof(ObjectDisposedException), failure.Message.En, StringComparison.Ordinal);
    }

    [Fact]
    public void References_that_lead_nowhere_are_found_in_all_documents()
    {
        var compilation = Compile(Parcel, Table.Replace("parcel", "parcle", StringComparison.Ordinal) + "}", """
            {"kind":"list","key":"l","facts":"parcel","requires":{"a":"nothing","value":"t"},"columns":[{"field":"hs","match":"equals"}],"effects":["e"]}
            """, """{"kind":"overlay","key":"o"}""");
        compilation.AssertErrors(
            (DiagnosticCode.UnknownFactType, "/facts"),
            (DiagnosticCode.UnknownDocument, "/requires/a"),
            (DiagnosticCode.NameTaken, "/requires/value"),
            (DiagnosticCode.UncomposedOverlay, "/kind"));
        Assert.Contains("`parcel`", compilation.Diagnostics.Single(d => d.Pointer == "/facts").Message.En);
        Assert.Equal("l", compilation.Diagnostics.Single(d => d.Pointer == "/requires/a").Document);
    }

    [Fact]
    public void Documents_that_require_one_another_are_refused()
    {
        Compile(Parcel, Requires("a", "b"), Requires("b", "a")).AssertErrors((DiagnosticCode.Cycle, "/requires/other"));
        static string Requires(string key, string other) => $$"""
            {"kind":"decisionTable","key":"{{key}}","facts":"parcel","requires":{"other":"{{other}}"},"inputs":[],"outputs":[{"name":"o","type":"number"}]}
            """;
    }

    [Fact]
    public void Documents_built_in_code_are_checked_for_structure_too()
    {
        var table = (DecisionTableDocument)Document(Table + "}");
        var twice = RuleSet.Compile([Document(Parcel), table, table]);
        Assert.Equal((DiagnosticCode.DuplicateId, "/key"), twice.Diagnostics.Select(d => (d.Code, d.Pointer)).Single());

        var bad = table with { Outputs = [table.Outputs[0], table.Outputs[0]], Rows = [table.Rows[0] with { When = [] }, table.Rows[0]] };
        RuleSet.Compile([Document(Parcel), bad]).AssertErrors(
            (DiagnosticCode.DuplicateId, "/outputs/1/name"),
            (DiagnosticCode.DuplicateId, "/rows/1/id"),
            (DiagnosticCode.CellCount, "/rows/0/when"),
            (DiagnosticCode.OutputValue, "/rows/0/then/1"),
            (DiagnosticCode.OutputValue, "/rows/1/then/1"));
    }

    [Fact]
    public void Cases_and_properties_are_checked_against_the_document() => Compile(Parcel, Table + """
        ,"cases":[{"id":"a","facts":{"valeu":1},"expect":{"oo":1}}],
         "properties":[{"id":"1","kind":"monotone","input":"valeu","output":"x","direction":"nondecreasing"},
           {"id":"2","kind":"implies","when":"value","then":"o > 1"},{"id":"3","kind":"implies","when":"value > 1","then":"oo > 1"},
           {"id":"4","kind":"notLooserThan","key":"t"},{"id":"5","kind":"complete"}]}
        """).AssertErrors(
        (DiagnosticCode.UnknownField, "/cases/0/facts/valeu"),
        (DiagnosticCode.UnknownOutput, "/cases/0/expect/oo"),
        (DiagnosticCode.UnknownName, "/properties/0/input"),
        (DiagnosticCode.UnknownOutput, "/properties/0/output"),
        (DiagnosticCode.NotBoolean, "/properties/1/when"),
        (DiagnosticCode.UnknownName, "/properties/2/then"),
        (DiagnosticCode.Mistyped, "/properties/3/key"));

    [Fact]
    public void Cases_compare_only_what_they_name_and_say_what_differs()
    {
        var rules = Set(Parcel, Table + """
            ,"cases":[{"id":"same","facts":{"value":6},"expect":{"o":1.5}},{"id":"null","facts":{"value":1},"expect":{"note":null}},
              {"id":"other","facts":{"value":6},"expect":{"o":2,"note":"x"}}]}
            """);
        var results = CaseRun.Run(rules, "t");
        Assert.Equal([true, true, false], results.Select(r => r.Passed));
        Assert.Equal(["R1"], results[0].Matched);
        var difference = Assert.Single(results[2].Differences);
        Assert.Equal((DiagnosticCode.CaseDiffers, "/cases/2/expect/o"), (difference.Code, difference.Pointer));
        Assert.Contains("`1.5`", difference.Message.En);
    }

    [Fact]
    public void A_case_with_a_fault_never_passes()
    {
        var rules = Set(Parcel, """
            {"kind":"decisionTable","key":"t","facts":"parcel","inputs":[],"outputs":[{"name":"o","type":"number"}],
             "rows":[{"id":"R1","when":[],"then":["1 / (value - value)"]}],"cases":[{"id":"a","facts":{"value":1},"expect":{"o":null}}]}
            """);
        Assert.Equal(DiagnosticCode.CaseFaulted, Assert.Single(CaseRun.Run(rules, "t")[0].Differences).Code);
    }

    [Fact]
    public void A_table_of_ten_thousand_rows_compiles_and_decides()
    {
        var table = (DecisionTableDocument)Document(Table + "}");
        table = table with
        {
            Rows = [.. Enumerable.Range(0, 10_000).Select(i => new TableRow { Id = $"R{i}", When = [$"[{i}..{i + 1})"], Then = [$"{i}", "\"x\""] })],
        };
        var rules = RuleSet.Compile([Document(Parcel), table]).RuleSet!;
        Assert.Equal("""{"o":9999,"note":"x"}""", rules.Evaluate("t", """{"value":9999.5}""").Json());
    }
}
