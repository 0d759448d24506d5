using System.Text.Json.Nodes;
using Policy.Host.Tests.Fixtures;

namespace Policy.Host.Tests.Api;

/// <summary>Versions that tests publish.</summary>
internal static class Approved
{
    /// <summary>Makes a version of a zone's policy that differs in the note of its first row or entry; its number.</summary>
    public static async Task<int> Approve(this RunningPlatform platform, string zone, string key, string items = "rows")
    {
        var policy = $"/api/zones/{zone}/policies/{key}";
        var author = await platform.As("author");
        var version = (await author.Read($"{policy}/versions/{(await author.Read($"{policy}/versions")).Body[0].Number("number")}")).Body;
        var changed = JsonNode.Parse(version.GetRawText())!.AsObject();
        changed[items]![0]!["note"] = $"Changed by a test {Guid.NewGuid()}";
        using var saved = await author.PutAsync(
            new Uri($"{policy}/draft", UriKind.Relative), Declarations.Json(changed), TestContext.Current.CancellationToken);
        saved.EnsureSuccessStatusCode();
        Assert.Equal(200, (await author.Post($"{policy}/draft/submit", Comment())).Status);
        await platform.Simulate(zone, key);
        var (status, approved) = await (await platform.As("approver")).Post($"{policy}/draft/approve", Comment());
        Assert.Equal(200, status);
        return approved.Number("number");
    }

    /// <summary>Publishes a version; the number of the release.</summary>
    public static async Task<int> Publish(this RunningPlatform platform, string zone, string key, int version, DateTimeOffset? from = null)
    {
        var body = new JsonObject
        {
            ["policies"] = new JsonArray(new JsonObject { ["key"] = key, ["version"] = version }),
            ["comment"] = "test",
        };
        if (from is { } instant) body["effectiveFrom"] = instant;
        var (status, release) = await (await platform.As("approver")).Post($"/api/zones/{zone}/releases", Declarations.Json(body));
        Assert.Equal(201, status);
        return release.Number("number");
    }

    private static StringContent Comment() => Declarations.Json("""{"comment":"test"}""");
}
