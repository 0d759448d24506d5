using Policy.Rules.Releases;
using Policy.Rules.Tests;

namespace Policy.Seed.Tests;

/// <summary>The packs in a real store: installed by ordinary commands, once.</summary>
public sealed class InstallationTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Installs_every_zone_as_the_packs_say_and_a_second_run_changes_nothing()
    {
        await using var host = await postgres.NewStore(new DeclarationGenerator());
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await PolicyPacks.Install(host.Store, host.Simulations, Cancellation);
        TestContext.Current.TestOutputHelper?.WriteLine($"installed in {clock.Elapsed.TotalSeconds:0.0} s");

        foreach (var zone in PolicyPacks.Zones)
        {
            foreach (var day in PolicyPacks.Releases.Select(r => r.From).Distinct())
            {
                var at = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.FromHours(8));
                var stored = await host.Store.DocumentsInForce(zone.Key, at, Cancellation);
                Assert.Equal(Hashes(PolicyPacks.Documents(zone.Key, day)), Hashes(stored));
            }
        }

        var events = await host.Scalar<long>("select count(*) from mt_events");
        await PolicyPacks.Install(host.Store, host.Simulations, Cancellation);
        Assert.Equal(events, await host.Scalar<long>("select count(*) from mt_events"));
    }

    [Fact]
    public async Task Goes_on_after_an_interruption()
    {
        await using var host = await postgres.NewStore(new DeclarationGenerator());
        using var interruption = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var install = PolicyPacks.Install(host.Store, host.Simulations, interruption.Token);
        while ((await host.Store.Versions("national", "credit-supervision", Cancellation)).IsEmpty) await Task.Delay(20, Cancellation);
        await interruption.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => install);

        await PolicyPacks.Install(host.Store, host.Simulations, Cancellation);

        var releases = await host.Store.Releases("national", Cancellation);
        var expected = PolicyPacks.Releases.Where(r => r.Zone == "national").Select(r => r.EffectiveFrom);
        Assert.Equal(expected, releases.Where(r => r.Cause == ReleaseCause.Published).Select(r => r.EffectiveFrom).Order());
    }

    private static IEnumerable<string> Hashes(IEnumerable<Document> documents) =>
        documents.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => $"{d.Key} {DocumentJson.Hash(d)}");
}
