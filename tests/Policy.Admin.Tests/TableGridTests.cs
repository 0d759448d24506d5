using Bunit;
using Policy.Admin.Tables;
using Policy.Engine;
using static Policy.Admin.Tests.Tables;

namespace Policy.Admin.Tests;

public sealed class TableGridTests : Desk
{
    private readonly List<DecisionTableDocument> _edited = [];
    private readonly List<DecisionTableDocument?> _typed = [];

    private IRenderedComponent<TableGrid> Grid(DecisionTableDocument? parent = null, bool readOnly = false, params Diagnostic[] problems) => Render<TableGrid>(p => p
        .Add(g => g.Draft, new TableDraft(Three(), parent))
        .Add(g => g.ReadOnly, readOnly)
        .Add(g => g.Problems, [.. problems])
        .Add(g => g.Edited, t => _edited.Add(t))
        .Add(g => g.Typed, t => _typed.Add(t)));

    [Fact]
    public void A_committed_cell_reaches_the_document()
    {
        var grid = Grid();

        grid.InvokeAsync(() => grid.Instance.Commit(0, 0, "< 200"));

        Assert.Equal("< 200", _edited.Single().Rows[0].When[0]);
        Assert.Equal("< 200", grid.Find("tr[data-row=R1] td.in").TextContent);
    }

    [Fact]
    public void Typing_is_told_with_the_table_as_it_would_be_and_escape_takes_it_back()
    {
        var grid = Grid();

        grid.InvokeAsync(() => grid.Instance.Typing(1, 0, "[100.."));
        grid.InvokeAsync(grid.Instance.Cancel);

        Assert.Equal("[100..", _typed[0]!.Rows[1].When[0]);
        Assert.Null(_typed[1]);
        Assert.Empty(_edited);
        Assert.Equal("[100..500)", grid.Find("tr[data-row=R2] td.in").TextContent);
    }

    [Fact]
    public void Undo_and_redo_walk_the_edits()
    {
        var grid = Grid();
        grid.InvokeAsync(() => grid.Instance.Commit(0, 0, "< 1"));
        grid.InvokeAsync(() => grid.Instance.Commit(0, 0, "< 2"));

        grid.InvokeAsync(grid.Instance.Undo);
        grid.InvokeAsync(grid.Instance.Undo);
        grid.InvokeAsync(grid.Instance.Redo);

        Assert.Equal(["< 1", "< 2", "< 1", "< 100", "< 1"], _edited.Select(t => t.Rows[0].When[0]));
    }

    [Fact]
    public void A_problem_shows_at_its_cell_and_its_message_when_the_cell_is_active()
    {
        var grid = Grid(problems: Problem("/rows/1/when/0"));

        grid.InvokeAsync(() => grid.Instance.Activate(1, 0));

        var bad = grid.Find("td.bad");
        Assert.Equal(("R2 · totalValue", "true"), (bad.GetAttribute("data-label"), bad.GetAttribute("data-invalid")));
        Assert.Contains(Wrong.En, grid.Find("[data-testid=cell-bar]").TextContent, StringComparison.Ordinal);
        Assert.Single(grid.FindAll("td.bad"));
    }

    [Fact]
    public void A_blank_condition_shows_as_a_dash()
    {
        var grid = Grid();
        grid.InvokeAsync(() => grid.Instance.Commit(2, 0, ""));

        Assert.Equal("–", grid.Find("tr[data-row=R3] td.in.blank").TextContent);
    }

    [Fact]
    public void The_toolbar_adds_and_deletes_around_the_active_row()
    {
        var grid = Grid();
        grid.InvokeAsync(() => grid.Instance.Activate(0, 0));

        grid.FindAll(".grid-tools button").First(b => b.TextContent.Contains("Add row", StringComparison.Ordinal)).Click();
        Assert.Equal(["R1", "R4", "R2", "R3"], Ids(_edited[^1]));

        grid.FindAll(".grid-tools button").First(b => b.TextContent.Contains("Delete", StringComparison.Ordinal)).Click();
        Assert.Equal(["R4", "R2", "R3"], Ids(_edited[^1]));
    }

    [Fact]
    public void In_a_child_zone_an_edited_row_is_marked_overridden()
    {
        var grid = Grid(parent: Three());
        Assert.Equal(3, grid.FindAll(".origin.inherited").Count);

        grid.InvokeAsync(() => grid.Instance.Commit(0, 0, "< 200"));

        Assert.Contains("overridden", grid.Find("tr[data-row=R1] .origin").TextContent, StringComparison.Ordinal);
        Assert.Equal(2, grid.FindAll(".origin.inherited").Count);
    }

    [Fact]
    public void A_reader_has_no_commands_and_cannot_commit()
    {
        var grid = Grid(readOnly: true);

        grid.InvokeAsync(() => grid.Instance.Commit(0, 0, "< 200"));

        Assert.Empty(grid.FindAll(".grid-tools"));
        Assert.Empty(_edited);
        Assert.All(grid.FindAll("tbody td"), cell => Assert.Equal("true", cell.GetAttribute("aria-readonly")));
    }

    [Fact]
    public void The_trace_marks_the_winning_row_and_the_first_failing_cell()
    {
        TracePass pass = new(
            null,
            [
                new("R1", true, false, false, [new("totalValue", "< 100", Value.Number(320), false)]),
                new("R2", true, true, true, [new("totalValue", "[100..500)", Value.Number(320), true)]),
                new("R3", true, true, false, [new("totalValue", "-", Value.Number(320), true)]),
            ],
            Value.Text("green"));

        var grid = Render<TableGrid>(p => p.Add(g => g.Draft, new TableDraft(Three(), null)).Add(g => g.Trace, pass));

        Assert.Contains("won", grid.Find("tr[data-row=R2]").ClassName, StringComparison.Ordinal);
        Assert.Contains("lost", grid.Find("tr[data-row=R3]").ClassName, StringComparison.Ordinal);
        Assert.Equal("R1 · totalValue", grid.Find("td.fails").GetAttribute("data-label"));
        Assert.Contains("320", grid.Find("td.fails").GetAttribute("title"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_officers_write_is_text_never_markup()
    {
        var grid = Grid();

        grid.InvokeAsync(() => grid.Instance.Commit(0, 4, "<img src=x onerror=alert(1)>"));

        Assert.Empty(grid.FindAll("td img"));
        Assert.Equal("<img src=x onerror=alert(1)>", grid.Find("tr[data-row=R1] td.note").TextContent);
    }
}
