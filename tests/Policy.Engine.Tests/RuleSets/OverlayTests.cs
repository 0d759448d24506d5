using static Policy.Engine.Tests.Rules;
using Policy.Engine.Overlays;

namespace Policy.Engine.Tests.RuleSets;

public sealed class OverlayTests
{
    private const string Table = """
        {"kind":"decisionTable","key":"t","facts":"parcel","title":"national","sources":["N1"],"force":"pilot",
         "inputs":[{"expression":"value"}],"outputs":[{"name":"o","type":"number"}],
         "rows":[{"id":"R1","when":["1"],"then":["1"],"locked":true},{"id":"R2","when":["2"],"then":["2"]},{"id":"R3","when":["3"],"then":["3"]}],
         "cases":[{"id":"c","facts":{},"expect":null}],"properties":[{"id":"p","kind":"complete"}]}
        """;

    [Fact]
    public void Rows_are_replaced_in_place_withdrawn_and_added_where_they_belong()
    {
        var composed = Assert.IsType<DecisionTableDocument>(Apply(Table, """
            {"kind":"overlay","key":"t","sources":["HZ1"],"withdraw":["R3"],"rows":[{"id":"R2","when":["22"],"then":["2"]},
             {"id":"H1","when":["4"],"then":["4"],"before":"R2"},{"id":"H2","when":["5"],"then":["5"]}]}
            """).Document);
        Assert.Equal(["R1", "H1", "R2", "H2"], composed.Rows.Select(r => r.Id));
        Assert.Equal(["22"], composed.Rows[2].When);
        Assert.Null(composed.Rows[1].Before);
        Assert.Equal(["N1", "HZ1"], composed.Sources);
        Assert.Equal((Force.Pilot, 0, 1, "national"), (composed.Force, composed.Cases.Length, composed.Properties.Length, composed.Title!.En));
    }

    [Fact]
    public void Every_item_that_cannot_be_composed_is_refused()
    {
        var problems = Apply(Table, """
            {"kind":"overlay","key":"t","withdraw":["R1","R9","R2"],"rows":[{"id":"R2","when":["2"],"then":["2"]},
              {"id":"H1","when":["4"],"then":["4"],"before":"R8"}],"entries":[{"id":"E","values":["1"],"effect":"x"}],
             "properties":[{"id":"p","kind":"complete"}]}
            """).Problems;
        Assert.Equal(
            ["/entries PE1702", "/properties/0 PE1704", "/rows/1/before PE1703", "/withdraw/0 PE1704", "/withdraw/1 PE1703", "/withdraw/2 PE1009"],
            problems.Select(p => $"{p.Pointer} {p.Code}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_locked_row_cannot_be_replaced() => Assert.Equal(
        (DiagnosticCode.OverlayLocked, "/rows/0"),
        Apply(Table, """{"kind":"overlay","key":"t","rows":[{"id":"R1","when":["-"],"then":["1"]}]}""").Problems.Select(p => (p.Code, p.Pointer)).Single());

    [Fact]
    public void Lists_and_scorecards_compose_alike()
    {
        var list = Assert.IsType<ListDocument>(Apply("""
            {"kind":"list","key":"l","facts":"parcel","columns":[{"field":"hs","match":"prefix"}],"effects":["e"],"entries":[{"id":"1","values":["1"],"effect":"e"}]}
            """, """{"kind":"overlay","key":"l","entries":[{"id":"2","values":["2"],"effect":"e"},{"id":"1","values":["11"],"effect":"e"}]}""").Document);
        Assert.Equal(["11", "2"], list.Entries.Select(e => e.Values[0]));

        var card = Assert.IsType<ScorecardDocument>(Apply("""
            {"kind":"scorecard","key":"s","facts":"firm","characteristics":[{"id":"C1","input":"violations","bins":[]}],"grades":[{"grade":"A","when":"-"}],
             "overrides":[{"id":"O1","when":"filed","grade":"D"}]}
            """, """{"kind":"overlay","key":"s","withdraw":["O1"],"characteristics":[{"id":"C2","input":"violations","bins":[]}]}""").Document);
        Assert.Equal(["C1", "C2"], card.Characteristics.Select(c => c.Id));
        Assert.Empty(card.Overrides);
    }

    [Fact]
    public void Other_keys_and_kinds_are_refused()
    {
        Assert.Equal(DiagnosticCode.OverlayKey, Apply(Table, """{"kind":"overlay","key":"u"}""").Problems.Single().Code);
        Assert.Equal(DiagnosticCode.OverlayKind, Apply(Firm, """{"kind":"overlay","key":"firm"}""").Problems.Single().Code);
    }

    private static OverlayResult Apply(string parent, string overlay) => Overlay.Apply(Document(parent), (OverlayDocument)Document(overlay));
}
