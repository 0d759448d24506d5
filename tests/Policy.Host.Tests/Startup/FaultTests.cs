using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Policy.Host.Embedded;
using Policy.Host.Tests.Api;
using Policy.Host.Tests.Fixtures;
using Policy.Rules;
using Policy.Rules.Releases;

namespace Policy.Host.Tests.Startup;

/// <summary>A host on a database that is killed and started.</summary>
public sealed class FaultTests(InstalledPlatform installed) : IClassFixture<InstalledPlatform>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_the_database_nothing_is_decided_and_with_it_all_goes_on()
    {
        using var folder = await installed.Copy();
        await using var database = await EmbeddedPostgres.Start(
            new EmbeddedPostgresOptions { DataFolder = Path.Combine(folder.Path, "postgres") }, Cancellation);
        string[] settings = [$"--ConnectionStrings:Policy={database.ConnectionString}", "--urls=http://127.0.0.1:0", "--Logging:Console:LogLevel:Default=None"];
        await using var host = await Platform.Start([$"--Policy:Data={folder.Path}", .. settings], Cancellation);
        using var client = Client(folder, host.Address);
        Assert.Equal(200, (await client.Decide(Declarations.New())).Status);

        await database.Kill();
        var (status, problem) = await client.Decide(Declarations.New());
        Assert.Equal((503, "log-unavailable"), (status, problem.Text("code")));
        (status, problem) = await client.Read("/api/zones/hangzhou/policies");
        Assert.Equal((503, "store-unavailable"), (status, problem.Text("code")));
        Assert.Equal(HttpStatusCode.OK, await Status(client, "/health/live"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Status(client, "/health/ready"));

        await database.Restart(Cancellation);
        await Until(async () => (await client.Decide(Declarations.New())).Status == 200);
        await Until(async () => await Status(client, "/health/ready") == HttpStatusCode.OK);
        await PublishingIsFollowed(host, client);
    }

    private static async Task PublishingIsFollowed(Platform host, HttpClient client)
    {
        var store = host.Services.GetRequiredService<PolicyStore>();
        var by = new Actor("approver", Role.Approver);
        var release = await store.Execute(new WithdrawPolicies("guangzhou", ["channel-thresholds"], null, "test", by), Cancellation);
        Assert.True(release.Succeeded, release.Refusal?.Message.En);
        await Until(async () =>
        {
            var now = TimeProvider.System.GetUtcNow();
            var (status, decision) = await client.Decide(Declarations.New(("zone", "guangzhou"), ("declaredAt", now)));
            return status == 200 && decision.GetProperty("release").GetProperty("number").GetInt32() == release.Value!.Number;
        });
        await Until(async () => (await store.Activations("guangzhou", Cancellation)).ContainsKey(release.Value!.Number));
    }

    private static async Task<HttpStatusCode> Status(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        return answer.StatusCode;
    }

    private static HttpClient Client(TemporaryFolder folder, Uri address)
    {
        var accounts = JsonElement.Parse(File.ReadAllText(Path.Combine(folder.Path, "demo-accounts.json")));
        var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Add("X-Api-Key", accounts.Text("apiKey"));
        return client;
    }

    private static async Task Until(Func<Task<bool>> done)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (!await done()) await Task.Delay(100, patience.Token);
    }
}
