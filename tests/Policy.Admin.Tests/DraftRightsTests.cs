using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Policy.Admin.Common;
using Policy.Admin.Policies;
using Policy.Rules;
using Policy.Rules.Policies;

namespace Policy.Admin.Tests;

public sealed class DraftRightsTests : Desk
{
    private static readonly Actor Author = new("author", Role.Author);
    private static readonly Actor Approver = new("approver", Role.Approver);

    private static Draft Draft(DraftState state, params string[] editors) =>
        new("{}", "1", 1, state, [.. editors], DateTimeOffset.UnixEpoch);

    private DraftRights Of(Draft? draft, Actor actor, bool changed = false, bool errors = false, bool publishable = false, bool simulated = true) =>
        DraftRights.Of(draft, changed, errors, publishable, simulated, actor, Services.GetRequiredService<IStringLocalizer<Texts>>());

    [Fact]
    public void An_author_saves_what_changed_and_then_submits_it()
    {
        var editing = Of(Draft(DraftState.Draft, "author"), Author, changed: true);
        var saved = Of(Draft(DraftState.Draft, "author"), Author);

        Assert.Null(editing.Save);
        Assert.Equal("Save first.", editing.Submit);
        Assert.NotNull(saved.Save);
        Assert.Null(saved.Submit);
        Assert.Null(saved.Simulate);
    }

    [Fact]
    public void A_draft_with_errors_can_be_saved_but_not_submitted_or_simulated()
    {
        var rights = Of(Draft(DraftState.Draft, "author"), Author, errors: true);

        Assert.NotNull(rights.Submit);
        Assert.NotNull(rights.Simulate);
        Assert.Null(Of(Draft(DraftState.Draft, "author"), Author, changed: true, errors: true).Save);
    }

    [Fact]
    public void Another_person_approves()
    {
        Assert.Null(Of(Draft(DraftState.Submitted, "author"), Approver).Approve);
        Assert.Contains("another person", Of(Draft(DraftState.Submitted, "author", "approver"), Approver).Approve, StringComparison.Ordinal);
        Assert.NotNull(Of(Draft(DraftState.Draft, "author"), Approver).Approve);
        Assert.NotNull(Of(Draft(DraftState.Submitted, "author"), Author).Approve);
    }

    [Fact]
    public void What_was_not_simulated_is_not_approved() =>
        Assert.Contains("Simulate", Of(Draft(DraftState.Submitted, "author"), Approver, simulated: false).Approve, StringComparison.Ordinal);

    [Fact]
    public void Only_an_approver_publishes_and_only_what_is_in_no_release()
    {
        Assert.Null(Of(null, Approver, publishable: true).Publish);
        Assert.Null(Of(null, Approver, publishable: true).Simulate);
        Assert.NotNull(Of(null, Approver).Simulate);
        Assert.NotNull(Of(null, Approver).Publish);
        Assert.NotNull(Of(null, Author, publishable: true).Publish);
    }

    [Theory]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Operator)]
    [InlineData(Role.Administrator)]
    public void Who_only_reads_can_take_no_step(Role role)
    {
        var rights = Of(Draft(DraftState.Submitted, "author"), new Actor("reader", role), changed: true, publishable: true);

        Assert.All([rights.Save, rights.Submit, rights.Approve, rights.Reject, rights.Publish], Assert.NotNull);
    }

    [Fact]
    public void A_button_that_cannot_be_used_says_why_and_does_nothing()
    {
        var clicks = 0;
        var button = Render<ActionButton>(p => p.Add(b => b.Text, "Approve").Add(b => b.Why, "Not yours").Add(b => b.OnClick, () => clicks++));

        button.Find("button").Click();

        Assert.Equal(0, clicks);
        Assert.Equal("true", button.Find("button").GetAttribute("aria-disabled"));
        Assert.Equal("Not yours", button.Find("#" + button.Find("button").GetAttribute("aria-describedby")).TextContent);
    }
}
