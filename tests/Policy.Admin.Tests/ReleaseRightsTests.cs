using Policy.Admin.Releases;
using Policy.Rules;
using Policy.Rules.Policies;
using Policy.Rules.Releases;

namespace Policy.Admin.Tests;

/// <summary>What a person may do with a release, and why not.</summary>
public sealed class ReleaseRightsTests
{
    private static readonly Actor Approver = new("li", Role.Approver);
    private static readonly Actor Author = new("wang", Role.Author);
    private static readonly Release First = Made(1, "a", ReleaseCause.Published);
    private static readonly Release Second = Made(2, "b", ReleaseCause.Published);

    [Fact]
    public void Only_an_approver_may_and_only_to_other_content()
    {
        Assert.Equal("Why.ApproverOnly", ReleaseRights.WhyNotRollBack(Author, First, Second));
        Assert.Equal("Why.ApproverOnly", ReleaseRights.WhyNotRollBack(null, First, Second));
        Assert.Equal("Why.SameContent", ReleaseRights.WhyNotRollBack(Approver, Second, Second));
        Assert.Null(ReleaseRights.WhyNotRollBack(Approver, First, Second));
    }

    [Fact]
    public void A_release_is_taken_back_where_it_was_published_when_another_applies_before()
    {
        Assert.Equal("Why.ApproverOnly", ReleaseRights.WhyNotTakeBack(Author, Second, First));
        Assert.Equal("Why.FirstRelease", ReleaseRights.WhyNotTakeBack(Approver, First, null));
        Assert.Equal("Why.ParentsRelease", ReleaseRights.WhyNotTakeBack(Approver, Made(2, "b", ReleaseCause.Inherited), First));
        Assert.Null(ReleaseRights.WhyNotTakeBack(Approver, Second, First));
    }

    [Fact]
    public void The_zones_own_policies_are_withdrawn_from_what_is_in_force()
    {
        var (own, inherited) = (Entry("national", "hangzhou"), Entry("national"));
        Assert.Equal("Why.ApproverOnly", ReleaseRights.WhyNotWithdraw(Author, Second, own, Second));
        Assert.Equal("Why.NotInForce", ReleaseRights.WhyNotWithdraw(Approver, First, own, Second));
        Assert.Equal("Why.InheritedPolicy", ReleaseRights.WhyNotWithdraw(Approver, Second, inherited, Second));
        Assert.Null(ReleaseRights.WhyNotWithdraw(Approver, Second, own, Second));
    }

    private static ReleaseEntry Entry(params string[] zones) => new("clearance", [.. zones.Select(z => new Layer(z, 1))], "sha256:c");

    private static Release Made(int number, string hash, ReleaseCause cause) =>
        new("hangzhou", number, DateTimeOffset.UnixEpoch.AddDays(number), hash, [], cause, "li", "", DateTimeOffset.UnixEpoch);
}
