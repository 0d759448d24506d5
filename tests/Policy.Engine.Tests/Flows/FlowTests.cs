using static Policy.Engine.Tests.Rules;

namespace Policy.Engine.Tests.Flows;

public sealed class FlowTests
{
    private const string Negative = """
        {"kind":"list","key":"negative-list","facts":"parcel","columns":[{"field":"hs","match":"prefix"}],"effects":["prohibit"],
         "entries":[{"id":"N1","values":["93"],"effect":"prohibit"}]}
        """;

    private const string Credit = """
        {"kind":"scorecard","key":"credit-grade","facts":"firm","base":60,
         "characteristics":[{"id":"C1","input":"violations","bins":[{"when":">0","points":-10}]}],
         "grades":[{"grade":"A","when":">=60"},{"grade":"B","when":"[0..60)"}]}
        """;

    private const string Channel = """
        {"kind":"decisionTable","key":"channel","facts":"parcel","hitPolicy":"first",
         "inputs":[{"expression":"negative.effect"},{"expression":"credit.grade"}],
         "outputs":[{"name":"channel","type":"text","values":["red","green"]}],
         "rows":[{"id":"R1","when":["not(null)","-"],"then":["\"red\""]},{"id":"R2","when":["-","\"B\""],"then":["\"red\""]},
                 {"id":"R3","when":["-","-"],"then":["\"green\""]}]}
        """;

    private const string Clearance = """
        {"kind":"flow","key":"clearance","facts":"parcel","steps":[
           {"id":"negative","use":"negative-list"},{"id":"credit","use":"credit-grade","facts":"firm"},
           {"id":"channel","use":"channel","when":"negative.effect = null or value > 5"}],
         "outcome":"if negative.effect = \"prohibit\" then \"prohibit\" else channel.channel"}
        """;

    [Fact]
    public void Later_steps_read_earlier_outputs_and_the_outcome_reads_all()
    {
        var rules = Set(Parcel, Firm, Negative, Credit, Channel, Clearance);
        var evaluation = rules.Evaluate("clearance", """{"hs":"61","firm":{"violations":1}}""");

        Assert.Equal(
            """{"negative":{"effect":null,"hits":[]},"credit":{"score":50,"grade":"B","points":{"C1":-10},"override":null},"channel":{"channel":"red"},"outcome":"red"}""",
            evaluation.Json());
        Assert.Equal(["credit/C1", "channel/R2"], evaluation.Matched);
        Assert.Equal(["negative", "credit", "channel"], evaluation.Steps.Select(s => s.Step));
        Assert.All(evaluation.Steps, s => Assert.NotNull(s.Evaluation.Trace));
    }

    [Fact]
    public void A_step_whose_condition_is_not_true_does_not_run()
    {
        var evaluation = Set(Parcel, Firm, Negative, Credit, Channel, Clearance).Evaluate("clearance", """{"hs":"9301","firm":{"violations":0}}""");
        Assert.EndsWith(
            "\"channel\":null,\"outcome\":\"prohibit\"}", evaluation.Json());
        Assert.Equal(["negative", "credit"], evaluation.Steps.Select(s => s.Step));
        Assert.Equal(["negative/N1"], evaluation.Matched);
    }

    [Fact]
    public void A_document_that_reads_steps_cannot_be_evaluated_alone_and_says_so()
    {
        var rules = Set(Parcel, Firm, Negative, Credit, Channel, Clearance);
        Assert.Equal([DiagnosticCode.NeedsFlow], rules.Evaluate("channel", "{}").Codes());
    }

    [Fact]
    public void A_step_that_reads_a_faulted_one_is_faulted_too_and_decides_nothing()
    {
        var evaluation = Set(Parcel, Firm, Negative, Credit, Channel, Clearance).Evaluate("clearance", """{"hs":"61"}""");
        Assert.Equal(
            [(DiagnosticCode.MappedFactsAbsent, "clearance", "credit"), (DiagnosticCode.RequiredDecisionFaulted, "channel", null), (DiagnosticCode.RequiredDecisionFaulted, "clearance", null)],
            evaluation.Faults.Select(f => (f.Code, f.Document, f.Item)));
        Assert.True(evaluation.Steps[2].Evaluation.Outputs.IsNull);
        Assert.Empty(evaluation.Steps[2].Evaluation.Matched);
        Assert.True(evaluation.Outputs.AsObject()["outcome"].IsNull);
    }

