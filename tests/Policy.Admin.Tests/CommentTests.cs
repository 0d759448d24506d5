using Bunit;
using Policy.Admin.Comments;
using Policy.Admin.Tables;
using Policy.Rules;
using Policy.Rules.Policies;
using static Policy.Admin.Tests.Tables;

namespace Policy.Admin.Tests;

public sealed class CommentTests : Desk
{
    private readonly List<(string Text, CommentPlace Place)> _added = [];
    private readonly List<int> _settled = [];
    private readonly List<CommentPlace> _picked = [];

    private static PolicyComment Said(int number, string? row, string? column) =>
        new(number, $"<b>comment {number}</b>", row, column, "li", DateTimeOffset.UnixEpoch);

    private CommentBoard Board(params PolicyComment[] open) => new([.. open], (place, _) => _picked.Add(place));

    private IRenderedComponent<CommentPanel> Panel(Role role, params PolicyComment[] open)
    {
        var panel = Render<CommentPanel>(p => p
            .Add(c => c.Board, Board(open))
            .Add(c => c.Actor, new Actor("wang", role))
            .Add(c => c.Added, (text, place) => { _added.Add((text, place)); return Task.FromResult(true); })
            .Add(c => c.Settled, numbers => { _settled.AddRange(numbers); return Task.CompletedTask; }));
        panel.Find("[data-testid=comments-toggle]").Click();
        return panel;
    }

    [Fact]
    public void Comments_on_one_place_are_a_thread_which_is_answered_there_and_settled_whole()
    {
        var panel = Panel(Role.Author, Said(1, "R1", "totalValue"), Said(2, null, null), Said(3, "R1", "totalValue"));

        var thread = panel.Find("li[data-place='R1/totalValue']");
        Assert.Equal(2, thread.QuerySelectorAll(".comment").Length);
        Assert.Contains("<b>comment 3</b>", thread.TextContent, StringComparison.Ordinal);
        thread.QuerySelector("[data-testid=comment-answer]")!.Click();
        panel.Find("[data-testid=comment-text]").Input("agreed");
        panel.Find("[data-testid=comment-add]").Click();
        panel.Find("li[data-place='R1/totalValue'] [data-testid=comment-settle]").Click();

        Assert.Equal([("agreed", new CommentPlace("R1", "totalValue"))], _added);
        Assert.Equal([1, 3], _settled);
    }

    [Fact]
    public void Whoever_may_not_comment_reads_why()
    {
        var panel = Panel(Role.Auditor, Said(1, null, null));

        foreach (var button in new[] { "comment-answer", "comment-settle", "comment-add" })
        {
            Assert.Equal("true", panel.Find($"[data-testid={button}]").GetAttribute("aria-disabled"));
            panel.Find($"[data-testid={button}]").Click();
        }

        Assert.Contains("Only an author or approver comments.", panel.Markup, StringComparison.Ordinal);
        Assert.Empty(_settled);
        Assert.Empty(_added);
    }

    [Fact]
    public void The_grid_marks_the_row_and_the_cell_and_tells_which_cell_is_looked_at()
    {
        var grid = Render<TableGrid>(p => p
            .AddCascadingValue(Board(Said(1, "R2", "totalValue"), Said(2, "R3", null)))
            .Add(g => g.Draft, new TableDraft(Three(), null)));

        Assert.Equal("R2 · totalValue", grid.Find("td.commented").GetAttribute("data-label"));
        Assert.Equal(2, grid.FindAll("[data-testid=comment-mark]").Count);
        grid.InvokeAsync(() => grid.Instance.Activate(0, 1));
        grid.Find("tr[data-row=R3] [data-testid=comment-mark]").Click();

        Assert.Equal([new CommentPlace("R1", "channel"), new CommentPlace("R3")], _picked);
    }
}
