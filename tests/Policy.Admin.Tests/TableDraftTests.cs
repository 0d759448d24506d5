using Policy.Admin.Tables;
using static Policy.Admin.Tests.Tables;

namespace Policy.Admin.Tests;

public sealed class TableDraftTests
{
    private static readonly TableColumn When = new(ColumnKind.Input, 0);

    private static TableDraft Own() => new(Three(), null);

    [Fact]
    public void Editing_a_cell_changes_that_cell_only()
    {
        var edited = Own().Edit(Own().Rows[1], When, " [100..800) ").Table;

        Assert.Equal("[100..800)", edited.Rows[1].When[0]);
        Assert.Equal(Three().Rows[1].Then, edited.Rows[1].Then);
        Assert.Equal("< 100", edited.Rows[0].When[0]);
    }

    [Theory]
    [InlineData("2026-01-31", "2026-01-31")]
    [InlineData("", "")]
    [InlineData("31.01.2026", "")]
    public void A_period_takes_days_and_nothing_else(string typed, string kept)
    {
        var from = new TableColumn(ColumnKind.From, 0);
        var draft = Own().Edit(Own().Rows[0], from, typed);

        Assert.Equal(kept, TableDraft.Cell(draft.Table.Rows[0], from));
        Assert.Equal(kept == typed, TableDraft.Accepts(from, typed));
    }

    [Fact]
    public void An_inserted_row_gets_a_new_id_and_a_cell_per_column()
    {
        var table = Own().Insert(1).Table;

        Assert.Equal(["R1", "R4", "R2", "R3"], Ids(table));
        Assert.Equal([""], table.Rows[1].When);
        Assert.Equal([""], table.Rows[1].Then);
    }

    [Fact]
    public void A_duplicate_goes_below_its_row()
    {
        var table = Own().Duplicate(Own().Rows[0]).Table;

        Assert.Equal(["R1", "R4", "R2", "R3"], Ids(table));
        Assert.Equal("< 100", table.Rows[1].When[0]);
    }

    [Fact]
    public void Rows_move_within_the_table_and_stop_at_its_ends()
    {
        var draft = Own();

        Assert.Equal(["R2", "R1", "R3"], Ids(draft.Move(draft.Rows[0], 1).Table));
        Assert.Equal(["R1", "R2", "R3"], Ids(draft.Move(draft.Rows[0], -1).Table));
        Assert.False(draft.CanMove(draft.Rows[2], 1));
    }

    [Fact]
    public void A_row_of_the_parents_shows_where_it_comes_from()
    {
        var table = Table(Three().Rows[0], Row("R2", "[100..300)", "\"green\""), Row("H1", "[300..500)", "\"red\""));

        var rows = new TableDraft(table, Three()).Rows;

        Assert.Equal(
            [("R1", RowOrigin.Inherited), ("R2", RowOrigin.Overridden), ("R3", RowOrigin.Withdrawn), ("H1", RowOrigin.Added)],
            rows.Select(r => (r.Row.Id, r.Origin)));
    }

    [Fact]
    public void Equal_content_is_inherited_even_when_it_was_read_anew() =>
        Assert.All(new TableDraft(Three(), Three()).Rows, r => Assert.Equal(RowOrigin.Inherited, r.Origin));

    [Fact]
    public void Deleting_a_row_of_the_parents_withdraws_it_and_restoring_brings_it_back_to_its_place()
    {
        var draft = new TableDraft(Three(), Three());
        var without = draft.Delete(draft.Rows[1]);
        var withdrawn = without.Rows.Single(r => r.Origin == RowOrigin.Withdrawn);

        Assert.Equal(["R1", "R3"], Ids(without.Table));
        Assert.Equal(1, without.Rows.IndexOf(withdrawn));
        Assert.Equal(["R1", "R2", "R3"], Ids(without.Restore(withdrawn).Table));
    }

    [Fact]
    public void Restoring_an_overridden_row_drops_the_changes()
    {
        var draft = new TableDraft(Three(), Three());
        var edited = draft.Edit(draft.Rows[0], When, "< 5");

        Assert.Equal("< 100", edited.Restore(edited.Rows[0]).Table.Rows[0].When[0]);
    }

    [Fact]
    public void Rows_that_the_parent_locks_or_orders_stay_as_they_are()
    {
        var parent = Three() with { Rows = [.. Three().Rows.Select(r => r with { Locked = true })] };
        var draft = new TableDraft(parent, parent);

        Assert.Same(draft, draft.Edit(draft.Rows[0], When, "< 5"));
        Assert.Same(draft, draft.Delete(draft.Rows[0]));
        Assert.Same(draft, draft.Move(draft.Rows[0], 1));
    }

    [Fact]
    public void A_new_id_is_not_one_that_was_withdrawn() =>
        Assert.Equal("R4", new TableDraft(Table(Three().Rows[0]), Three()).Insert(0).Table.Rows[0].Id);
}
