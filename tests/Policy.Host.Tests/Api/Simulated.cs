using Policy.Host.Tests.Fixtures;

namespace Policy.Host.Tests.Api;

/// <summary>Simulations that approvals ask for.</summary>
internal static class Simulated
{
    /// <summary>Simulates a draft on a few parcels and waits for the end.</summary>
    public static async Task Simulate(this RunningPlatform platform, string zone, string key)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var author = await platform.As("author");
        var request = $$$$"""
            {"zone":"{{{{zone}}}}","candidate":{"drafts":["{{{{key}}}}"]},"source":{"generated":{"count":5,"seed":1,"profile":"normal"}}}
            """;
        var (status, started) = await author.Post("/api/simulations", Declarations.Json(request));
        Assert.Equal(202, status);
        while (true)
        {
            var (_, simulation) = await author.Read($"/api/simulations/{started.Text("id")}");
            if (simulation.Text("state") == "done") return;
            Assert.Contains(simulation.Text("state"), new[] { "queued", "running" });
            await Task.Delay(50, cancellation);
        }
    }
}
