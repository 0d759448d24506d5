using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Policy.Host.Tests.Fixtures;

namespace Policy.Host.Tests.Api;

/// <summary>An answered decision is there for good, whatever is killed.</summary>
public sealed class DurabilityTests(InstalledPlatform installed) : IClassFixture<InstalledPlatform>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answered_decisions_survive_killing_host_and_database_and_replay_to_the_same_bytes()
    {
        using var folder = await installed.Copy();
        var answered = new List<JsonElement>();
        await using (var host = HostProcess.Start(folder.Path))
        {
            using var client = Client(folder, await host.Ready(Cancellation));
            var deciding = Declarations.Generated(2_000).Chunk(500).Select(part => Collect(client, part)).ToList();
            while (!Monitor(() => answered.Count >= 200)) await Task.Yield();
            var server = Database(folder);
            await host.Kill(Cancellation);
            server.Kill();
            await Task.WhenAll(deciding);
        }

        Assert.InRange(answered.Count, 200, 1_999);
        await using var again = HostProcess.Start(folder.Path);
        using var reader = Client(folder, await again.Ready(Cancellation));
        foreach (var decision in answered)
        {
            var number = decision.Text("declarationNo");
            var (status, found) = await reader.Read($"/api/decisions/{number}");
            Assert.Equal(200, status);
            foreach (var member in decision.EnumerateObject())
                Assert.Equal(member.Value.GetRawText(), found.GetProperty(member.Name).GetRawText());
            var (_, replay) = await reader.Post($"/api/decisions/{number}/replay", Declarations.Json("{}"));
            Assert.Equal("""{"same":true}""", replay.GetRawText());
        }

        bool Monitor(Func<bool> condition)
        {
            lock (answered) return condition();
        }

        async Task Collect(HttpClient client, System.Text.Json.Nodes.JsonObject[] declarations)
        {
            foreach (var declaration in declarations)
            {
                try
                {
                    var (status, decision) = await client.Decide(declaration);
                    if (status == 200) lock (answered) answered.Add(decision);
                }
                catch (HttpRequestException)
                {
                    return; // Killed: this one was not answered.
                }
            }
        }
    }

    private static HttpClient Client(TemporaryFolder folder, Uri address)
    {
        var accounts = JsonElement.Parse(File.ReadAllText(Path.Combine(folder.Path, "demo-accounts.json")));
        var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Add("X-Api-Key", accounts.Text("apiKey"));
        return client;
    }

    private static Process Database(TemporaryFolder folder)
    {
        var file = Directory.EnumerateFiles(folder.Path, "postmaster.pid", SearchOption.AllDirectories).Single();
        return Process.GetProcessById(int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture));
    }
}
