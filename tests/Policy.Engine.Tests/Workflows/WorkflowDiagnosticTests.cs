using System.Text.Json;
using Policy.Engine.Compiling;
using Policy.Engine.Workflows;

namespace Policy.Engine.Tests.Workflows;

public sealed class WorkflowDiagnosticTests
{
    [Theory]
    [InlineData("facts.nope > 1", "PE1311", "nope")]
    [InlineData("facts.buyer.nope == null", "PE1311", "nope")]
    [InlineData("input2.value > 1", "PE1311", "input2")]
    [InlineData("it.value > 1", "PE1311", "it")]
    [InlineData("facts.extra.x == 1", "PE1311", "extra")]
    [InlineData("facts.goods.Any(qty > 1)", "PE1312", "Any")]
    [InlineData("facts.goods.Select(g => g.qty).Any()", "PE1312", "Select")]
    [InlineData("facts.goods.Where(g => true).Any()", "PE1312", "Where")]
    [InlineData("new[]{\"a\"}.Contains(facts.country)", "PE1310", "{")]
    [InlineData("new(1 as x) == null", "PE1310", "as")]
    [InlineData("Guid.NewGuid() == null", "PE1312", "Guid.NewGuid")]
    [InlineData("DateTime.Now > facts.day", "PE1311", "DateTime")]
    [InlineData("Convert.ToInt32(facts.hs) > 1", "PE1312", "Convert.ToInt32")]
    [InlineData("Environment.Exit(0)", "PE1312", "Environment.Exit")]
    [InlineData("Environment.MachineName == \"x\"", "PE1311", "Environment")]
    [InlineData("facts.GetType() == null", "PE1312", "GetType")]
    [InlineData("facts.hs.GetType().Assembly.FullName == \"\"", "PE1312", "GetType")]
    [InlineData("\"\".GetType().Assembly.DefinedTypes.First() == null", "PE1312", "GetType")]
    [InlineData("facts.Text(0) == \"x\"", "PE1312", "Text")]
    [InlineData("f.Text(0) == \"x\"", "PE1312", "f.Text")]
    [InlineData("k.Absent(1)", "PE1312", "k.Absent")]
    [InlineData("np(facts.value, 1) == 1", "PE1312", "np")]
    [InlineData("double.Parse(\"1\") == 1", "PE1312", "double.Parse")]
    [InlineData("Math.Pow(2, 99) > 1", "PE1312", "Math.Pow")]
    [InlineData("Math.Abs() > 1", "PE1312", "Math.Abs")]
    [InlineData("facts.value[0] == 1", "PE1313", "list")]
    [InlineData("facts.goods[\"0\"].qty == 1", "PE1313", "number")]
    [InlineData("facts.goods[0].nope == 1", "PE1311", "nope")]
    [InlineData("facts.goods[0 == 1", "PE1310", "]")]
    [InlineData("facts.value", "PE1313", "number")]
    [InlineData("facts.value == \"5\"", "PE1313", "text")]
    [InlineData("facts.hs == 5", "PE1313", "number")]
    [InlineData("facts.hs + 5 == \"x\"", "PE1313", "+")]
    [InlineData("facts.value > null", "PE1313", ">")]
    [InlineData("facts.licensed > true", "PE1313", ">")]
    [InlineData("facts.goods == facts.goods", "PE1313", "==")]
    [InlineData("iif(true, 1, \"a\") == 1", "PE1313", "?:")]
    [InlineData("facts.day == \"2026-02-30\"", "PE1313", "2026-02-30")]
    [InlineData("facts.grade == \"D\"", "PE1314", "D")]
    [InlineData("facts.grade in (\"A\", \"D\")", "PE1314", "D")]
    [InlineData("facts.value >", "PE1310", "not complete")]
    [InlineData("(facts.value > 1", "PE1310", ")")]
    [InlineData("facts.value > 1;", "PE1310", ";")]
    [InlineData("facts.value > 1 // x", "PE1310", "/")]
    [InlineData("facts.value?.x == 1", "PE1310", ".")]
    [InlineData("facts.value ^ 1", "PE1310", "^")]
    [InlineData("facts.value > 0xFF", "PE1310", "0x")]
    [InlineData("facts.value > 99999999999999999999999999999999", "PE1310", "9999")]
    [InlineData("facts.hs == \"open", "PE1310", "closing quote")]
    [InlineData("facts.hs == \"\\q\"", "PE1310", "escape")]
    [InlineData("x => true", "PE1312", "=>")]
    [InlineData("facts.goods.Any(facts => true)", "PE1303", "facts")]
    public void Rejects_what_is_outside_the_language(string expression, string code, string mention)
    {
        var found = Assert.Single(Diagnose(WorkflowTests.Rules(("R", expression))));

        Assert.Equal((code, "/workflow/Rules/0/Expression"), (found.Code, found.Pointer));
        Assert.Contains(mention, found.Message.En, StringComparison.Ordinal);
        Assert.NotEqual(found.Message.En, found.Message.ZhCn);
        Assert.NotNull(found.Span);
    }

