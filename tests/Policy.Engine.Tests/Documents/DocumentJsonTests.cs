using System.Collections.Immutable;
using System.Text;
using static Policy.Engine.Tests.Documents.ContractExamples;

namespace Policy.Engine.Tests.Documents;

public sealed class DocumentJsonTests
{
    [Theory]
    [MemberData(nameof(ContractExamples.All), MemberType = typeof(ContractExamples))]
    public void Examples_of_the_contract_read_verbatim_and_survive_writing(string json)
    {
        var reading = DocumentJson.Read(Utf8(json));

        Assert.Empty(reading.Problems);
        var written = DocumentJson.Write(reading.Document!);
        var again = DocumentJson.Read(written);
        Assert.Empty(again.Problems);
        Assert.Equivalent(reading.Document, again.Document);
        Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(DocumentJson.Write(again.Document!)));
    }

    [Fact]
    public void Hash_ignores_white_space_order_and_defaults_but_not_content()
    {
        var spaced = Read("""{ "fields": [ {"type":"number","name":"value","optional":false} ], "key":"f", "kind":"factType", "force":"inForce" }""");
        var plain = Read("""{"kind":"factType","key":"f","fields":[{"name":"value","type":"number"}]}""");
        var other = Read("""{"kind":"factType","key":"f","fields":[{"name":"value","type":"text"}]}""");

        Assert.Equal(DocumentJson.Hash(plain), DocumentJson.Hash(spaced));
        Assert.NotEqual(DocumentJson.Hash(plain), DocumentJson.Hash(other));
        Assert.Matches("^sha256:[0-9a-f]{64}$", DocumentJson.Hash(plain));
    }

    [Fact]
    public void A_plain_title_serves_for_both_languages()
    {
        var document = Read("""{"kind":"factType","key":"f","title":"申报","fields":[{"name":"value","type":"number"}]}""");
        Assert.Equal(new LocalizedText("申报", "申报"), document.Title);
    }

    [Fact]
    public void Numbers_and_truth_values_may_stand_in_cells_without_quotes()
    {
        var table = Assert.IsType<DecisionTableDocument>(Read("""
            {"kind":"decisionTable","key":"t","facts":"f","inputs":[{"expression":"a"},{"expression":"b"}],
             "outputs":[{"name":"o","type":"number"}],"rows":[{"id":"1","when":[5.10,true],"then":[-3]}]}
            """));
        Assert.Equal(["5.10", "true"], table.Rows[0].When);
        Assert.Equal(["-3"], table.Rows[0].Then);
    }

    [Fact]
    public void A_script_may_keep_its_source_in_a_file_beside_it()
    {
        const string json = """{"kind":"script","key":"s","facts":"f","outputs":[],"sourceFile":"s.js"}""";

        var found = DocumentJson.Read(Utf8(json), file => file == "s.js" ? "function decide(facts) {}" : null);
        Assert.Equal("function decide(facts) {}", Assert.IsType<ScriptDocument>(found.Document).Source);
        AssertProblem(DocumentJson.Read(Utf8(json)), DiagnosticCode.SourceFile, "/sourceFile");
    }

    [Theory]
    [InlineData("{\"kind\":\"list\",", DiagnosticCode.MalformedJson, "")]
    [InlineData("{} x", DiagnosticCode.MalformedJson, "")]
    [InlineData("{\"kind\":\"factType\",/* no */\"key\":\"f\"}", DiagnosticCode.MalformedJson, "")]
    [InlineData("", DiagnosticCode.MalformedJson, "")]
    [InlineData("[]", DiagnosticCode.Mistyped, "")]
    [InlineData("{}", DiagnosticCode.Missing, "/kind")]
    [InlineData("{\"kind\":\"factTypo\",\"key\":\"f\"}", DiagnosticCode.UnknownKind, "/kind")]
    [InlineData("{\"kind\":\"factType\",\"fields\":[]}", DiagnosticCode.Missing, "/key")]
    [InlineData("{\"kind\":\"factType\",\"key\":\"Not_Kebab\",\"fields\":[]}", DiagnosticCode.BadKey, "/key")]
    [InlineData("{\"kind\":\"factType\",\"key\":\"f\",\"description\":\"d\"}", DiagnosticCode.UnknownProperty, "/description")]
    [InlineData("{\"kind\":\"factType\",\"key\":\"f\",\"key\":\"g\"}", DiagnosticCode.RepeatedProperty, "/key")]
    [InlineData("{\"kind\":\"factType\",\"key\":\"f\",\"title\":{\"zh-CN\":\"x\"}}", DiagnosticCode.Missing, "/title/en")]
    [InlineData("{\"kind\":\"factType\",\"key\":\"f\",\"title\":\"\\ud800\"}", DiagnosticCode.InvalidText, "/title")]
    [InlineData("{\"kind\":\"factType\",\"key\":\"f\",\"force\":\"lax\"}", DiagnosticCode.UnknownChoice, "/force")]
    [InlineData("{\"kind\":\"factType\",\"key\":\"f\",\"fields\":[{\"name\":\"a\"}]}", DiagnosticCode.Missing, "/fields/0/type")]
    [InlineData("{\"kind\":\"factType\",\"key\":\"f\",\"fields\":[{\"name\":\"a\",\"type\":\"text\"},{\"name\":\"a\",\"type\":\"text\"}]}", DiagnosticCode.DuplicateId, "/fields/1/name")]
    [InlineData("{\"kind\":\"factType\",\"key\":\"f\",\"fields\":[{\"name\":\"a\",\"type\":\"number\",\"minimum\":\"0\"}]}", DiagnosticCode.Mistyped, "/fields/0/minimum")]
    [InlineData("{\"kind\":\"decisionTable\",\"key\":\"t\",\"inputs\":[]}", DiagnosticCode.Missing, "/facts")]
    [InlineData("{\"kind\":\"decisionTable\",\"key\":\"t\",\"facts\":\"f\",\"inputs\":[{\"expression\":\"a\"}],\"rows\":[{\"id\":\"1\",\"when\":[],\"then\":[]}]}", DiagnosticCode.CellCount, "/rows/0/when")]
    [InlineData("{\"kind\":\"decisionTable\",\"key\":\"t\",\"facts\":\"f\",\"inputs\":[{\"expression\":\"a\"}],\"rows\":[{\"id\":\"1\",\"when\":[null],\"then\":[]}]}", DiagnosticCode.Mistyped, "/rows/0/when/0")]
    [InlineData("{\"kind\":\"decisionTable\",\"key\":\"t\",\"facts\":\"f\",\"rows\":[{\"id\":\"1\",\"from\":\"2026-02-30\"}]}", DiagnosticCode.BadDate, "/rows/0/from")]
    [InlineData("{\"kind\":\"decisionTable\",\"key\":\"t\",\"facts\":\"f\",\"rows\":[{\"id\":\"1\",\"from\":\"2026-02-01\",\"to\":\"2026-02-01\"}]}", DiagnosticCode.EmptyPeriod, "/rows/0/to")]
    [InlineData("{\"kind\":\"decisionTable\",\"key\":\"t\",\"facts\":\"f\",\"cases\":[{\"id\":\"c\",\"facts\":{}}]}", DiagnosticCode.Missing, "/cases/0/expect")]
    [InlineData("{\"kind\":\"decisionTable\",\"key\":\"t\",\"facts\":\"f\",\"properties\":[{\"id\":\"p\",\"kind\":\"monoton\"}]}", DiagnosticCode.UnknownChoice, "/properties/0/kind")]
    [InlineData("{\"kind\":\"workflow\",\"key\":\"w\",\"facts\":\"f\",\"workflow\":[]}", DiagnosticCode.Mistyped, "/workflow")]
    [InlineData("{\"kind\":\"scorecard\",\"key\":\"s\",\"facts\":\"f\",\"base\":1e400}", DiagnosticCode.Mistyped, "/base")]
    public void A_bad_document_is_refused_at_the_place(string json, string code, string pointer) =>
        AssertProblem(DocumentJson.Read(Utf8(json)), code, pointer);

    [Theory]
    [InlineData("""{"id":"B","values":["1","2"],"effect":"e"},{"id":"A0","values":[7],"efect":"e"},5,{"values":[{}],"effect":"e"}""", "")]
    [InlineData("""{"id":"B","id":"C","values":["1"],"effect":"e","from":"2026-02-30"},{"id":"\ud800","values":["1"],"effect":"e"}""", "")]
    [InlineData("""{"id":"B","values":["1"],"effect":"e"}""", ""","entries":[]""")]
    [InlineData("""{"id":"B","values":["1"],"effect":"e"}""", ""","Entries":[1],"effects":"e" """)]
    [InlineData("""{"id":"B","values":["1"],"effect":"e"}""", "}")]
    [InlineData("""{"id":"B","values":["1"],"effect":"e"},""", "")]
    public void A_long_list_is_refused_like_a_short_one(string entries, string rest)
    {
        var (few, many) = (Problems(3), Problems(20_000));

        Assert.NotEmpty(few);
        Assert.Equal(few.Select(p => (p.Code, p.Document, p.Pointer, WithoutColumn(p.Message.En))), many.Select(p => (p.Code, p.Document, p.Pointer, WithoutColumn(p.Message.En))));

        ImmutableArray<Diagnostic> Problems(int sound) => DocumentJson.Read(Utf8(
            $$"""{"kind":"list","key":"l","facts":"f","columns":[{"field":"a","match":"equals"}],"effects":["e"],"entries":[{{Sound(0, 3)}}"""
            + $"{entries}{(sound > 3 && !entries.EndsWith(',') ? "," + Sound(3, sound).TrimEnd(',') : "")}]{rest}}}")).Problems;

        static string Sound(int from, int to) =>
            string.Concat(Enumerable.Range(from, to - from).Select(i => $$"""{"id":"A{{i}}","values":["1"],"effect":"e"},"""));

        static string WithoutColumn(string message) => string.Concat(message.Where(c => !char.IsAsciiDigit(c)));
    }

    [Fact]
    public void A_long_array_where_none_belongs_is_named()
    {
        var json = $$"""{"kind":"list","key":"l","facts":"f","otherwise":["x",{{string.Join(',', Enumerable.Range(0, 100_000))}}]}""";

        var problem = Assert.Single(DocumentJson.Read(Utf8(json)).Problems, p => p.Pointer == "/otherwise");

        Assert.Equal(DiagnosticCode.Mistyped, problem.Code);
        Assert.Contains("`[…]`", problem.Message.En);
    }

    [Fact]
    public void A_long_list_survives_writing()
    {
        var list = new ListDocument
        {
            Key = "l",
            Facts = "f",
            Columns = [new("a", ListMatch.Keyword), new("b", ListMatch.Prefix)],
            Effects = ["stop", "warn"],
            Entries = [.. Enumerable.Range(0, 20_000).Select(i => new ListEntry
            {
                Id = $"E{i}", Values = [$"\"{i % 7}值\"", i % 3 == 0 ? null : $"{i}"], Effect = i % 2 == 0 ? "stop" : "warn", Note = new("注", $"{i}"),
            })],
        };

        var reading = DocumentJson.Read(DocumentJson.Write(list));

        Assert.Empty(reading.Problems);
        Assert.Equal(DocumentJson.Hash(list), DocumentJson.Hash(reading.Document!));
    }

    [Fact]
    public void Invalid_utf8_is_refused() =>
        AssertProblem(DocumentJson.Read(new byte[] { (byte)'"', 0xff, (byte)'"' }), DiagnosticCode.MalformedJson, "");

    [Fact]
    public void Too_many_bytes_and_too_deep_nesting_are_refused()
    {
        AssertProblem(DocumentJson.Read(new byte[256 * 1024 * 1024 + 1]), DiagnosticCode.TooLarge, "");
        AssertProblem(DocumentJson.Read(Utf8(new string('[', 65) + new string(']', 65))), DiagnosticCode.MalformedJson, "");
    }

    [Fact]
    public void All_problems_are_found_at_once()
    {
        var problems = DocumentJson.Read(Utf8("""
            {"kind":"decisionTable","key":"T","hitpolicy":"first","inputs":[{"expression":5}],
             "outputs":[{"name":"o","type":"nummber"}],"rows":[{"id":"1","when":["-","-"],"then":["1"]},{"id":"1","when":["-"],"then":["1"]}]}
            """)).Problems;

        Assert.Equal(
            ["/facts", "/hitpolicy", "/inputs/0/expression", "/key", "/outputs/0/type", "/rows/0/when", "/rows/1/id"],
            problems.Select(p => p.Pointer).Order(StringComparer.Ordinal));
        Assert.Contains("`hitPolicy`", problems.Single(p => p.Pointer == "/hitpolicy").Message.En);
        Assert.Contains("`number`", problems.Single(p => p.Pointer == "/outputs/0/type").Message.ZhCn);
    }

    [Fact]
    public void Problems_are_cut_off_after_a_thousand()
    {
        var json = "{\"kind\":\"list\",\"key\":\"l\",\"facts\":\"f\",\"entries\":[" + string.Join(',', Enumerable.Repeat("1", 5000)) + "]}";
        var problems = DocumentJson.Read(Utf8(json)).Problems;
        Assert.Equal(1001, problems.Length);
        Assert.Equal(DiagnosticCode.TooManyFindings, problems[^1].Code);
    }

    [Fact]
    public void Cases_may_lie_in_a_file_of_their_own()
    {
        var reading = DocumentJson.ReadCases(Utf8("""[{"id":"a","facts":{},"expect":null},{"id":"b","facts":{},"expect":{"x":1}}]"""), "t");
        Assert.Empty(reading.Problems);
        Assert.Equal(["a", "b"], reading.Cases.Select(c => c.Id));

        var bad = DocumentJson.ReadCases(Utf8("""[{"id":"a","facts":{}},{"id":"a","facts":{},"expect":{}}]"""), "t");
        Assert.Equal(["/0/expect", "/1/id"], bad.Problems.Select(p => p.Pointer));
    }

    private static Document Read(string json)
    {
        var reading = DocumentJson.Read(Utf8(json));
        Assert.Empty(reading.Problems);
        return reading.Document!;
    }

    private static void AssertProblem(DocumentReading reading, string code, string pointer)
    {
        Assert.Null(reading.Document);
        Assert.Contains(reading.Problems, p => p.Code == code && p.Pointer == pointer);
        Assert.All(reading.Problems, p => Assert.True(p.Message.ZhCn.Length > 0 && p.Message.En.Length > 0));
    }
}
