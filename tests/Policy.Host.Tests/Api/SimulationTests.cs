using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Policy.Host.Tests.Fixtures;

namespace Policy.Host.Tests.Api;

/// <summary>Simulations over the API: started, followed, listed, cancelled.</summary>
[Collection(PlatformTests.Collection)]
public sealed class SimulationTests(RunningPlatform platform)
{
    private const string Key = "channel-thresholds";

    private static Uri Simulations { get; } = new("/api/simulations", UriKind.Relative);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_simulation_is_started_followed_to_its_report_and_listed()
    {
        var author = await platform.As("author");
        await using var draft = await Stricter(author, "qingdao");

        using var started = await author.PostAsync(Simulations, Declarations.Json(Request("qingdao", 400)), Cancellation);
        var id = (await started.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).Text("id");
        Assert.Equal((202, $"/api/simulations/{id}"), ((int)started.StatusCode, started.Headers.Location!.OriginalString));
        var done = await Ended(id);

        Assert.Equal("done", done.Text("state"));
        Assert.Equal((400, 400), (done.GetProperty("done").GetInt32(), done.GetProperty("total").GetInt32()));
        var report = done.GetProperty("report");
        Assert.InRange(report.GetProperty("changed").GetInt32(), 1, 400);
        Assert.Equal(400, report.GetProperty("outcomes").EnumerateArray().Sum(o => o.GetProperty("count").GetInt32()));
        var green = report.GetProperty("kpis").EnumerateArray().Single(k => k.Text("name") == "share.green");
        Assert.True(green.GetProperty("after").GetDecimal() < green.GetProperty("before").GetDecimal());
        var row = report.GetProperty("byRow").EnumerateArray().First(r => r.Text("document") == Key);
        Assert.True(row.GetProperty("before").GetInt32() >= 0 && row.GetProperty("after").GetInt32() >= 0);
        var example = report.GetProperty("examples")[0];
        Assert.Equal(["declarationNo", "before", "after", "reasons"], example.EnumerateObject().Select(m => m.Name));
        Assert.NotEmpty(example.GetProperty("reasons").EnumerateArray());

        var auditor = await platform.As("auditor");
        var (_, list) = await auditor.Read($"/api/simulations?zone=qingdao&key={Key}");
        Assert.Equal(id, list[0].Text("id"));
        Assert.Equal(JsonValueKind.Null, list[0].GetProperty("report").ValueKind);
        Assert.Empty((await auditor.Read("/api/simulations?zone=qingdao&key=credit-grade")).Body.EnumerateArray());
    }

    [Fact]
    public async Task A_simulation_that_runs_is_cancelled()
    {
        var author = await platform.As("author");
        using var started = await author.PostAsync(
            Simulations, Declarations.Json("""{"zone":"hangzhou","candidate":{"release":1},"source":{"generated":{"count":1000000,"seed":1,"profile":"normal"}}}"""), Cancellation);
        var id = (await started.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).Text("id");

        using var cancelled = await author.DeleteAsync(Address(id), Cancellation);
        Assert.Equal(204, (int)cancelled.StatusCode);
        Assert.Equal("cancelled", (await Ended(id)).Text("state"));
        using var again = await author.DeleteAsync(Address(id), Cancellation);
        Assert.Equal(409, (int)again.StatusCode);
    }

    [Fact]
    public async Task Bad_requests_name_every_bad_field_and_the_rest_says_why()
    {
        var author = await platform.As("author");

        var (status, problem) = await Post(author, """
            {"zone":"Q","candidate":{"drafts":[],"release":0},"source":{"generated":{"count":0,"seed":1,"profile":"odd"}}}
            """);
        Assert.Equal((400, "invalid"), (status, problem.Text("code")));
        Assert.Equal(
            ["/zone", "/candidate", "/candidate/release", "/candidate/drafts", "/source/generated/count", "/source/generated/profile"],
            problem.Pointers());
        Assert.Equal((422, "no-uploads"), await Code(author, """{"zone":"hangzhou","candidate":{"release":1},"source":{"upload":"u1"}}"""));
        Assert.Equal((404, "unknown-zone"), await Code(author, Request("atlantis", 1)));
        Assert.Equal((404, "unknown-release"), await Code(author, """{"zone":"hangzhou","candidate":{"release":999},"source":{"generated":{"count":1,"seed":1,"profile":"normal"}}}"""));
        Assert.Equal((400, "invalid"), await Code(author, """{"zone":"hangzhou"}"""));
        Assert.Equal((404, "unknown-simulation"), await Code(await author.GetAsync(Address("none"), Cancellation)));
        Assert.Equal((404, "unknown-simulation"), await Code(await author.DeleteAsync(Address("none"), Cancellation)));
        Assert.Equal((400, "invalid"), await Code(await author.GetAsync(new Uri("/api/simulations?take=0&odd=1", UriKind.Relative), Cancellation)));
    }

    private static Uri Address(string? id) => new($"/api/simulations/{id}", UriKind.Relative);

    private static string Request(string zone, int count) =>
        $$$$"""{"zone":"{{{{zone}}}}","candidate":{"drafts":["{{{{Key}}}}"]},"source":{"generated":{"count":{{{{count}}}},"seed":1,"profile":"normal"}}}""";

    // A draft that sends all exports above 1 yuan to the red channel.
    private async Task<SavedDraft> Stricter(HttpClient author, string zone)
    {
        var policy = $"/api/zones/{zone}/policies/{Key}";
        var overlay = JsonNode.Parse((await author.Read($"{policy}/versions/1")).Body.GetRawText())!;
        var row = overlay["rows"]!.AsArray().Single(r => (string?)r!["id"] == "C40")!;
        row["when"]!.AsArray()[^1] = "> 1";
        return await SavedDraft.Of(platform, policy, overlay);
    }

    private async Task<JsonElement> Ended(string? id)
    {
        var auditor = await platform.As("auditor");
        while (true)
        {
            var (_, simulation) = await auditor.Read($"/api/simulations/{id}");
            if (simulation.Text("state") is not ("queued" or "running")) return simulation;
            await Task.Delay(50, Cancellation);
        }
    }

    private static async Task<(int Status, JsonElement Problem)> Post(HttpClient client, string body)
    {
        using var answer = await client.PostAsync(Simulations, Declarations.Json(body), Cancellation);
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation));
    }

    private static async Task<(int, string?)> Code(HttpClient client, string body)
    {
        var (status, problem) = await Post(client, body);
        return (status, problem.Text("code"));
    }

    private static async Task<(int, string?)> Code(HttpResponseMessage answer)
    {
        using (answer) return ((int)answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).Text("code"));
    }
}
