using Policy.Admin.Policies;
using Policy.Admin.Tables;
using static Policy.Admin.Tests.Tables;
using Policy.Engine.Overlays;

namespace Policy.Admin.Tests;

public sealed class OverlayDifferencesTests
{
    private static readonly OverlayDocument Empty = new() { Key = "channel-thresholds", Sources = ["H30"] };

    [Fact]
    public void An_unchanged_table_gives_an_empty_overlay_that_keeps_its_sources()
    {
        var overlay = OverlayDifferences.Of(Three(), Three(), Empty);

        Assert.Empty(overlay.Rows);
        Assert.Empty(overlay.Withdraw);
        Assert.Equal(["H30"], overlay.Sources);
    }

    [Fact]
    public void Only_the_differences_are_in_the_overlay()
    {
        var draft = new TableDraft(Three(), Three());
        draft = draft.Edit(draft.Rows[1], new TableColumn(ColumnKind.Input, 0), "[100..300)");
        draft = draft.Delete(draft.Rows[0]);
        draft = draft.Insert(1);

        var overlay = OverlayDifferences.Of(Three(), draft.Table, Empty);

        Assert.Equal([("R2", null), ("R4", "R3")], overlay.Rows.Select(r => (r.Id, r.Before)));
        Assert.Equal(["R1"], overlay.Withdraw);
    }

    [Fact]
    public void Composing_the_overlay_gives_the_edited_table_again()
    {
        var draft = new TableDraft(Three(), Three());
        draft = draft.Edit(draft.Rows[2], new TableColumn(ColumnKind.Output, 0), "\"green\"");
        draft = draft.Insert(0).Insert(2).Insert(5);
        draft = draft.Delete(draft.Rows[3]);

        var composed = Overlay.Apply(Three(), OverlayDifferences.Of(Three(), draft.Table, Empty));

        Assert.Empty(composed.Problems);
        var table = Assert.IsType<DecisionTableDocument>(composed.Document);
        Assert.Equal(Ids(draft.Table), Ids(table));
        Assert.Equal(draft.Table.Rows.Select(r => r.When.Concat(r.Then)), table.Rows.Select(r => r.When.Concat(r.Then)));
    }

    [Fact]
    public void Lists_and_scorecards_are_compared_item_by_item_too()
    {
        ListDocument list = new() { Key = "l", Entries = [Entry("N1"), Entry("N2")] };
        ScorecardDocument card = new() { Key = "s", Characteristics = [new("C1", "x", [new("> 1", 1)])], Overrides = [new("O1", "true", "D")] };

        var entries = OverlayDifferences.Of(list, list with { Entries = [Entry("N2"), Entry("N3")] }, Empty);
        var points = OverlayDifferences.Of(card, card with { Characteristics = [new("C1", "x", [new("> 1", 2)])], Overrides = [] }, Empty);

        Assert.Equal(("N3", "N1"), (entries.Entries.Single().Id, entries.Withdraw.Single()));
        Assert.Equal(("C1", "O1"), (points.Characteristics.Single().Id, points.Withdraw.Single()));
    }

    private static ListEntry Entry(string id) => new() { Id = id, Values = ["9301"], Effect = "prohibit" };
}
