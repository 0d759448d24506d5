using CsCheck;
using Policy.Engine.Overlays;

namespace Policy.Engine.Tests.Reference;

/// <summary>The compiled form and the reference interpreter, which share no code, give the same answers.</summary>
public sealed class AgreementTests
{
    [Fact]
    public void Decision_tables_agree() => Agreement.Check(
        RandomDocuments.Table(each: false), table => [table], (table, facts) => ReferenceTable.Evaluate(table, facts));

    [Fact]
    public void Decision_tables_over_goods_lines_agree() => Agreement.Check(
        RandomDocuments.Table(each: true), table => [table], (table, facts) => ReferenceTable.Evaluate(table, facts));

    [Fact]
    public void Lists_agree() => Agreement.Check(RandomDocuments.List, list => [list], ReferenceList.Evaluate);

    [Fact]
    public void Scorecards_agree() => 
        Agreement.Check(RandomDocuments.Scorecard, card => [card], ReferenceScorecard.Evaluate);

    [Fact]
    public void Tables_composed_with_an_overlay_agree() => Agreement.Check(
        RandomDocuments.Overlaid,
        pair => [Engine(pair.Table, pair.Overlay)],
        (pair, facts) => ReferenceTable.Evaluate(ReferenceOverlay.Apply(pair.Table, pair.Overlay), facts));

    [Fact]
    public void Flows_agree() => Agreement.Check(
        RandomDocuments.Flow,
        flow => [flow.List, flow.Card, flow.Table, flow.Flow],
        (flow, facts) => ReferenceFlow.Evaluate(
            flow.Flow, new Document[] { flow.List, flow.Card, flow.Table }.ToDictionary(d => d.Key), facts));

    [Fact]
    public void Tables_that_require_other_decisions_agree() => Agreement.Check(
        RandomDocuments.Required,
        three => [three.List, three.Card, three.Table],
        (three, facts) => ReferenceFlow.Alone(three.Table, [three.List, three.Card], facts));

    private static Document Engine(DecisionTableDocument table, OverlayDocument overlay)
    {
        var result = Overlay.Apply(table, overlay);
        Assert.Equal([], result.Problems.Select(p => $"{p.Pointer} {p.Message.En}"));
        return result.Document!;
    }
}
