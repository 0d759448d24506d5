using Policy.Admin.Policies;
using Policy.Rules.Policies;
using Policy.Rules.Releases;

namespace Policy.Admin.Tests;

/// <summary>The notice that a zone above changes a policy soon.</summary>
public sealed class InheritedChangeTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(10);

    private static readonly Release InForce = Made(1, 1, "a", ReleaseCause.Published);

    [Fact]
    public void The_first_scheduled_release_that_brings_another_content_from_above_is_told()
    {
        var (same, first, second) = (Made(2, 11, "a", ReleaseCause.Inherited), Made(3, 12, "b", ReleaseCause.Inherited), Made(4, 13, "c", ReleaseCause.Inherited));

        Assert.Equal(first, PolicyPage.InheritedChange([second, first, same, InForce], "clearance", Now));
        Assert.Null(PolicyPage.InheritedChange([second, first, same, InForce], "another", Now));
    }

    [Fact]
    public void What_is_past_taken_back_or_published_here_is_not()
    {
        var scheduled = Made(2, 11, "b", ReleaseCause.Inherited);

        Assert.Null(PolicyPage.InheritedChange([scheduled, InForce], "clearance", Now.AddDays(2)));
        Assert.Null(PolicyPage.InheritedChange([Made(3, 11, "a", ReleaseCause.Inherited), scheduled, InForce], "clearance", Now));
        Assert.Null(PolicyPage.InheritedChange([Made(2, 11, "b", ReleaseCause.Published), InForce], "clearance", Now));
    }

    private static Release Made(int number, int day, string content, ReleaseCause cause) => new(
        "hangzhou", number, DateTimeOffset.UnixEpoch.AddDays(day), content, [new("clearance", [new Layer("national", 1)], content)], cause, "li", "", Now);
}
