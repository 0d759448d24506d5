using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CsCheck;
using Policy.Engine.Dmn;
using Policy.Engine.Tests.Reference;

namespace Policy.Engine.Tests.Dmn;

public sealed class ExportTests
{
    private const int FactsPerDocument = 8;

    private static readonly int Pairs = int.Parse(
        Environment.GetEnvironmentVariable("POLICY_SAMPLES") ?? "2000", CultureInfo.InvariantCulture);

    // Grades are exported as texts: their order is not DMN's.
    private static readonly FactTypeDocument Parcel = RandomFacts.Type with
    {
        Fields = [.. RandomFacts.Type.Fields.Select(f => f with { Ordered = false })],
    };

    [Fact]
    public void An_exported_and_imported_table_decides_the_same() =>
        Gen.Select(RandomDocuments.Table(each: false), RandomFacts.Json.Array[FactsPerDocument]).Sample(
            (table, facts) =>
            {
                table = table with { Rows = [.. table.Rows.Select(r => r with { From = null, To = null })] };
                var before = RuleSet.Compile([Parcel, table]).RuleSet!;
                var after = RoundTrip([Parcel, table]);
                foreach (var json in facts)
                {
                    var (expected, actual) = (Outputs(before, "table", json), Outputs(after, "table", json));

                    // DMN cannot tell a row that gives null from no row where there is one output.
                    if (table.Outputs.Length == 1 && IsNull(expected)) expected = actual = Value.Null;
                    Assert.Equal($"{expected} for {json}", $"{actual} for {json}");
                }
            },
            iter: Math.Max(1, Pairs / FactsPerDocument),
            print: sample => $"{Encoding.UTF8.GetString(DocumentJson.Write(sample.Item1))}\n{string.Join('\n', sample.Item2)}");

    [Fact]
    public void A_flow_of_tables_and_expressions_decides_the_same()
    {
        Document[] documents =
        [
            Rules.Document("""{"kind":"factType","key":"order","fields":[{"name":"amount","type":"number"},{"name":"member","type":"boolean","optional":true}]}"""),
            Rules.Document("""
                {"kind":"decisionTable","key":"rebate","facts":"order","inputs":[{"expression":"amount"}],
                 "outputs":[{"name":"rate","type":"number"},{"name":"why","type":"text","default":"\"none\""}],
                 "rows":[{"id":"R1","when":["> 100"],"then":["0.1","\"big\""],"note":"large orders"},{"id":"R2","when":["[50..100]"],"then":["0.05","\"fair\""]}]}
                """),
            Rules.Document("""{"kind":"factType","key":"price-facts","fields":[{"name":"sum","type":"number"},{"name":"rate","type":"number","optional":true}]}"""),
            Rules.Document("""{"kind":"expression","key":"price-of","facts":"price-facts","expression":"if rate = null then sum else sum * (1 - rate)"}"""),
            Rules.Document("""
                {"kind":"expression","key":"price","facts":"order","requires":{"rebate":"rebate"},"functions":{"priced":"price-of"},
                 "expression":"priced(amount, rebate.rate)","result":{"type":"number"}}
                """),
            Rules.Document("""
                {"kind":"flow","key":"checkout","facts":"order","steps":[{"id":"rebate","use":"rebate"},{"id":"cost","use":"price","when":"amount > 10"}],
                 "outcome":"if cost = null then \"small\" else string(cost)"}
                """),
        ];
        var (before, after) = (RuleSet.Compile(documents).RuleSet!, RoundTrip([.. documents]));
        foreach (var facts in new[] { """{"amount":200}""", """{"amount":60,"member":true}""", """{"amount":20}""", """{"amount":5}""" })
            Assert.Equal(Outputs(before, "checkout", facts).ToString(), Outputs(after, "checkout", facts).ToString());
    }

    [Fact]
    public void An_imported_model_survives_being_exported()
    {
        var import = Model.Import(
            "<itemDefinition name=\"tG\"><typeRef>string</typeRef><allowedValues><text>\"a\", \"b\"</text></allowedValues></itemDefinition>"
            + Model.Input("Given name", "tG") + Model.Decision("First rank", Model.Table("", "Given name", "<output/>", "\"a\"|1", "\"b\"|2"), "number")
            + Model.Decision("Twice", Model.Literal("First rank * 2"), requires: "d-First rank"));
        var after = RoundTrip(import.Documents);
        Assert.Equal(Value.Number(4), Outputs(after, "twice", """{"Given name":"b"}"""));
        Assert.Equal("row2", Assert.IsType<DecisionTableDocument>(after.Document("first-rank")).Rows[1].Id);
    }

    [Theory]
    [InlineData("""{"kind":"scorecard","key":"x","facts":"parcel","characteristics":[],"grades":[{"grade":"A","when":"-"}]}""", "scorecard")]
    [InlineData("""{"kind":"decisionTable","key":"x","facts":"parcel","forEach":"goods","inputs":[],"outputs":[{"name":"o","type":"text"}]}""", "forEach")]
    [InlineData("""{"kind":"decisionTable","key":"x","facts":"parcel","inputs":[],"outputs":[{"name":"o","type":"text"}],"rows":[{"id":"R1","then":["\"a\""],"from":"2026-01-01"}]}""", "from")]
    [InlineData("""{"kind":"decisionTable","key":"x","facts":"parcel","inputs":[{"expression":"grade"}],"outputs":[{"name":"o","type":"text"}],"rows":[{"id":"R1","when":[">= \"B\""],"then":["\"a\""]}]}""", "ordered")]
    public void What_DMN_has_no_form_for_is_refused(string document, string named)
    {
        var export = DmnXml.Write("m", [Rules.Document(Rules.Parcel), Rules.Document(document)]);
        Assert.True(export.Utf8.IsEmpty);
        Assert.Contains(export.Problems, p => p.Code == DiagnosticCode.NotExported && p.Pointer == "/x" && p.Message.En.Contains(named, StringComparison.Ordinal));
    }

    private static RuleSet RoundTrip(ImmutableArray<Document> documents)
    {
        var export = DmnXml.Write("model", documents);
        Assert.Equal([], export.Problems.Select(p => p.Message.En));
        return Model.Rules(DmnXml.Read(export.Utf8.AsMemory()));
    }

    private static Value Outputs(RuleSet rules, string key, string json)
    {
        var reading = Facts.Read(rules.FactTypeOf(key)!, Encoding.UTF8.GetBytes(json));
        Assert.Equal([], reading.Problems.Select(p => $"{p.Pointer} {p.Message.En}"));
        return rules.Evaluate(key, reading.Facts!).Outputs;
    }

    private static bool IsNull(Value value) => value.Kind switch
    {
        ValueKind.Null => true,
        ValueKind.Object => value.AsObject()[0].IsNull,
        _ => false,
    };
}
