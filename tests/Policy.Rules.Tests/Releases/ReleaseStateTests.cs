using Policy.Rules.Releases;

namespace Policy.Rules.Tests.Releases;

/// <summary>Where releases stand at an instant.</summary>
public sealed class ReleaseStateTests
{
    private static readonly DateTimeOffset Day = new(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void Releases_follow_one_another_and_one_is_in_force()
    {
        Release[] releases = [Made(1, 0, 0), Made(2, 10, 5), Made(3, 20, 6)];
        Assert.Equal([ReleaseState.InForce, ReleaseState.Scheduled, ReleaseState.Scheduled], States(releases, 9));
        Assert.Equal([ReleaseState.Superseded, ReleaseState.InForce, ReleaseState.Scheduled], States(releases, 10));
        Assert.Equal([ReleaseState.Superseded, ReleaseState.Superseded, ReleaseState.InForce], States(releases, 20));
        Assert.Equal(2, new ReleaseStates(releases, Day).Before(releases[2])?.Number);
        Assert.Null(new ReleaseStates(releases, Day).Before(releases[0]));
    }

    [Fact]
    public void What_was_replaced_before_its_instant_is_taken_back_and_what_was_replaced_later_was_in_force()
    {
        Release[] early = [Made(1, 0, 0), Made(2, 10, 5), Made(3, 10, 9)];
        Assert.Equal([ReleaseState.Superseded, ReleaseState.TakenBack, ReleaseState.InForce], States(early, 11));
        Release[] late = [Made(1, 0, 0), Made(2, 10, 5), Made(3, 10, 12)];
        Assert.Equal([ReleaseState.Superseded, ReleaseState.Superseded, ReleaseState.InForce], States(late, 13));
    }

    private static ReleaseState[] States(Release[] releases, int day) =>
        [.. releases.Select(new ReleaseStates(releases, Day.AddDays(day)).Of)];

    private static Release Made(int number, int effective, int recorded) => new(
        "national", number, Day.AddDays(effective), $"sha256:{number}", [], ReleaseCause.Published, "approver", "", Day.AddDays(recorded));
}
