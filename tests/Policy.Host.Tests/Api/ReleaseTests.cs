using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Policy.Host.Tests.Fixtures;

namespace Policy.Host.Tests.Api;

/// <summary>Publishing while parcels keep coming.</summary>
[Collection(PlatformTests.Collection)]
public sealed class ReleaseTests(RunningPlatform platform)
{
    private const string Zone = "/api/zones/guangzhou";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_release_takes_over_on_three_hosts_while_parcels_keep_coming_and_none_is_lost_or_mixed()
    {
        using var folder = new TemporaryFolder();
        await using var second = await Another("second");
        await using var third = await Another("third");
        HttpClient[] machines = [platform.Machine(), platform.Machine(second.Address), platform.Machine(third.Address)];
        var before = await InForce();
        var version = await platform.Approve("guangzhou", "channel-thresholds");
        using var stop = new CancellationTokenSource();
        var parcels = machines.SelectMany(machine => new[] { Stream(machine, stop.Token), Stream(machine, stop.Token) }).ToList();

        var (published, release) = await Publish(version);
        var clock = Stopwatch.StartNew();
        Assert.Equal(201, published);
        var number = release.GetProperty("number").GetInt32();
        foreach (var machine in machines)
            while (await InForce(machine) != number) Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), "It never takes over.");
        await stop.CancelAsync();
        var decided = (await Task.WhenAll(parcels)).SelectMany(d => d).ToList();

        Assert.All(decided, d => Assert.Equal(200, d.Status));
        var releases = decided.Select(d => Release(d.Body)).ToHashSet();
        Assert.Subset(new HashSet<int> { before, number }, releases.Select(r => r.Number).ToHashSet());
        Assert.Equal(releases.Count, releases.DistinctBy(r => r.Number).Count());

        // What each says it was decided by decides it again to the same bytes.
        foreach (var some in decided.GroupBy(d => Release(d.Body).Number).SelectMany(same => same.Take(20)))
        {
            var (_, replay) = await machines[0].Post($"/api/decisions/{some.Body.Text("declarationNo")}/replay", Declarations.Json("{}"));
            Assert.Equal("""{"same":true}""", replay.GetRawText());
        }

        await RollBack(before);

        Task<Platform> Another(string name) => Platform.Start(
            platform.SettingsOfAnother(Path.Combine(folder.Path, name), null, "--Policy:Roles=api"), Cancellation);
    }

    [Fact]
    public async Task Refusals_of_publishing_say_why()
    {
        var approver = await platform.As("approver");

        Assert.Equal(
            (422, "unknown-version"),
            await Refused(approver, "releases", """{"policies":[{"key":"clearance","version":999}],"comment":"x"}"""));
        Assert.Equal((404, "unknown-release"), await Refused(approver, "releases/999/rollback", """{"comment":"x"}"""));
        Assert.Equal(
            (400, "invalid"), await Refused(approver, "releases", """{"policies":[{"key":"a"}],"comment":"x"}"""));
        Assert.Equal((400, "invalid"), await Refused(approver, "releases", """{"policies":null,"comment":"x"}"""));
        Assert.Equal(
            (403, "forbidden"),
            await Refused(await platform.As("author"), "releases", """{"policies":[],"comment":"x"}"""));
    }

    private static async Task<(int Status, string? Code)> Refused(HttpClient client, string path, string body)
    {
        var (status, problem) = await client.Post($"{Zone}/{path}", Declarations.Json(body));
        return (status, problem.Text("code"));
    }

    private static JsonObject Now() =>
        Declarations.New(("zone", "guangzhou"), ("declaredAt", JsonValue.Create(TimeProvider.System.GetUtcNow())));

    private static (int Number, string? Hash) Release(JsonElement decision)
    {
        var release = decision.GetProperty("release");
        return (release.GetProperty("number").GetInt32(), release.Text("hash"));
    }

    private static async Task<List<(int Status, JsonElement Body)>> Stream(HttpClient machine, CancellationToken stop)
    {
        var decided = new List<(int, JsonElement)>();
        while (!stop.IsCancellationRequested) decided.Add(await machine.Decide(Now()));
        return decided;
    }

    private Task<int> InForce() => InForce(platform.Machine());

    private static async Task<int> InForce(HttpClient machine) => Release((await machine.Decide(Now())).Body).Number;

    private async Task<(int Status, JsonElement Release)> Publish(int version)
    {
        var body = $$"""{"policies":[{"key":"channel-thresholds","version":{{version}}}],"comment":"test"}""";
        return await (await platform.As("approver")).Post($"{Zone}/releases", Declarations.Json(body));
    }

    private static StringContent Comment() => Declarations.Json("""{"comment":"test"}""");

    private async Task RollBack(int number)
    {
        var (status, release) = await (await platform.As("approver")).Post($"{Zone}/releases/{number}/rollback", Comment());
        Assert.Equal(201, status);
        Assert.Equal("rolledBack", release.Text("cause"));
    }
}
