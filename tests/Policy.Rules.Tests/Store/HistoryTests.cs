using Policy.Rules.Audit;
using Policy.Rules.Policies;
using Policy.Rules.Releases;
using static Policy.Rules.Tests.StoreSteps;
using static Policy.Rules.Tests.StoreUnderTest;

namespace Policy.Rules.Tests.Store;

public sealed class HistoryTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset Long = new(2020, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));

    private const string Key = "channel-thresholds";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_policys_history_tells_who_did_what_when_and_with_which_hash()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        Succeeded(await host.Save("national", Key, TestPolicies.Channel(2000)));
        Succeeded(await host.Store.Execute(new AddComment("national", Key, "why 2000?", "R1", null, Approver), Cancellation));
        Succeeded(await host.Store.Execute(new ResolveComment("national", Key, 1, Author), Cancellation));
        Succeeded(await host.Submit("national", Key));
        var version = Succeeded(await host.Approve("national", Key));
        var later = host.Clock.GetUtcNow().AddDays(3);
        var release = Succeeded(await host.Publish("national", later, new PolicyReference(Key, 2)));

        var history = await host.Store.History("national", Key, Cancellation);

        Assert.Equal(
            [HistoryKind.Released, HistoryKind.Approved, HistoryKind.Submitted, HistoryKind.Settled, HistoryKind.Commented, HistoryKind.Edited],
            history.Take(6).Select(e => e.Kind));
        Assert.Equal((release.Number, 2, later), (history[0].Release, history[0].Version, history[0].EffectiveFrom));
        Assert.Equal((version.Hash, Approver.Name, "sound"), (history[1].Content, history[1].By, history[1].Comment));
        Assert.Equal(version.Hash, history[2].Content);
        Assert.Equal((1, "R1", "why 2000?"), (history[4].Number, history[4].Row, history[4].Comment));
        Assert.Equal(HistoryKind.Created, history.Last(e => e.Release is null).Kind);

        var audited = (await host.Audit.Events(new AuditQuery(Zone: "national", Take: 500), Cancellation)).Events.Select(e => e.Hash).ToHashSet();
        Assert.All(history, e => Assert.Contains(e.Hash, audited));
        Assert.Equal(history.Length, history.Select(e => e.Hash).Distinct().Count());
    }

    [Fact]
    public async Task A_zone_below_inherits_the_change_and_its_own_part_is_withdrawn()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(Long);
        Succeeded(await host.Change("hangzhou", TestPolicies.Overlay("R1", 5000)));
        Succeeded(await host.Store.Execute(
            new WithdrawPolicies("hangzhou", [Key], null, "no longer", Approver), Cancellation));
        Succeeded(await host.Change("national", TestPolicies.Channel(500)));

        var history = await host.Store.History("hangzhou", Key, Cancellation);

        var (inherited, withdrawn) = (history[0], history[1]);
        Assert.Equal((HistoryKind.Released, ReleaseCause.Inherited, null), (inherited.Kind, inherited.Cause, inherited.Version));
        Assert.Equal((HistoryKind.Withdrawn, "no longer", null), (withdrawn.Kind, withdrawn.Comment, withdrawn.Version));
        Assert.Equal((HistoryKind.Released, 1), (history[2].Kind, history[2].Version));
        Assert.Empty(await host.Store.History("hangzhou", "nothing", Cancellation));
    }
}
