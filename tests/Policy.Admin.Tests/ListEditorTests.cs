using Bunit;
using MudBlazor;
using Policy.Admin.Lists;

namespace Policy.Admin.Tests;

public sealed class ListEditorTests : Desk
{
    private static readonly ListDocument Parent = new()
    {
        Key = "negative",
        Columns = [new("hsCode", ListMatch.Prefix)],
        Effects = ["prohibit"],
        Entries = [Entry("N1", "0101"), Entry("N2", "0102")],
    };

    [Fact]
    public void The_count_includes_the_entries_that_the_zone_withdraws()
    {
        Render<MudDialogProvider>();

        var editor = Render<ListEditor>(p => p
            .Add(e => e.List, Parent with { Entries = [Parent.Entries[0]] })
            .Add(e => e.Parent, Parent));

        Assert.Contains("2 of 2", editor.Find(".bar").TextContent, StringComparison.Ordinal);
        Assert.Single(editor.FindAll("tr.withdrawn[data-row=N2]"));
    }

    [Fact]
    public void An_entry_opened_again_after_a_cancel_shows_nothing_of_what_was_typed()
    {
        var dialogs = Render<MudDialogProvider>();
        var editor = Render<ListEditor>(p => p.Add(e => e.List, Parent));
        editor.Find("tr[data-row=N1] button").Click();
        dialogs.Find("input").Change("9999");
        dialogs.FindAll("button").First(b => b.TextContent.Contains("Cancel", StringComparison.Ordinal)).Click();
        dialogs.WaitForState(() => dialogs.FindAll("input").Count == 0);

        editor.Find("tr[data-row=N1] button").Click();

        Assert.Equal("0101", dialogs.Find("input").GetAttribute("value"));
    }

    [Fact]
    public void The_page_turns_to_an_entry_just_added()
    {
        var dialogs = Render<MudDialogProvider>();
        var list = Parent with { Entries = [.. Enumerable.Range(1, 30).Select(i => Entry($"N{i}", "01"))] };
        ListDocument? edited = null;
        var editor = Render<ListEditor>(p => p.Add(e => e.List, list).Add(e => e.Edited, document => edited = (ListDocument)document));
        editor.FindAll(".bar button").Last().Click();
        dialogs.FindAll("button").Last().Click();

        editor.Render(p => p.Add(e => e.List, edited!));

        Assert.Single(editor.FindAll($"tr[data-row={edited!.Entries[^1].Id}]"));
        Assert.Empty(editor.FindAll("tr[data-row=N1]"));
    }

    private static ListEntry Entry(string id, string code) => new() { Id = id, Values = [code], Effect = "prohibit" };
}