    [Theory]
    [InlineData("""[]""", "/workflow", "PE1301")]
    [InlineData("""{"Rules":[{"RuleName":"R","Expression":"true"}]}""", "/workflow", "PE1301")]
    [InlineData("""{"WorkflowName":"w"}""", "/workflow", "PE1301")]
    [InlineData("""{"WorkflowName":"w","Rules":[]}""", "/workflow", "PE1301")]
    [InlineData("""{"WorkflowName":"w","Rules":[null]}""", "/workflow/Rules/0", "PE1301")]
    [InlineData("""{"WorkflowName":"w","Rules":{}}""", "/workflow/Rules", "PE1301")]
    [InlineData("""{"WorkflowName":"w","Rules":[{"Expression":"true"}]}""", "/workflow/Rules/0", "PE1301")]
    [InlineData("""{"WorkflowName":"w","Rules":[{"RuleName":"R"}]}""", "/workflow/Rules/0", "PE1301")]
    [InlineData("""{"WorkflowName":"w","Rules":[{"RuleName":"R","Expression":"true","Enabled":"yes"}]}""", "/workflow/Rules/0/Enabled", "PE1301")]
    [InlineData("""{"WorkflowName":"w","Rules":[{"RuleName":"R","Expression":"true","Expresion":""}]}""", "/workflow/Rules/0/Expresion", "PE1302")]
    [InlineData("""{"WorkflowName":"w","Rules":[{"RuleName":"R","Expression":"true"},{"RuleName":"R","Expression":"true"}]}""", "/workflow/Rules/1/RuleName", "PE1303")]
    [InlineData("""{"WorkflowName":"w","Rules":[{"RuleName":"R","Operator":"or","Rules":[{"RuleName":"C","Expression":"true"}]}]}""", "/workflow/Rules/0/Operator", "PE1304")]
    [InlineData("""{"WorkflowName":"w","Rules":[{"RuleName":"R","Operator":"Xor","Rules":[{"RuleName":"C","Expression":"true"}]}]}""", "/workflow/Rules/0/Operator", "PE1304")]
    [InlineData("""{"WorkflowName":"w","Rules":[{"RuleName":"R","Operator":"And"}]}""", "/workflow/Rules/0", "PE1301")]
    [InlineData("""{"WorkflowName":"w","Rules":[{"RuleName":"R","Rules":[{"RuleName":"C","Expression":"true"}]}]}""", "/workflow/Rules/0", "PE1301")]
    [InlineData("""{"WorkflowName":"w","Rules":[{"RuleName":"R","Operator":"And","Expression":"true","Rules":[{"RuleName":"C","Expression":"true"}]}]}""", "/workflow/Rules/0/Expression", "PE1301")]
    [InlineData("""{"WorkflowName":"w","Rules":[{"RuleName":"R","Expression":"true","Actions":{"OnSuccess":{"Name":"OutputExpression","Context":{"Expression":"1"}}}}]}""", "/workflow/Rules/0/Actions/OnSuccess", "PE1305")]
    [InlineData("""{"WorkflowName":"w","WorkflowsToInject":["other"],"Rules":[{"RuleName":"R","Expression":"true"}]}""", "/workflow/WorkflowsToInject", "PE1305")]
    [InlineData("""{"WorkflowName":"w","Rules":[{"RuleName":"R","Expression":"true","RuleExpressionType":"Sql"}]}""", "/workflow/Rules/0/RuleExpressionType", "PE1301")]
    [InlineData("""{"WorkflowName":"w","GlobalParams":[{"Name":"facts","Expression":"1"}],"Rules":[{"RuleName":"R","Expression":"true"}]}""", "/workflow/GlobalParams/0/Name", "PE1301")]
    [InlineData("""{"WorkflowName":"w","GlobalParams":[{"Name":"a b","Expression":"1"}],"Rules":[{"RuleName":"R","Expression":"true"}]}""", "/workflow/GlobalParams/0/Name", "PE1301")]
    [InlineData("""{"WorkflowName":"w","GlobalParams":[{"Name":"a","Expression":"1"}],"Rules":[{"RuleName":"R","LocalParams":[{"Name":"A","Expression":"2"}],"Expression":"true"}]}""", "/workflow/Rules/0/LocalParams/0/Name", "PE1303")]
    [InlineData("""{"WorkflowName":"w","GlobalParams":[{"Name":"a","Expression":"null"}],"Rules":[{"RuleName":"R","Expression":"true"}]}""", "/workflow/GlobalParams/0/Expression", "PE1313")]
    public void Rejects_a_workflow_that_cannot_mean_what_it_says(string workflow, string pointer, string code)
    {
        var found = Assert.Single(Diagnose(workflow));

        Assert.Equal((pointer, code), (found.Pointer, found.Code));
    }

