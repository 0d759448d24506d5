using Bunit;
using Policy.Admin.Reviews;
using Policy.Engine;
using Policy.Rules;
using Policy.Rules.Policies;

namespace Policy.Admin.Tests;

public sealed class ReviewTests : Desk
{
    private static readonly Actor Approver = new("li", Role.Approver);

    private static readonly WaitingDraft Draft =
        new("hangzhou", "channel-thresholds", DraftState.Submitted, ["wang"], DateTimeOffset.UnixEpoch, "please", null, []);

    private string Needs(WaitingDraft draft, Actor actor, params Refusal[] missing) => Render<DraftNeeds>(p => p
        .Add(n => n.Draft, draft).Add(n => n.Actor, actor).Add(n => n.Missing, [.. missing])).Markup;

    [Fact]
    public void What_is_missing_is_named_and_whom_the_draft_waits_for()
    {
        var simulation = new Refusal("no-simulation", new LocalizedText("先模拟。", "Simulate it first."));

        Assert.Contains("Simulate it first.", Needs(Draft, Approver, simulation), StringComparison.Ordinal);
        Assert.Contains("Nothing is missing", Needs(Draft, Approver), StringComparison.Ordinal);
        Assert.Contains("Waits for you", Needs(Draft, Approver), StringComparison.Ordinal);
        Assert.DoesNotContain("Waits for you", Needs(Draft, Approver with { Name = "wang" }), StringComparison.Ordinal);
        Assert.Contains("other than wang", Needs(Draft, new Actor("wang", Role.Author)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_draft_sent_back_waits_for_its_authors()
    {
        var back = Draft with { State = DraftState.Rejected };

        Assert.Contains("one of its authors mends it (wang)", Needs(back, Approver), StringComparison.Ordinal);
        Assert.True(back.WaitsFor(new Actor("wang", Role.Author)));
        Assert.False(back.WaitsFor(new Actor("zhao", Role.Author)));
    }
}
