using Policy.Admin.Trials;
using Policy.Rules;
using Policy.Rules.Releases;
using Policy.Rules.Trials;

namespace Policy.Admin.Tests;

/// <summary>Who may start and stop a trial, and why not.</summary>
public sealed class TrialRightsTests
{
    private static readonly Actor Approver = new("li", Role.Approver);
    private static readonly Actor Author = new("wang", Role.Author);
    private static readonly Actor Operator = new("zhao", Role.Operator);
    private static readonly Actor Auditor = new("sun", Role.Auditor);

    [Fact]
    public void An_author_starts_shadows_and_an_approver_both_with_what_may_be_tried()
    {
        Assert.Equal("Why.AuthorOrApprover", TrialRights.WhyNotStart(Auditor, false, TrialMode.Shadow, true, false));
        Assert.Equal("Why.TrialRunning", TrialRights.WhyNotStart(Author, true, TrialMode.Shadow, true, false));
        Assert.Equal("Why.CanaryApprover", TrialRights.WhyNotStart(Author, false, TrialMode.Canary, true, false));
        Assert.Equal("Why.NoCandidate", TrialRights.WhyNotStart(Approver, false, TrialMode.Canary, false, false));
        Assert.Equal("Why.CanaryDraft", TrialRights.WhyNotStart(Approver, false, TrialMode.Canary, true, true));
        Assert.Null(TrialRights.WhyNotStart(Author, false, TrialMode.Shadow, true, true));
        Assert.Null(TrialRights.WhyNotStart(Approver, false, TrialMode.Canary, true, false));
    }

    [Fact]
    public void Who_may_start_it_or_watches_clearance_stops_it_while_it_runs()
    {
        Assert.Equal("Why.StopShadow", TrialRights.WhyNotStop(Auditor, Trial(TrialMode.Shadow)));
        Assert.Equal("Why.StopCanary", TrialRights.WhyNotStop(Author, Trial(TrialMode.Canary)));
        Assert.Equal("Why.TrialOver", TrialRights.WhyNotStop(Approver, Trial(TrialMode.Shadow) with { Status = TrialStatus.Ended }));
        Assert.Null(TrialRights.WhyNotStop(Author, Trial(TrialMode.Shadow)));
        Assert.Null(TrialRights.WhyNotStop(Operator, Trial(TrialMode.Canary)));
        Assert.Null(TrialRights.WhyNotStop(Approver, Trial(TrialMode.Canary)));
    }

    private static StoredTrial Trial(TrialMode mode) => new(
        "hangzhou", 1, mode, 0.1m, new(1, "a"),
        new Release("hangzhou", 1, DateTimeOffset.UnixEpoch, "b", [], ReleaseCause.Published, "li", "", DateTimeOffset.UnixEpoch),
        [], [], [], null, "", "li", DateTimeOffset.UnixEpoch);
}
