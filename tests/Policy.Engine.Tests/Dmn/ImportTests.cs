using static Policy.Engine.Tests.Dmn.Model;
using Policy.Engine.Dmn;

namespace Policy.Engine.Tests.Dmn;

public sealed class ImportTests
{
    private const string Age = "<output/>";

    [Theory]
    [InlineData("http://www.omg.org/spec/DMN/20180521/MODEL/")]
    [InlineData("https://www.omg.org/spec/DMN/20191111/MODEL/")]
    [InlineData("https://www.omg.org/spec/DMN/20211108/MODEL/")]
    [InlineData(Dmn15)]
    public void Versions_1_2_to_1_5_are_read(string version) =>
        Assert.IsType<ExpressionDocument>(Import(Decision("a", Literal("1")), version).Documents[1]);

    [Theory]
    [InlineData("hitPolicy=\"UNIQUE\"", 17, "\"young\"")]
    [InlineData("hitPolicy=\"FIRST\"", 70, "\"grown\"")]
    [InlineData("hitPolicy=\"RULE ORDER\"", 70, "[\"grown\",\"old\"]")]
    [InlineData("hitPolicy=\"COLLECT\"", 70, "[\"grown\",\"old\"]")]
    [InlineData("hitPolicy=\"COLLECT\" aggregation=\"COUNT\"", 70, "2")]
    [InlineData("hitPolicy=\"PRIORITY\"", 70, "\"old\"")]
    [InlineData("hitPolicy=\"OUTPUT ORDER\"", 70, "[\"old\",\"grown\"]")]
    public void A_table_of_one_output_gives_its_value_by_every_hit_policy(string policy, int age, string expected)
    {
        const string Outputs = "<output><outputValues><text>\"old\", \"grown\", \"young\"</text></outputValues></output>";
        var model = Input("Age", "number") + Decision("Stage", Table(policy, "Age", Outputs, "<18|\"young\"", ">=18|\"grown\"", ">65|\"old\""));
        Assert.Equal(expected, Decide(model, "stage", $$"""{"Age":{{age}}}""").Json());
    }

    [Theory]
    [InlineData("SUM", "30")]
    [InlineData("MIN", "10")]
    [InlineData("MAX", "20")]
    public void Aggregations_give_numbers(string aggregation, string expected)
    {
        var model = Input("n") + Decision("sum", Table($"hitPolicy=\"COLLECT\" aggregation=\"{aggregation}\"", "n", Age, ">1|10", ">2|20", ">9|70"));
        Assert.Equal(expected, Decide(model, "sum", """{"n":5}""").Json());
    }

    [Fact]
    public void A_table_of_several_outputs_gives_an_object_and_its_defaults()
    {
        const string Outputs = """
            <output name="Approved/Declined" typeRef="string"/><output name="Best rate" typeRef="number"><defaultOutputEntry><text>1</text></defaultOutputEntry></output>
            """;
        var model = Input("Age") + Decision("Approval", Table("", "Age", Outputs, ">18|\"yes\"|2"));
        Assert.Equal("""{"Approved/Declined":"yes","Best rate":2}""", Decide(model, "approval", """{"Age":20}""").Json());
        Assert.Equal("""{"Approved/Declined":null,"Best rate":1}""", Decide(model, "approval", """{"Age":2}""").Json());
    }

    [Fact]
    public void Rule_ids_labels_and_annotations_are_kept()
    {
        const string Logic = """
            <decisionTable><input label="How old"><inputExpression><text>Age</text></inputExpression></input><output label="Stage"/>
            <annotation name="why"/><rule id="adult"><description>d</description><inputEntry><text>-</text></inputEntry>
            <outputEntry><text>1</text></outputEntry><annotationEntry><text>law</text></annotationEntry></rule></decisionTable>
            """;
        var import = Import("<knowledgeSource name=\"Act 9\" id=\"k1\"/>" + Input("Age") + Decision("s", Logic, requires: "k1"));
        var table = Assert.Single(import.Documents.OfType<DecisionTableDocument>());
        Assert.Equal("adult", table.Rows[0].Id);
        Assert.Equal("d; why: law", table.Rows[0].Note!.En);
        Assert.Equal("How old", table.Inputs[0].Title!.En);
        Assert.Equal("Stage", table.Outputs[0].Title!.En);
        Assert.Equal(["Act 9"], table.Sources);
    }

