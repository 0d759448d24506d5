using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Policy.Host.Tests.Fixtures;

namespace Policy.Host.Tests.Api;

[Collection(PlatformTests.Collection)]
public sealed class DecideTests(RunningPlatform platform)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_declaration_of_the_contract_gets_a_decision_in_its_form()
    {
        var declaration = Declarations.New();

        var (status, decision) = await platform.Machine().Decide(declaration);

        Assert.Equal(200, status);
        Assert.Equal((string)declaration["declarationNo"]!, decision.Text("declarationNo"));
        Assert.Equal("hangzhou", decision.Text("zone"));
        Assert.Equal(7, Guid.Parse(decision.Text("decisionId")!).Version);
        Assert.Equal(TimeSpan.FromHours(8), decision.GetProperty("decidedAt").GetDateTimeOffset().Offset);
        Assert.StartsWith("sha256:", decision.GetProperty("release").Text("hash"), StringComparison.Ordinal);
        Assert.Contains(decision.Text("outcome"), (string[])["release", "inspect", "review", "return", "prohibit"]);
        Assert.Contains(decision.Text("channel"), (string[])["green", "red"]);
        foreach (var member in (string[])["negativeList", "credit", "tax", "sampling"])
            Assert.Equal(JsonValueKind.Object, decision.GetProperty(member).ValueKind);
        Assert.Equal(0, decision.GetProperty("faults").GetArrayLength());
        Assert.NotEqual(0, decision.GetProperty("reasons").GetArrayLength());
        Assert.InRange(decision.GetProperty("sampling").GetProperty("draw").GetDecimal(), 0m, 0.9999999999999999m);
    }

    [Fact]
    public async Task The_same_declaration_again_gets_the_same_bytes_however_it_is_written()
    {
        var declaration = Declarations.New();
        var first = await Bytes(declaration.ToJsonString());

        var backwards = declaration.Reverse().Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone()));
        var reordered = new JsonObject(backwards);
        Assert.Equal(first, await Bytes(declaration.ToJsonString()));
        Assert.Equal(first, await Bytes(reordered.ToJsonString(new JsonSerializerOptions { WriteIndented = true })));
    }

    [Fact]
    public async Task Other_content_under_a_decided_number_is_refused()
    {
        var declaration = Declarations.New();
        await platform.Machine().Decide(declaration);
        declaration["freight"] = 1;

        var (status, problem) = await platform.Machine().Decide(declaration);

        Assert.Equal((409, "declaration-decided"), (status, problem.Text("code")));
        Assert.Equal(["/declarationNo"], problem.Pointers());
    }

    [Fact]
    public async Task Requests_at_the_same_time_decide_once()
    {
        var declaration = Declarations.New().ToJsonString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Bytes(declaration)));

        Assert.Single(answers.Select(Encoding.UTF8.GetString).Distinct());
    }

    [Fact]
    public async Task Every_bad_field_is_named()
    {
        var declaration = Declarations.New(
            ("totalValue", -1), ("freight", "x"), ("direction", "sideways"), ("draw", 0.1), ("weight", 3));
        declaration.Remove("currency");
        declaration["goods"]![0]!["quantity"] = -2;
        declaration["goods"]![0]!["hsCode"] = 6109;
        declaration["enterprise"]!["violations12m"] = 0;

        var (status, problem) = await platform.Machine().Decide(declaration);

        Assert.Equal((400, "invalid"), (status, problem.Text("code")));
        Assert.Equal(
            [
                "/currency", "/direction", "/draw", "/enterprise/violations12m", "/freight",
                "/goods/0/hsCode", "/goods/0/quantity", "/totalValue", "/weight",
            ],
            problem.Pointers().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"x\"")]
    [InlineData("{\"zone\":\"hangzhou\",}")]
    [InlineData("{\"zone\":\"\\ud800\"}")]
    [InlineData("{\"a\":1}{\"b\":2}")]
    public async Task Malformed_bodies_are_answered_with_problems(string body)
    {
        var (status, problem) = await platform.Machine().Post("/api/decisions", Declarations.Json(body));

        Assert.Equal(400, status);
        Assert.NotEmpty(problem.Pointers());
    }

    [Theory]
    [InlineData("zone")]
    [InlineData("declaredAt")]
    [InlineData("declarationNo")]
    [InlineData("goods")]
    public async Task A_missing_required_member_is_named(string member)
    {
        var declaration = Declarations.New();
        declaration.Remove(member);

        var (status, problem) = await platform.Machine().Decide(declaration);

        Assert.Equal(400, status);
        Assert.Equal([$"/{member}"], problem.Pointers());
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("A\0B", true)]
    [InlineData("A/B", true)]
    [InlineData("A B", true)]
    [InlineData("..", true)]
    [InlineData("编号-1:2_3.", false)]
    public async Task A_number_that_cannot_be_looked_up_is_refused(string number, bool refused)
    {
        number = refused ? number : number + Declarations.Number();
        var (status, answer) = await platform.Machine().Decide(Declarations.New(("declarationNo", number)));

        Assert.Equal(refused ? 400 : 200, status);
        if (refused) Assert.Equal(["/declarationNo"], answer.Pointers());
        else Assert.Equal(200, (await platform.Machine().Read($"/api/decisions/{number}")).Status);
    }

    [Theory]
    [InlineData("2026-11-11")]
    [InlineData("2026-11-11T00:00:03")]
    [InlineData("yesterday")]
    public async Task An_instant_needs_time_and_offset(string declaredAt)
    {
        var (status, problem) = await platform.Machine().Decide(Declarations.New(("declaredAt", declaredAt)));

        Assert.Equal(400, status);
        Assert.Equal(["/declaredAt"], problem.Pointers());
    }

    [Theory]
    [InlineData("atlantis", "2026-11-11T00:00:03+08:00", "unknown-zone", "/zone")]
    [InlineData("hangzhou", "1999-01-01T00:00:00+08:00", "no-release-in-force", "/declaredAt")]
    public async Task A_zone_that_cannot_decide_is_refused(string zone, string declaredAt, string code, string pointer)
    {
        var declaration = Declarations.New(("zone", zone), ("declaredAt", declaredAt));

        var (status, problem) = await platform.Machine().Decide(declaration);

        Assert.Equal((422, code), (status, problem.Text("code")));
        Assert.Equal([pointer], problem.Pointers());
    }

    [Fact]
    public async Task Late_declarations_are_decided_by_the_release_of_their_day()
    {
        var numbers = new List<int>();
        foreach (var day in (string[])["2016-04-07", "2017-06-01", "2018-10-01", "2019-06-01", "2026-04-01"])
        {
            var (_, decision) = await platform.Machine().Decide(Declarations.New(("declaredAt", $"{day}T12:00:00+08:00")));
            numbers.Add(decision.GetProperty("release").GetProperty("number").GetInt32());
        }

        Assert.Equal(numbers.Distinct().Order(), numbers);
    }

    [Fact]
    public async Task Ten_thousand_goods_lines_are_refused_with_their_limit()
    {
        var declaration = Declarations.New();
        var line = declaration["goods"]![0]!.ToJsonString();
        declaration["goods"] = new JsonArray([.. Enumerable.Range(1, 10_000).Select(_ => JsonNode.Parse(line))]);

        var (status, problem) = await platform.Machine().Decide(declaration);

        Assert.Equal(400, status);
        Assert.Contains("/goods", problem.Pointers());
    }

    [Theory]
    [InlineData(10 * 1024 * 1024, 400)]
    [InlineData((10 * 1024 * 1024) + 1, 413)]
    [InlineData(30 * 1024 * 1024, 413)]
    public async Task A_huge_body_is_answered_and_the_host_keeps_serving(int bytes, int expected)
    {
        using var body = new StringContent(new string(' ', bytes - 2) + "{}");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/decisions") { Content = body };
        request.Headers.ExpectContinue = true;
        using var answer = await platform.Machine().SendAsync(request, Cancellation);

        Assert.Equal(expected, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(200, (await platform.Machine().Decide(Declarations.New())).Status);
    }

    [Fact]
    public async Task A_huge_body_without_a_length_is_refused()
    {
        using var content = new StreamContent(new EndlessStream(11 * 1024 * 1024));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/decisions") { Content = content };
        request.Headers.TransferEncodingChunked = true;
        using var answer = await platform.Machine().SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", true)]
    [InlineData("en-GB", false)]
    [InlineData("fr", false)]
    [InlineData("en;q=0.1, zh-Hans;q=0.9", true)]
    public async Task Messages_come_in_the_language_asked_for(string language, bool chinese)
    {
        var client = platform.Machine();
        client.DefaultRequestHeaders.Remove("Accept-Language");
        client.DefaultRequestHeaders.Add("Accept-Language", language);

        var (_, problem) = await client.Decide(Declarations.New(("totalValue", -1)));

        var message = problem.GetProperty("errors")[0].Text("message")!;
        Assert.Equal(chinese, message.Any(c => c is >= '\u4e00' and <= '\u9fff'));
    }

    private async Task<byte[]> Bytes(string declaration)
    {
        var address = new Uri("/api/decisions", UriKind.Relative);
        using var answer = await platform.Machine().PostAsync(address, Declarations.Json(declaration), Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsByteArrayAsync(Cancellation);
    }

    /// <summary>Spaces, whose number is not told in advance.</summary>
    private sealed class EndlessStream(int length) : MemoryStream
    {
        private int _left = length;

        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = Math.Min(buffer.Length, _left);
            buffer.Span[..count].Fill((byte)' ');
            _left -= count;
            return ValueTask.FromResult(count);
        }
    }
}