    [Fact]
    public void Required_decisions_are_evaluated_alone_and_taken_from_the_flow_within_it()
    {
        var needy = Channel.Replace("\"hitPolicy\"", "\"requires\":{\"negative\":\"negative-list\",\"credit\":\"credit-grade\"},\"hitPolicy\"", StringComparison.Ordinal);
        var rules = Set(Parcel, Firm, Negative, Credit, needy, Clearance);
        const string facts = """{"hs":"61","firm":{"violations":1}}""";

        Assert.Equal("""{"channel":"red"}""", rules.Evaluate("channel", facts).Json());
        Assert.EndsWith(
            "\"channel\":{\"channel\":\"red\"},\"outcome\":\"red\"}", rules.Evaluate("clearance", facts).Json());
        Assert.Equal(
            [DiagnosticCode.MappedFactsAbsent, DiagnosticCode.RequiredDecisionFaulted],
            rules.Evaluate("channel", """{"hs":"61"}""").Codes());
    }

    [Fact]
    public void What_a_step_requires_is_evaluated_for_it_when_no_earlier_step_gives_it()
    {
        const string needy = """
            {"kind":"decisionTable","key":"needy","facts":"parcel","requires":{"credit":"credit-grade","negative":"negative-list"},"hitPolicy":"first",
             "inputs":[{"expression":"credit.grade"}],"outputs":[{"name":"o","type":"text"}],
             "rows":[{"id":"R1","when":["-"],"then":["credit.grade + string(negative.effect)"]}]}
            """;
        var rules = Set(Parcel, Firm, Negative, Credit, needy, """
            {"kind":"flow","key":"f","facts":"parcel","requires":{"risk":"credit-grade"},"steps":[
               {"id":"negative","use":"negative-list"},{"id":"needy","use":"needy"},{"id":"credit","use":"credit-grade","facts":"firm"}],
             "outcome":"risk.grade + needy.o + credit.grade"}
            """);
        Assert.EndsWith("\"outcome\":\"BBprohibitB\"}", rules.Evaluate("f", """{"hs":"93","firm":{"violations":1}}""").Json());
        Assert.Equal(
            ["negative/N1", "needy/R1"],
            rules.Evaluate("f", """{"hs":"93","firm":{"violations":0}}""").Matched);
        Assert.Equal(
            [DiagnosticCode.MappedFactsAbsent, DiagnosticCode.RequiredDecisionFaulted],
            rules.Evaluate("f", """{"hs":"93"}""").Codes().Distinct());
    }

    [Fact]
    public void Evaluations_stay_as_they_are_when_others_follow()
    {
        var rules = Set(Parcel, Firm, Negative, Credit, Channel, Clearance);
        var facts = rules.Facts("clearance", """{"hs":"9301","value":6,"firm":{"violations":1}}""");
        var (traced, plain) = (rules.Evaluate("clearance", facts, trace: true), rules.Evaluate("clearance", facts));
        Parallel.For(0, 1000, i => rules.Evaluate("clearance", rules.Facts("clearance", $$$"""{"hs":"{{{i}}}","firm":{"violations":{{{i % 2}}}}}""")));

        Assert.Equal(plain.Outputs, traced.Outputs);
        Assert.EndsWith("\"channel\":{\"channel\":\"red\"},\"outcome\":\"prohibit\"}", plain.Json());
        Assert.Equal("\"prohibit\"", traced.Steps[2].Evaluation.Trace!.Passes[0].Items[0].Cells[0].Value.ToString());
        Assert.Equal(["negative/N1", "credit/C1", "channel/R1"], plain.Matched);
        Assert.Equal("prohibit", plain.Outcome.AsText());
        Assert.Equal((true, 0), ((plain with { Outputs = Value.Null }).Outputs.IsNull, (plain with { Matched = [] }).Matched.Length));
        Assert.Equal(plain.Matched, (plain with { Outputs = Value.Null }).Matched);
    }