    [Fact]
    public void Names_with_spaces_and_signs_are_names()
    {
        var model = Input("Monthly income") + Input("Teacher's grade") + Decision("Pre-tax sum", Literal("Monthly income * 2"), requires: "i-Monthly income")
            + Decision("Final", Literal("Pre-tax sum + Teacher's grade"), requires: "d-Pre-tax sum");
        Assert.Equal("7", Decide(model, "final", """{"Monthly income":3,"Teacher's grade":1}""").Json());
    }

    [Fact]
    public void Item_definitions_become_fields()
    {
        const string Types = """
            <itemDefinition name="tGrade"><typeRef>string</typeRef><allowedValues><text>"A", "B"</text></allowedValues></itemDefinition>
            <itemDefinition name="tShare"><typeRef>number</typeRef><allowedValues><text>[0..1]</text></allowedValues></itemDefinition>
            <itemDefinition name="tPerson"><itemComponent name="full name"><typeRef>string</typeRef></itemComponent>
              <itemComponent name="grades" isCollection="true"><typeRef>tGrade</typeRef></itemComponent></itemDefinition>
            <itemDefinition name="tPeople" isCollection="true"><typeRef>tPerson</typeRef></itemDefinition>
            """;
        var import = Import(Types + Input("g", "tGrade") + Input("x", "tShare") + Input("people", "tPeople") + Input("t", "time") + Input("p", "yearMonthDuration"));
        var fields = Assert.IsType<FactTypeDocument>(import.Documents[0]).Fields.ToDictionary(f => f.Name);
        Assert.Equal(["A", "B"], fields["g"].Values);
        Assert.Equal((0m, 1m), (fields["x"].Minimum, fields["x"].Maximum));
        Assert.Equal(FieldType.List, fields["people"].Type);
        Assert.Equal(["full name", "grades"], fields["people"].Fields.Select(f => f.Name));
        Assert.Equal(FieldType.Text, fields["people"].Fields[1].Items);
        Assert.Equal((FieldType.Time, FieldType.Months), (fields["t"].Type, fields["p"].Type));
        Assert.Contains(import.Problems, p => p.Code == DiagnosticCode.NotKept && p.Message.En.Contains("allowedValues", StringComparison.Ordinal));
    }

    [Fact]
    public void A_result_is_made_of_its_type_or_null()
    {
        Assert.Equal("5", Decide(Decision("a", Literal("[5]"), "number"), "a").Json());
        var wrong = Decide(Decision("a", Literal("\"x\""), "number"), "a");
        Assert.Equal((Value.Null, DiagnosticCode.WrongType), (wrong.Outputs, wrong.Faults[0].Code));
    }

    [Theory]
    [InlineData("<context><contextEntry><variable name=\"a b\"/>{1}</contextEntry><contextEntry><variable name=\"c\"/>{2}</contextEntry></context>", "{\"a b\":1,\"c\":2}")]
    [InlineData("<context><contextEntry><variable name=\"x\"/>{4}</contextEntry><contextEntry>{x + 1}</contextEntry></context>", "5")]
    [InlineData("<list>{1}{n}</list>", "[1,3]")]
    [InlineData("<relation><column name=\"a\"/><column name=\"b\"/><row>{1}{2}</row><row>{3}{n}</row></relation>", "[{\"a\":1,\"b\":2},{\"a\":3,\"b\":3}]")]
    [InlineData("<conditional><if>{n > 1}</if><then>{\"big\"}</then><else>{\"small\"}</else></conditional>", "\"big\"")]
    [InlineData("<for iteratorVariable=\"i\"><in>{1..n}</in><return>{i * i}</return></for>", "[1,4,9]")]
    [InlineData("<some iteratorVariable=\"i\"><in>{[1, 2]}</in><satisfies>{i > 1}</satisfies></some>", "true")]
    [InlineData("<every iteratorVariable=\"i\"><in>{[1, 2]}</in><satisfies>{i > 1}</satisfies></every>", "false")]
    [InlineData("<filter><in>{[1, 2, 3]}</in><match>{item >= n}</match></filter>", "[3]")]
    [InlineData("<invocation>{k}<binding><parameter name=\"q\"/>{n}</binding><binding><parameter name=\"p\"/>{10}</binding></invocation>", "7")]
    [InlineData("<context><contextEntry><variable name=\"f\"/><functionDefinition><formalParameter name=\"x\" typeRef=\"number\"/>{x * n}</functionDefinition></contextEntry><contextEntry>{f(4)}</contextEntry></context>", "12")]
    public void Boxed_expressions_give_what_they_say(string logic, string expected)
    {
        const string Knowledge = """
            <businessKnowledgeModel name="k" id="b-k"><encapsulatedLogic><formalParameter name="p" typeRef="number"/><formalParameter name="q"/>
            <literalExpression><text>p - q</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
            """;
        var boxed = System.Text.RegularExpressions.Regex.Replace(logic, @"\{([^}]*)\}", m => Literal(m.Groups[1].Value));
        Assert.Equal(expected, Decide(Input("n", "number") + Knowledge + Decision("d", boxed, requires: "b-k"), "d", """{"n":3}""").Json());
    }

