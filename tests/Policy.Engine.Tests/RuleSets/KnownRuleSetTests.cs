using static Policy.Engine.Tests.Rules;

namespace Policy.Engine.Tests.RuleSets;

/// <summary>Compiling with an earlier rule set at hand: the same result, only quicker.</summary>
public sealed class KnownRuleSetTests
{
    private const string Base = """
        {"kind":"decisionTable","key":"base","facts":"parcel","inputs":[{"expression":"value"}],
         "outputs":[{"name":"class","type":"text","default":"\"small\""}],"rows":[{"id":"R1","when":[">100"],"then":["\"big\""]}]}
        """;

    private const string Reader = """
        {"kind":"decisionTable","key":"reader","facts":"parcel","requires":{"size":"base"},"inputs":[{"expression":"size.class"}],
         "outputs":[{"name":"red","type":"boolean","default":"false"}],"rows":[{"id":"R1","when":["\"big\""],"then":["true"]}]}
        """;

    private const string Apart = """
        {"kind":"decisionTable","key":"apart","facts":"parcel","inputs":[{"expression":"value"}],
         "outputs":[{"name":"o","type":"number"}],"rows":[{"id":"R1","when":["-"],"then":["1"]}]}
        """;

    private const string Flow = """
        {"kind":"flow","key":"f","facts":"parcel","steps":[{"id":"size","use":"base"},{"id":"lane","use":"reader"}],
         "outcome":"if lane.red then \"inspect\" else \"release\""}
        """;

    [Fact]
    public void Takes_over_what_is_untouched_and_compiles_what_depends_on_a_change_anew()
    {
        Document[] before = [Document(Parcel), Document(Base), Document(Reader), Document(Apart), Document(Flow)];
        var first = RuleSet.Compile(before).RuleSet!;
        var changed = Document(Base.Replace(">100", ">1000", StringComparison.Ordinal));
        Document[] after = [before[0], changed, before[2], before[3], before[4]];

        var second = RuleSet.Compile(after, first).RuleSet!;

        Assert.Same(first.Attempts["apart"], second.Attempts["apart"]);
        Assert.All(["base", "reader", "f"], key => Assert.NotSame(first.Attempts[key], second.Attempts[key]));
        Assert.Equal("inspect", Outcome(first, 500));
        Assert.Equal("release", Outcome(second, 500));
        Assert.Equal("inspect", Outcome(second, 5000));
    }

    [Fact]
    public void Another_fact_type_of_the_same_key_takes_nothing_over()
    {
        Document[] before = [Document(Parcel), Document(Apart)];
        var first = RuleSet.Compile(before).RuleSet!;

        var second = RuleSet.Compile([Document(Parcel), before[1]], first).RuleSet!;

        Assert.NotSame(first.Attempts["apart"], second.Attempts["apart"]);
    }

    [Fact]
    public void Finds_what_a_compilation_from_nothing_finds()
    {
        Document[] before = [Document(Parcel), Document(Base), Document(Reader), Document(Apart), Document(Flow)];
        var first = RuleSet.Compile(before).RuleSet!;
        var broken = Document(Base.Replace("class", "kind", StringComparison.Ordinal));
        Document[] after = [before[0], broken, before[2], before[3], before[4]];

        var (rules, diagnostics) = RuleSet.Compile(after, first);

        Assert.Null(rules);
        Assert.Equal(RuleSet.Compile(after).Diagnostics, diagnostics);
        Assert.Contains(diagnostics, d => d.Document == "reader");
    }

    [Fact]
    public void A_cycle_that_a_change_closes_is_found()
    {
        Document[] before = [Document(Parcel), Document(Base), Document(Reader)];
        var first = RuleSet.Compile(before).RuleSet!;
        var closing = Document(Base.Replace("\"inputs\"", "\"requires\":{\"r\":\"reader\"},\"inputs\"", StringComparison.Ordinal));

        var (rules, diagnostics) = RuleSet.Compile([before[0], closing, before[2]], first);

        Assert.Null(rules);
        Assert.Contains(diagnostics, d => d.Code == DiagnosticCode.Cycle);
    }

    private static string Outcome(RuleSet rules, int value)
    {
        var type = rules.FactTypeOf("f")!;
        var facts = Policy.Engine.Facts.Read(type, System.Text.Encoding.UTF8.GetBytes($$"""{"value":{{value}}}""")).Facts!;
        return rules.Evaluate("f", facts).Outputs.AsObject()["outcome"].AsText();
    }
}
