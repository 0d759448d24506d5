using Bunit;
using Policy.Admin.Scorecards;

namespace Policy.Admin.Tests;

public sealed class ScorecardEditorTests : Desk
{
    private static readonly ScorecardDocument Parent = new()
    {
        Key = "credit",
        Characteristics = [new("C1", "x", [new("> 1", 1)]), new("C2", "y", [new("> 1", 2)])],
        Overrides = [new("O1", "true", "D", Locked: true), new("O2", "false", "D")],
    };

    private readonly List<Document> _edited = [];

    private IRenderedComponent<ScorecardEditor> Editor(ScorecardDocument card) => Render<ScorecardEditor>(p => p
        .Add(e => e.Card, card)
        .Add(e => e.Parent, Parent)
        .Add(e => e.Edited, document => _edited.Add(document)));

    [Fact]
    public void An_override_that_the_parent_locks_can_only_be_read()
    {
        var editor = Editor(Parent);

        Assert.All(editor.FindAll("tr[data-row=O1] input"), input => Assert.True(input.HasAttribute("readonly")));
        Assert.All(editor.FindAll("tr[data-row=O2] input"), input => Assert.False(input.HasAttribute("readonly")));
        Assert.Empty(editor.FindAll("tr[data-row=O1] button"));
    }

    [Fact]
    public void What_the_zone_withdraws_stays_in_sight_and_can_be_restored()
    {
        var editor = Editor(Parent with { Characteristics = [Parent.Characteristics[0]], Overrides = [Parent.Overrides[0]] });

        editor.Find("fieldset[data-row=C2] button").Click();
        editor.Find("tr[data-row=O2] button").Click();

        Assert.Equal(Parent.Characteristics, ((ScorecardDocument)_edited[0]).Characteristics);
        Assert.Equal(Parent.Overrides, ((ScorecardDocument)_edited[1]).Overrides);
    }

    [Fact]
    public void What_the_zone_changed_can_be_taken_back()
    {
        var editor = Editor(Parent with { Characteristics = Parent.Characteristics.SetItem(0, Parent.Characteristics[0] with { Input = "z" }) });

        editor.FindAll("fieldset[data-row=C1] button").Single(b => b.TextContent.Contains("Restore", StringComparison.Ordinal)).Click();

        Assert.Equal(Parent.Characteristics, ((ScorecardDocument)_edited.Single()).Characteristics);
        Assert.DoesNotContain("Restore", editor.Find("fieldset[data-row=C2]").TextContent, StringComparison.Ordinal);
    }
}