    [Fact]
    public void A_table_within_an_expression_becomes_a_table_that_the_expression_calls()
    {
        var logic = "<context><contextEntry><variable name=\"base rate\"/>" + Literal("n * 2") + "</contextEntry><contextEntry><variable name=\"t\"/>"
            + Table("", "base rate", "<output/>", "<5|\"low\"", ">=5|\"high\"") + "</contextEntry><contextEntry>" + Literal("t + \"!\"") + "</contextEntry></context>";
        var model = Input("n") + Decision("Rate", logic);
        Assert.Equal("\"high!\"", Decide(model, "rate", """{"n":4}""").Json());
        Assert.Single(Import(model).Documents.OfType<DecisionTableDocument>());
    }

    [Fact]
    public void A_business_knowledge_model_may_be_a_table_and_call_others()
    {
        var knowledge = "<businessKnowledgeModel name=\"Band of\" id=\"b-band\"><encapsulatedLogic><formalParameter name=\"score\" typeRef=\"number\"/>"
            + Table("", "score", "<output typeRef=\"string\"/>", "<5|\"low\"", ">=5|\"high\"") + "</encapsulatedLogic></businessKnowledgeModel>"
            + "<businessKnowledgeModel name=\"Loud\" id=\"b-loud\"><encapsulatedLogic><formalParameter name=\"x\"/>" + Literal("upper case(Band of(x))")
            + "</encapsulatedLogic><knowledgeRequirement><requiredKnowledge href=\"#b-band\"/></knowledgeRequirement></businessKnowledgeModel>";
        var model = Input("n", "number") + knowledge + Decision("a", Literal("Loud(n)"), requires: "b-loud");
        Assert.Equal("\"LOW\"", Decide(model, "a", """{"n":4}""").Json());
    }

    [Fact]
    public void A_decision_service_is_called_with_its_inputs_and_input_decisions()
    {
        var model = Input("n", "number") + Decision("given", Literal("100")) + Decision("mid", Literal("given + n"), requires: "d-given,i-n")
            + Decision("out", Literal("mid * 2"), requires: "d-mid")
            + "<decisionService name=\"svc\" id=\"s-svc\"><outputDecision href=\"#d-out\"/><encapsulatedDecision href=\"#d-mid\"/><inputDecision href=\"#d-given\"/><inputData href=\"#i-n\"/></decisionService>"
            + Decision("use", Literal("svc(1, 2) + out"), requires: "s-svc,d-out");
        Assert.Equal("212", Decide(model, "use", """{"n":3}""").Json());
        Assert.Equal("6", Decide(model, "svc", """{"n":1,"given":2}""").Json());
    }

    [Fact]
    public void What_goes_wrong_is_null_with_a_fault_and_those_who_read_it_go_on()
    {
        var evaluation = Decide(Decision("a", Literal("1 / 0")) + Decision("b", Literal("if a = null then 7 else a"), requires: "d-a"), "b");
        Assert.Equal(Value.Number(7), evaluation.Outputs);
        Assert.Equal(DiagnosticCode.DivisionByZero, Assert.Single(evaluation.Faults).Code);
    }

