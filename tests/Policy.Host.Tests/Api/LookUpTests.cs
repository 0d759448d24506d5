using System.Text.Json;
using System.Text.Json.Nodes;
using Policy.Host.Tests.Fixtures;

namespace Policy.Host.Tests.Api;

[Collection(PlatformTests.Collection)]
public sealed class LookUpTests(RunningPlatform platform)
{
    [Fact]
    public async Task A_decision_is_found_as_it_was_answered()
    {
        var client = platform.Machine();
        var (_, decided) = await client.Decide(Declarations.New());

        var (status, found) = await client.Read($"/api/decisions/{decided.Text("declarationNo")}");

        Assert.Equal(200, status);
        foreach (var member in decided.EnumerateObject())
            Assert.Equal(member.Value.GetRawText(), found.GetProperty(member.Name).GetRawText());
        Assert.False(found.TryGetProperty("trace", out _));
    }

    [Fact]
    public async Task Personal_values_are_masked_with_and_without_trace()
    {
        var client = platform.Machine();
        var buyer = new JsonObject { ["idNumber"] = "990101199001010019", ["name"] = "欧阳示例" };
        var consignee = new JsonObject { ["name"] = "Agatha Example", ["country"] = "US" };
        var (_, decided) = await client.Decide(Declarations.New(("buyer", buyer), ("consignee", consignee)));

        var (_, found) = await client.Read($"/api/decisions/{decided.Text("declarationNo")}?trace=true");

        var text = found.GetRawText();
        foreach (var personal in (string[])["990101199001010019", "欧阳示例", "Agatha Example"])
            Assert.DoesNotContain(personal, text, StringComparison.Ordinal);
        Assert.Equal("US", found.GetProperty("declaration").GetProperty("consignee").Text("country"));
        Assert.NotEqual("", found.GetProperty("declaration").GetProperty("buyer").Text("idNumber"));
    }

    [Fact]
    public async Task A_trace_shows_every_step_and_the_rows_that_decided()
    {
        var client = platform.Machine();
        var (_, decided) = await client.Decide(Declarations.New());

        var (_, found) = await client.Read($"/api/decisions/{decided.Text("declarationNo")}?trace=true");

        var steps = found.GetProperty("trace").EnumerateArray().ToDictionary(s => s.Text("step")!);
        foreach (var reason in decided.GetProperty("reasons").EnumerateArray())
        {
            var items = Items(steps[reason.Text("step")!]);
            Assert.Contains(items, i => i.Text("id") == reason.Text("row") && i.GetProperty("decided").GetBoolean());
        }

        Assert.NotEmpty(steps.Values.SelectMany(Items));
    }

    [Fact]
    public async Task A_decision_replays_to_the_same_bytes()
    {
        var client = platform.Machine();
        foreach (var declaration in Declarations.Generated(20))
        {
            var (_, decided) = await client.Decide(declaration);

            var path = $"/api/decisions/{decided.Text("declarationNo")}/replay";
            var (status, replay) = await client.Post(path, Declarations.Json("{}"));

            Assert.Equal((200, """{"same":true}"""), (status, replay.GetRawText()));
        }
    }

    [Theory]
    [InlineData("/api/decisions/NOBODY", "unknown-declaration")]
    [InlineData("/api/decisions/NOBODY?trace=true", "unknown-declaration")]
    [InlineData("/api/nowhere", "not-found")]
    public async Task What_does_not_exist_is_a_problem(string path, string code)
    {
        var (status, problem) = await platform.Machine().Read(path);

        Assert.Equal((404, code), (status, problem.Text("code")));
    }

    [Fact]
    public async Task Search_pages_through_what_matches_newest_first()
    {
        var client = platform.Machine();
        var numbers = new List<string?>();
        for (var i = 0; i < 5; i++)
        {
            var (_, decided) = await client.Decide(Declarations.New(("zone", "qingdao")));
            numbers.Add(decided.Text("declarationNo"));
        }

        var found = new List<string?>();
        var after = "";
        while (found.Count < 5)
        {
            var (status, page) = await client.Read($"/api/decisions?zone=qingdao&take=2{after}");
            Assert.Equal(200, status);
            Assert.All(page.GetProperty("decisions").EnumerateArray(), d => Assert.Equal("qingdao", d.Text("zone")));
            found.AddRange(Numbers(page));
            after = $"&after={page.Text("next")}";
        }

        Assert.Equal(numbers.AsEnumerable().Reverse(), found.Take(5));
    }

    [Fact]
    public async Task Search_narrows_by_outcome_row_and_time()
    {
        var client = platform.Machine();
        var (_, decided) = await client.Decide(Declarations.New());
        var reasons = decided.GetProperty("reasons").EnumerateArray();
        var reason = reasons.First(r => r.GetProperty("row").ValueKind == JsonValueKind.String);
        var (outcome, row) = (decided.Text("outcome"), $"{reason.Text("document")}/{reason.Text("row")}");
        var at = Uri.EscapeDataString(decided.Text("decidedAt")!);

        var (_, page) = await client.Read($"/api/decisions?outcome={outcome}&row={row}&from={at}&take=500");
        Assert.Contains(decided.Text("declarationNo"), Numbers(page));

        var (_, before) = await client.Read($"/api/decisions?to={at}&take=500");
        Assert.DoesNotContain(decided.Text("declarationNo"), Numbers(before));
    }

    [Theory]
    [InlineData("take=0", "/take")]
    [InlineData("take=501", "/take")]
    [InlineData("take=x", "/take")]
    [InlineData("outcome=maybe", "/outcome")]
    [InlineData("from=yesterday", "/from")]
    [InlineData("to=2026-13-01", "/to")]
    [InlineData("zone=", "/zone")]
    [InlineData("row=a&row=b", "/row")]
    [InlineData("colour=red", "/colour")]
    [InlineData("after=%00", "/after")]
    [InlineData("after=nonsense", "/after")]
    public async Task A_bad_parameter_is_named(string query, string pointer)
    {
        var (status, problem) = await platform.Machine().Read($"/api/decisions?{query}");

        Assert.Equal(400, status);
        Assert.Equal([pointer], problem.Pointers());
    }

    private static IEnumerable<JsonElement> Items(JsonElement step) =>
        step.GetProperty("passes").EnumerateArray().SelectMany(p => p.GetProperty("items").EnumerateArray());

    private static IEnumerable<string?> Numbers(JsonElement page) =>
        page.GetProperty("decisions").EnumerateArray().Select(d => d.Text("declarationNo"));
}
