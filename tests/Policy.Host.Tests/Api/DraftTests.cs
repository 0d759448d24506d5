using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Policy.Host.Tests.Fixtures;

namespace Policy.Host.Tests.Api;

[Collection(PlatformTests.Collection)]
public sealed class DraftTests(RunningPlatform platform)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_first_draft_needs_no_precondition_and_reports_its_problems()
    {
        var key = NewKey();

        var (status, etag, body) = await Save(key, Table(key).Replace("\"then\"", "\"than\"", StringComparison.Ordinal));

        Assert.Equal(200, status);
        Assert.Equal($"\"{body.Text("etag")}\"", etag);
        var problem = body.GetProperty("problems").EnumerateArray().First(p => p.Text("pointer") == "/rows/0/than");
        Assert.Equal("error", problem.Text("severity"));
        Assert.Contains("than", problem.Text("message")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Saving_needs_the_etag_of_the_draft()
    {
        var key = NewKey();
        var (_, first, _) = await Save(key, Table(key), ifNoneMatch: "*");
        var (_, second, _) = await Save(key, Table(key) + " ", ifMatch: first);
        Assert.NotEqual(first, second);

        Assert.Equal((428, "if-match-required"), await Refused(key));
        Assert.Equal((412, "stale-draft"), await Refused(key, ifMatch: first));
        Assert.Equal((412, "stale-draft"), await Refused(key, ifMatch: "W/" + second));
        Assert.Equal((412, "stale-draft"), await Refused(key, ifNoneMatch: "*"));
        Assert.Equal((412, "stale-draft"), await Refused(NewKey(), ifMatch: second));
        Assert.Equal((412, "stale-draft"), await Refused(NewKey(), ifMatch: "*"));

        Assert.Equal(200, (await Save(key, Table(key), ifMatch: "*")).Status);
    }

    [Fact]
    public async Task Broken_json_is_kept_and_given_back_as_it_was()
    {
        var key = NewKey();
        var (status, etag, body) = await Save(key, "{\"kind\":");

        Assert.Equal(200, status);
        Assert.Equal("PE1001", body.GetProperty("problems")[0].Text("code"));
        using var answer = await (await platform.As("auditor")).GetAsync(Address(key), Cancellation);
        var policy = JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal("{\"kind\":", policy.GetProperty("draft").Text("text"));
        Assert.Equal(etag, answer.Headers.ETag!.Tag);
    }

    [Theory]
    [InlineData("Not-Kebab", 422, "invalid-key")]
    [InlineData("a_b", 422, "invalid-key")]
    public async Task A_bad_key_is_refused(string key, int status, string code)
    {
        var (actual, _, problem) = await Save(key, "{}");

        Assert.Equal((status, code), (actual, problem.Text("code")));
    }

    [Fact]
    public async Task Unknown_zones_and_policies_are_problems()
    {
        var reader = await platform.As("auditor");

        foreach (var path in (string[])["/api/zones/atlantis", "/api/zones/atlantis/policies", "/api/zones/atlantis/policies/x",
            "/api/zones/atlantis/policies/x/versions", "/api/zones/atlantis/releases"])
            Assert.Equal((404, "unknown-zone"), await Code(reader, path));
        foreach (var path in (string[])["/api/zones/hangzhou/policies/x", "/api/zones/hangzhou/policies/x/versions"])
            Assert.Equal((404, "unknown-policy"), await Code(reader, path));
        Assert.Equal((404, "unknown-version"), await Code(reader, "/api/zones/national/policies/clearance/versions/99"));
        Assert.Equal((404, "not-found"), await Code(reader, "/api/zones/national/policies/clearance/versions/one"));
    }

    [Fact]
    public async Task Lists_show_zones_policies_and_versions()
    {
        var reader = await platform.As("auditor");

        var (_, zones) = await reader.Read("/api/zones");
        Assert.Equal("national", zones[0].Text("key"));
        Assert.Contains("zhangjiagang", zones.EnumerateArray().Select(z => z.Text("key")));
        Assert.Equal("hangzhou", (await reader.Read("/api/zones/zhangjiagang")).Body.Text("parent"));

        var (_, policies) = await reader.Read("/api/zones/hangzhou/policies");
        Assert.Contains("clearance", policies.EnumerateArray().Select(p => p.Text("key")));

        var (_, policy) = await reader.Read("/api/zones/national/policies/clearance");
        Assert.Equal("flow", policy.GetProperty("inForce").GetProperty("document").Text("kind"));

        var (_, versions) = await reader.Read("/api/zones/national/policies/clearance/versions");
        var newest = versions[0].GetProperty("number").GetInt32();
        var (_, document) = await reader.Read($"/api/zones/national/policies/clearance/versions/{newest}");
        Assert.Equal("clearance", document.Text("key"));

        var (_, releases) = await reader.Read("/api/zones/hangzhou/releases");
        Assert.True(releases[0].GetProperty("number").GetInt32() >= releases.GetArrayLength());
        Assert.StartsWith("sha256:", releases[0].Text("hash"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_person_approves_and_the_refusals_say_why_not()
    {
        var key = NewKey();
        var (author, approver) = (await platform.As("author"), await platform.As("approver"));
        Assert.Equal((409, "no-draft"), await Post(author, key, "draft/submit"));
        await Save(key, Table(key));
        Assert.Equal((409, "not-submitted"), await Post(approver, key, "draft/approve"));
        Assert.Equal((403, "forbidden"), await Post(author, key, "draft/approve"));

        Assert.Equal((200, null), await Post(author, key, "draft/submit"));
        Assert.Equal((200, null), await Post(approver, key, "draft/reject"));
        Assert.Equal((200, null), await Post(author, key, "draft/submit"));
        Assert.Equal((409, "no-simulation"), await Post(approver, key, "draft/approve"));
        await platform.Simulate("hangzhou", key);
        Assert.Equal((200, null), await Post(approver, key, "draft/approve"));

        var (_, versions) = await approver.Read($"/api/zones/hangzhou/policies/{key}/versions");
        Assert.Equal([1], versions.EnumerateArray().Select(v => v.GetProperty("number").GetInt32()));
        Assert.Equal("approver", versions[0].Text("approvedBy"));
    }

    [Fact]
    public async Task The_approver_is_bound_to_what_he_has_seen_and_a_draft_can_be_given_up()
    {
        var key = NewKey();
        var (author, approver) = (await platform.As("author"), await platform.As("approver"));
        await Save(key, Table(key));
        Assert.Equal((200, null), await Post(author, key, "draft/submit"));
        await platform.Simulate("hangzhou", key);
        var (_, policy) = await approver.Read(Address(key));
        var grounds = policy.GetProperty("draft").GetProperty("submission").GetProperty("grounds");
        Assert.StartsWith("sha256:", grounds.Text("candidate"), StringComparison.Ordinal);

        var (status, problem) = await approver.Post($"{Address(key)}/draft/approve", Declarations.Json("""{"comment":"x","grounds":"sha256:other"}"""));
        Assert.Equal((409, "stale-review"), (status, problem.Text("code")));

        var draft = new Uri($"{Address(key)}/draft", UriKind.Relative);
        using var unconditional = await author.DeleteAsync(draft, Cancellation);
        Assert.Equal(428, (int)unconditional.StatusCode);
        using var discard = new HttpRequestMessage(HttpMethod.Delete, draft);
        discard.Headers.IfMatch.ParseAdd($"\"{policy.GetProperty("draft").Text("etag")}\"");
        using var discarded = await author.SendAsync(discard, Cancellation);
        Assert.Equal(204, (int)discarded.StatusCode);
    }

    [Fact]
    public async Task Comments_are_made_and_settled()
    {
        var key = NewKey();
        var (author, approver) = (await platform.As("author"), await platform.As("approver"));
        Assert.Equal((404, "unknown-policy"), Code(await approver.Post($"{Address(key)}/comments", Declarations.Json("""{"text":"x"}"""))));
        await Save(key, Table(key));

        var (status, open) = await approver.Post(
            $"{Address(key)}/comments", Declarations.Json("""{"text":"why?","row":"R1","column":"totalValue"}"""));
        Assert.Equal((200, "why?"), (status, open[0].Text("text")));
        Assert.Equal((422, "invalid-text"), Code(await approver.Post($"{Address(key)}/comments", Declarations.Json("""{"text":" "}"""))));
        var (_, left) = await author.Post($"{Address(key)}/comments/1/resolve", Comment());
        Assert.Equal(0, left.GetArrayLength());
        Assert.Equal((404, "unknown-comment"), Code(await author.Post($"{Address(key)}/comments/1/resolve", Comment())));
    }

    [Fact]
    public async Task An_edit_that_was_overtaken_is_merged_or_shown_beside_the_other()
    {
        var key = NewKey();
        var author = await platform.As("author2");
        var (_, start, _) = await Save(key, Table(key));
        await Save(key, Table(key).Replace("\"facts\"", "\"title\":{\"zh-CN\":\"一\",\"en\":\"One\"},\"facts\"", StringComparison.Ordinal), ifMatch: start);

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{Address(key)}/draft/merge", UriKind.Relative))
        {
            Content = Declarations.Json(Table(key)),
        };
        request.Headers.IfMatch.ParseAdd(start!);
        using var answer = await author.SendAsync(request, Cancellation);
        var merge = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);

        Assert.True(merge.GetProperty("merged").GetBoolean());
        Assert.Contains("One", merge.Text("text"), StringComparison.Ordinal);
        Assert.Equal((404, "unknown-draft"), Code(await author.Post($"{Address(NewKey())}/draft/merge", Declarations.Json("{}"))));
    }

    [Fact]
    public async Task A_draft_with_errors_cannot_be_submitted()
    {
        var key = NewKey();
        await Save(key, Table(key).Replace("totalValue", "totalWorth", StringComparison.Ordinal));

        var (status, problem) = await (await platform.As("author")).Post($"{Address(key)}/draft/submit", Comment());

        Assert.Equal((422, "errors"), (status, problem.Text("code")));
        Assert.Contains("/inputs/0/expression", problem.Pointers());
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("{", "")]
    [InlineData("{}", "")]
    [InlineData("{\"comment\":1}", "/comment")]
    [InlineData("{\"comment\":null}", "/comment")]
    [InlineData("{\"comment\":\"x\",\"more\":1}", "/more")]
    public async Task A_bad_body_is_named(string body, string pointer)
    {
        var (status, problem) = await (await platform.As("author")).Post(
            "/api/zones/hangzhou/policies/any/draft/submit", Declarations.Json(body));

        Assert.Equal(400, status);
        Assert.Equal([pointer], problem.Pointers());
    }

    [Theory]
    [InlineData("while (true) {}")]
    [InlineData("const a = []; for (;;) a.push('x'.repeat(100000));")]
    [InlineData("function f() { return f(); } f();")]
    public async Task A_script_that_never_ends_gets_a_clear_answer_and_the_host_keeps_serving(string body)
    {
        var key = NewKey();
        var script = new JsonObject
        {
            ["kind"] = "script",
            ["key"] = key,
            ["facts"] = "declaration",
            ["outputs"] = new JsonArray(new JsonObject { ["name"] = "ok", ["type"] = "boolean" }),
            ["source"] = $"function decide(facts) {{ {body} return {{ ok: true }}; }}",
            ["cases"] = new JsonArray(new JsonObject
            {
                ["id"] = "C1",
                ["facts"] = Declarations.New(),
                ["expect"] = new JsonObject { ["ok"] = true },
            }),
        };
        var (status, _, _) = await Save(key, script.ToJsonString());
        Assert.Equal(200, status);

        var serving = platform.Machine().Decide(Declarations.New());
        var (submitted, problem) = await (await platform.As("author")).Post($"{Address(key)}/draft/submit", Comment());

        Assert.Equal(422, submitted);
        Assert.Contains(problem.Text("code"), (string[])["cases-failing", "errors"]);
        Assert.NotEmpty(problem.Pointers());
        Assert.Equal(200, (await serving).Status);
    }

    private static string NewKey() => $"draft-{Guid.NewGuid():N}"[..20];

    private static string Table(string key) => $$"""
        {"kind":"decisionTable","key":"{{key}}","facts":"declaration","inputs":[{"expression":"totalValue"}],
         "outputs":[{"name":"high","type":"boolean","default":"false"}],"rows":[{"id":"R1","when":[">5000"],"then":["true"]}]}
        """;

    private static string Address(string key) => $"/api/zones/hangzhou/policies/{key}";

    private static StringContent Comment() => Declarations.Json("""{"comment":"test"}""");

    private static (int Status, string? Code) Code((int Status, JsonElement Body) answer) => (answer.Status, answer.Body.Text("code"));

    private static async Task<(int Status, string? Code)> Code(HttpClient client, string path)
    {
        var (status, body) = await client.Read(path);
        return (status, body.Text("code"));
    }

    private static async Task<(int Status, string? Code)> Post(HttpClient client, string key, string command)
    {
        var (status, body) = await client.Post($"{Address(key)}/{command}", Comment());
        return (status, status < 400 ? null : body.Text("code"));
    }

    private async Task<(int Status, string? Code)> Refused(string key, string? ifMatch = null, string? ifNoneMatch = null)
    {
        var (status, _, body) = await Save(key, Table(key), ifMatch, ifNoneMatch);
        return (status, body.Text("code"));
    }

    private async Task<(int Status, string? ETag, JsonElement Body)> Save(
        string key, string text, string? ifMatch = null, string? ifNoneMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{Address(key)}/draft") { Content = Declarations.Json(text) };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (ifNoneMatch is not null) request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        using var answer = await (await platform.As("author")).SendAsync(request, Cancellation);
        var body = JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(Cancellation));
        return ((int)answer.StatusCode, answer.Headers.ETag?.Tag, body);
    }
}
