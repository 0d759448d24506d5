using Policy.Rules.Simulations;
using static Policy.Rules.Tests.StoreSteps;
using static Policy.Rules.Tests.StoreUnderTest;

namespace Policy.Rules.Tests.Simulations;

/// <summary>Simulations that wait their turn, and how people and hosts end them.</summary>
public sealed class SimulationQueueTests(PostgresFixture postgres)
{
    private const string Channels = "channel-thresholds";

    private readonly TestParcels _parcels = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Simulations_run_one_after_the_other_until_no_more_may_wait()
    {
        await using var host = await WithDraft();
        var started = new List<string> { await Start(host, "held") };
        await _parcels.Held;
        for (var i = 1; i < SimulationStore.Capacity; i++) started.Add(await Start(host));

        Assert.Equal("busy", (await host.Simulations.Start(Request(), Author, Cancellation)).Refusal!.Code);
        var states = (await host.Simulations.List("national", null, 50, Cancellation)).Reverse().Select(s => s.State).ToList();
        Assert.Equal(SimulationState.Running, states[0]);
        Assert.All(states.Skip(1), s => Assert.Equal(SimulationState.Queued, s));

        _parcels.Release();
        foreach (var id in started) Assert.Equal(SimulationState.Done, (await Ended(host, id)).State);
        Assert.Equal(SimulationState.Done, (await Ended(host, await Start(host))).State);
    }

    [Fact]
    public async Task Whoever_may_simulate_cancels_what_runs_and_what_waits_from_any_host()
    {
        await using var host = await WithDraft();
        await using var other = await host.OtherHost();
        var (running, waiting) = (await Start(host, "held", 100_000), await Start(host));
        await _parcels.Held;

        Assert.Equal("role", (await other.Simulations.Cancel(running, Administrator, Cancellation)).Refusal!.Code);
        Succeeded(await other.Simulations.Cancel(running, Approver, Cancellation));
        Succeeded(await host.Simulations.Cancel(waiting, Author, Cancellation));
        _parcels.Release();
        var after = await Ended(host, await Start(host));

        Assert.Equal(SimulationState.Done, after.State);
        foreach (var id in new[] { running, waiting })
        {
            var cancelled = (await host.Simulations.Find(id, Cancellation))!;
            Assert.Equal((SimulationState.Cancelled, null), (cancelled.State, cancelled.Report));
            Assert.True(cancelled.Done < cancelled.Total);
        }

        Assert.Equal("simulation-ended", (await host.Simulations.Cancel(after.Id, Author, Cancellation)).Refusal!.Code);
        Assert.Equal("unknown-simulation", (await host.Simulations.Cancel("none", Author, Cancellation)).Refusal!.Code);
    }

    [Fact]
    public async Task Who_waits_for_a_run_cancels_it_by_waiting_no_longer()
    {
        await using var host = await WithDraft();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var run = host.Simulations.Run(Request("held"), Author, patience.Token);
        await _parcels.Held;
        await patience.CancelAsync();
        _parcels.Release();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(SimulationState.Cancelled, Assert.Single(await host.Simulations.List("national", Channels, 50, Cancellation)).State);
    }

    [Fact]
    public async Task A_host_that_shuts_down_fails_what_it_had_started()
    {
        await using var other = await WithDraft();
        var host = await other.OtherHost();
        var (running, waiting) = (await Start(host, "held", 1_000_000), await Start(host));
        await _parcels.Held;
        var stopping = host.DisposeAsync();
        _parcels.Release();
        await stopping;

        foreach (var id in new[] { running, waiting })
        {
            var failed = (await other.Simulations.Find(id, Cancellation))!;
            Assert.Equal(SimulationState.Failed, failed.State);
            Assert.Contains("shut down", failed.Failure!.En, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_a_dead_host_left_is_failed_after_a_minute_without_a_sign_of_life()
    {
        await using var host = await WithDraft();
        await using var other = await host.OtherHost();
        var (running, waiting) = (await Start(host, "held"), await Start(host));
        await _parcels.Held;

        other.Clock.SetUtcNow(host.Clock.GetUtcNow().AddSeconds(30));
        Assert.Equal(0, await other.Simulations.EndAbandoned(Cancellation));
        other.Clock.SetUtcNow(host.Clock.GetUtcNow().AddMinutes(2));
        Assert.Equal(2, await other.Simulations.EndAbandoned(Cancellation));
        Assert.Equal(0, await other.Simulations.EndAbandoned(Cancellation));

        foreach (var id in new[] { running, waiting })
            Assert.Equal(SimulationState.Failed, (await other.Simulations.Find(id, Cancellation))!.State);
        _parcels.Release();
    }

    private async Task<StoreUnderTest> WithDraft()
    {
        var host = await postgres.NewStore(_parcels);
        await host.Begin(host.Clock.GetUtcNow().AddDays(-1));
        Succeeded(await host.Save("national", Channels, TestPolicies.Channel(2000)));
        return host;
    }

    private static SimulationRequest Request(string profile = "plain", int count = 30) =>
        new("national", SimulationCandidate.Of(Channels), new(Generated: new(count, 1, profile)));

    private static async Task<string> Start(StoreUnderTest host, string profile = "plain", int count = 30) =>
        Succeeded(await host.Simulations.Start(Request(profile, count), Author, Cancellation)).Id;

    private static async Task<StoredSimulation> Ended(StoreUnderTest host, string id)
    {
        while ((await host.Simulations.Find(id, Cancellation))!.IsOpen) await Task.Delay(20, Cancellation);
        return (await host.Simulations.Find(id, Cancellation))!;
    }
}