    [Fact]
    public void All_problems_are_found_at_once()
    {
        var found = Diagnose(WorkflowTests.Rules(("A", "facts.x == 1 and facts.y == 2"), ("B", "facts.hs == 5"), ("C", "true")));

        Assert.Equal(3, found.Length);
        Assert.Equal([new TextSpan(0, 7), new TextSpan(17, 7)], found.Where(d => d.Pointer.Contains("/0/", StringComparison.Ordinal)).Select(d => d.Span!.Value));
    }

    [Fact]
    public void Expressions_of_any_depth_and_length_end_in_a_diagnostic_or_run()
    {
        Assert.Equal("PE1315", Assert.Single(Diagnose(WorkflowTests.Rules(("R", new string('(', 5_000))))).Code);
        Assert.Equal("PE1315", Assert.Single(Diagnose(WorkflowTests.Rules(("R", new string('!', 5_000) + "true")))).Code);
        Assert.Equal("PE1315", Assert.Single(Diagnose(WorkflowTests.Rules(("R", "1" + string.Concat(Enumerable.Repeat("+1", 4_000)) + " > 1")))).Code);
        Assert.Equal("PE1315", Assert.Single(Diagnose(WorkflowTests.Rules(("R", new string('a', 20_000))))).Code);
        Assert.Empty(Diagnose(WorkflowTests.Rules(("R", "true" + string.Concat(Enumerable.Repeat(" || true", 1_200))))));
    }

    private static Diagnostic[] Diagnose(string workflow)
    {
        var reporter = new Reporter("flow");
        var document = new WorkflowDocument { Key = "flow", Workflow = JsonDocument.Parse(workflow).RootElement };
        var compiled = WorkflowCompiler.Compile(document, Sample.Parcel, reporter);
        Assert.Equal(reporter.HasErrors, compiled is null);
        return [.. reporter.Found];
    }
}