    [Theory]
    [InlineData("<import name=\"other\" namespace=\"urn:o\" importType=\"x\"/>", DiagnosticCode.ModelImport, Severity.Error, "other")]
    [InlineData("<decision name=\"a\" id=\"a\"><informationRequirement><requiredDecision href=\"#gone\"/></informationRequirement></decision>", DiagnosticCode.UnknownElement, Severity.Error, "#gone")]
    [InlineData("<decision name=\"a\" id=\"a\"><decisionTable hitPolicy=\"LUCKY\"><output/></decisionTable></decision>", DiagnosticCode.NotImported, Severity.Error, "LUCKY")]
    [InlineData("<decision name=\"a\" id=\"a\"><literalExpression expressionLanguage=\"urn:groovy\"><text>1</text></literalExpression></decision>", DiagnosticCode.NotImported, Severity.Warning, "groovy")]
    [InlineData("<businessKnowledgeModel name=\"a\" id=\"a\"><encapsulatedLogic kind=\"Java\"/></businessKnowledgeModel>", DiagnosticCode.NotImported, Severity.Warning, "Java")]
    [InlineData("<decision name=\"a\" id=\"a\"><question>Which?</question></decision>", DiagnosticCode.NotKept, Severity.Warning, "Which?")]
    [InlineData("<textAnnotation><text>look</text></textAnnotation>", DiagnosticCode.NotKept, Severity.Warning, "look")]
    [InlineData("<inputData name=\"a\" id=\"a\"><variable name=\"a\" typeRef=\"tGone\"/></inputData>", DiagnosticCode.NotKept, Severity.Warning, "tGone")]
    public void What_cannot_be_kept_is_named(string elements, string code, Severity severity, string text)
    {
        var problem = Assert.Single(Import(elements).Problems);
        Assert.Equal((code, severity), (problem.Code, problem.Severity));
        Assert.Contains($"{text}", problem.Message.En, StringComparison.Ordinal);
        Assert.Contains($"{text}", problem.Message.ZhCn, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expression_that_cannot_be_read_is_a_warning_of_its_document()
    {
        var import = Import(Decision("a", Literal("1 +")));
        var compilation = RuleSet.Compile(import.Documents);
        var warning = Assert.Single(compilation.Diagnostics);
        Assert.Equal((DiagnosticCode.UnexpectedSyntax, Severity.Warning, "a"), (warning.Code, warning.Severity, warning.Document));
        Assert.NotNull(compilation.RuleSet);
    }

    [Theory]
    [InlineData("<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\">&x;</definitions>", DiagnosticCode.MalformedXml)]
    [InlineData("<definitions", DiagnosticCode.MalformedXml)]
    [InlineData("", DiagnosticCode.MalformedXml)]
    [InlineData("<definitions xmlns=\"http://www.omg.org/spec/DMN/20151101/dmn.xsd\"/>", DiagnosticCode.NoDmnModel)]
    public void Xml_that_is_no_model_is_refused(string xml, string code) =>
        Assert.Equal(code, Assert.Single(DmnXml.Read(System.Text.Encoding.UTF8.GetBytes(xml)).Problems).Code);

    [Fact]
    public void Xml_nested_too_deeply_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("<list>", 10_000)) + string.Concat(Enumerable.Repeat("</list>", 10_000));
        Assert.Equal(DiagnosticCode.MalformedXml, Assert.Single(Import(Decision("a", deep)).Problems).Code);
    }

    [Fact]
    public void Names_without_latin_letters_get_keys_of_their_own()
    {
        var import = Import(Input("金额") + Decision("税率", Literal("金额 * 2")) + Decision("合计", Literal("税率 + 1"), requires: "d-税率"));
        Assert.Equal(["model-inputs", "decision", "decision-2"], import.Documents.Select(d => d.Key));
        Assert.Equal("5", Decide(Input("金额") + Decision("税率", Literal("金额 * 2")), "decision", """{"金额":2.5}""").Json());
    }

    [Fact]
    public void Imported_documents_are_ordinary_documents()
    {
        var import = Import(Input("first name", "string") + Decision("Hello there", Literal("\"Hi \" + first name"), "string"));
        foreach (var document in import.Documents)
        {
            var reading = DocumentJson.Read(DocumentJson.Write(document));
            Assert.Empty(reading.Problems);
            Assert.Equal(DocumentJson.Hash(document), DocumentJson.Hash(reading.Document!));
        }
    }
}