    [Fact]
    public void Shadow_steps_change_nothing_and_their_faults_do_not_count()
    {
        var shadow = """
            {"kind":"decisionTable","key":"idea","facts":"parcel","force":"sought","inputs":[],"outputs":[{"name":"o","type":"number"}],
             "rows":[{"id":"R1","when":[],"then":["1 / (value - value)"]}]}
            """;
        var rules = Set(Parcel, shadow, Negative, """
            {"kind":"flow","key":"f","facts":"parcel","steps":[{"id":"idea","use":"idea"},{"id":"negative","use":"negative-list"}],"outcome":"negative.effect"}
            """);
        var evaluation = rules.Evaluate("f", """{"value":1,"hs":"93"}""");
        Assert.Equal("""{"negative":{"effect":"prohibit","hits":[{"id":"N1","effect":"prohibit","line":null}]},"outcome":"prohibit"}""", evaluation.Json());
        Assert.Equal([(true, 1), (false, 0)], evaluation.Steps.Select(s => (s.Shadow, s.Evaluation.Faults.Length)));

        Compile(Parcel, shadow, """
            {"kind":"flow","key":"f","facts":"parcel","steps":[{"id":"idea","use":"idea"}],"outcome":"idea.o"}
            """).AssertErrors((DiagnosticCode.UnknownName, "/outcome"));
        Compile(Parcel, shadow, """
            {"kind":"decisionTable","key":"t","facts":"parcel","requires":{"idea":"idea"},"inputs":[],"outputs":[{"name":"o","type":"number"}]}
            """).AssertErrors((DiagnosticCode.ShadowRead, "/requires/idea"));
    }

    [Fact]
    public void Flows_may_use_flows_but_not_themselves()
    {
        const string outer = """{"kind":"flow","key":"outer","facts":"parcel","steps":[{"id":"inner","use":"inner"}],"outcome":"inner.outcome"}""";
        Assert.Equal("""{"inner":{"negative":{"effect":null,"hits":[]},"outcome":1},"outcome":1}""", Set(Parcel, Negative, outer, """
            {"kind":"flow","key":"inner","facts":"parcel","steps":[{"id":"negative","use":"negative-list"}],"outcome":"1"}
            """).Evaluate("outer", """{"hs":"61"}""").Json());
        Compile(Parcel, outer, """
            {"kind":"flow","key":"inner","facts":"parcel","steps":[{"id":"again","use":"outer"}]}
            """).AssertErrors((DiagnosticCode.Cycle, "/steps/0/use"));
    }

    [Fact]
    public void Every_problem_is_found_at_its_place() => Compile(Parcel, Firm, Credit, Channel, """
        {"kind":"flow","key":"f","facts":"parcel","steps":[
           {"id":"a","use":"negativ"},{"id":"value","use":"credit-grade","facts":"goods"},{"id":"outcome","use":"parcel"},
           {"id":"channel","use":"channel","when":"valeu > 1"}],"outcome":"chanel"}
        """).AssertErrors(
        (DiagnosticCode.UnknownDocument, "/steps/0/use"),
        (DiagnosticCode.NameTaken, "/steps/1/id"),
        (DiagnosticCode.FactMapping, "/steps/1/facts"),
        (DiagnosticCode.NameTaken, "/steps/2/id"),
        (DiagnosticCode.UnknownDocument, "/steps/2/use"),
        (DiagnosticCode.UnknownName, "/steps/3/when"),
        (DiagnosticCode.UnknownName, "/outcome"),
        (DiagnosticCode.UnknownName, "/inputs/0/expression"),
        (DiagnosticCode.UnknownName, "/inputs/1/expression"));
}
