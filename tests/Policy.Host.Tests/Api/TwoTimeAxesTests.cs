using System.Globalization;
using System.Text.Json;
using Policy.Host.Tests.Fixtures;

namespace Policy.Host.Tests.Api;

/// <summary>What applied at one instant, as known at another.</summary>
[Collection(PlatformTests.Collection)]
public sealed class TwoTimeAxesTests(RunningPlatform platform)
{
    private const string Zone = "/api/zones/qingdao";

    [Fact]
    public async Task What_was_recorded_later_applied_then_and_was_not_known_before()
    {
        var auditor = await platform.As("auditor");
        var approver = await platform.As("approver");
        var before = await InForce(auditor, "");
        var (key, released) = Own(before);
        var known = Text(TimeProvider.System.GetUtcNow());

        var (status, withdrawn) = await approver.Post(
            $"{Zone}/releases/withdraw", Declarations.Json($$"""{"policies":["{{key}}"],"comment":"for a while"}"""));
        Assert.Equal(201, status);
        var then = Text(withdrawn.GetProperty("effectiveFrom").GetDateTimeOffset());
        var number = withdrawn.GetProperty("number").GetInt32();

        Assert.Equal(number, Number(await InForce(auditor, $"?at={then}")));
        Assert.Equal(Number(before), Number(await InForce(auditor, $"?at={then}&recorded={known}")));
        Assert.Equal(Number(before), Number(await InForce(auditor, $"?at={known}")));

        Assert.Equal(released, Layers(await Policy(auditor, key, $"?at={then}&recorded={known}")));
        Assert.NotEqual(released, Layers(await Policy(auditor, key, $"?at={then}")));
        var listed = (await auditor.Read($"{Zone}/policies?recorded={known}")).Body.EnumerateArray()
            .Single(p => p.Text("key") == key);
        Assert.Equal(released, listed.GetProperty("inForceLayers").GetRawText());

        Assert.Equal(201, (await approver.Post(
            $"{Zone}/releases/{Number(before)}/rollback", Declarations.Json("""{"comment":"back"}"""))).Status);
    }

    [Theory]
    [InlineData("releases/in-force?at=1990-01-01", 404, "no-release")]
    [InlineData("releases/in-force?recorded=1990-01-01", 404, "no-release")]
    [InlineData("policies/clearance?at=1990-01-01", 404, "unknown-policy")]
    [InlineData("policies?at=yesterday", 400, "invalid")]
    [InlineData("releases/in-force?when=2026-01-01", 400, "invalid")]
    public async Task A_question_without_an_answer_is_told_why(string question, int status, string code)
    {
        var answer = await (await platform.As("auditor")).Read($"{Zone}/{question}");
        Assert.Equal((status, code), (answer.Status, answer.Body.Text("code")));
    }

    private static async Task<JsonElement> InForce(HttpClient client, string query)
    {
        var (status, body) = await client.Read($"{Zone}/releases/in-force{query}");
        Assert.Equal(200, status);
        return body;
    }

    private static async Task<JsonElement> Policy(HttpClient client, string key, string query) =>
        (await client.Read($"{Zone}/policies/{key}{query}")).Body;

    private static string Layers(JsonElement policy) =>
        policy.TryGetProperty("inForce", out var inForce) && inForce.ValueKind == JsonValueKind.Object ? inForce.GetProperty("layers").GetRawText() : "";

    private static int Number(JsonElement release) => release.GetProperty("number").GetInt32();

    private static (string Key, string Layers) Own(JsonElement release) => release.GetProperty("entries").EnumerateArray()
        .Where(e => e.GetProperty("layers").EnumerateArray().Last().Text("zone") == "qingdao")
        .Select(e => (e.Text("key")!, e.GetProperty("layers").GetRawText())).First();

    private static string Text(DateTimeOffset instant) =>
        Uri.EscapeDataString(instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));
}
