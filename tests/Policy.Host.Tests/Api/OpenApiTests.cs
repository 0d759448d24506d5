using System.Net;
using System.Text.Json;
using Policy.Host.Tests.Fixtures;

namespace Policy.Host.Tests.Api;

[Collection(PlatformTests.Collection)]
public sealed class OpenApiTests(RunningPlatform platform)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_operation_of_the_api_has_a_summary()
    {
        var (status, document) = await platform.Machine().Read("/openapi/v1.json");

        Assert.Equal(200, status);
        var operations = document.GetProperty("paths").EnumerateObject()
            .Where(path => path.Name.StartsWith("/api/decisions", StringComparison.Ordinal) || path.Name.StartsWith("/api/zones", StringComparison.Ordinal)
                || path.Name.StartsWith("/api/simulations", StringComparison.Ordinal))
            .SelectMany(path => path.Value.EnumerateObject().Where(o => o.Value.ValueKind == JsonValueKind.Object).Select(o => (Path: $"{o.Name} {path.Name}", o.Value)))
            .ToList();
        Assert.True(operations.Count >= 21);
        Assert.All(operations, o => Assert.True(o.Value.TryGetProperty("summary", out _), o.Path));
        var decide = document.GetProperty("paths").GetProperty("/api/decisions").GetProperty("post");
        var example = decide.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example");
        Assert.Equal("HZ2026110000001", example.Text("declarationNo"));
    }

    [Fact]
    public async Task A_page_to_read_it_is_served()
    {
        using var answer = await platform.Machine().GetAsync(new Uri("/scalar/", UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("GET", "/api/decisions", 401, "unauthenticated")]
    [InlineData("POST", "/api/decisions", 401, "unauthenticated")]
    [InlineData("DELETE", "/api/decisions", 405, "method-not-allowed")]
    [InlineData("GET", "/api", 404, "not-found")]
    [InlineData("GET", "/api/zones/x/y/z", 404, "not-found")]
    public async Task Errors_of_routing_and_sign_in_are_problems_whatever_is_accepted(string method, string path, int status, string code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await platform.Anonymous().SendAsync(request, Cancellation);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(code, problem.Text("code"));
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Equal($"urn:policy:problem:{code}", problem.Text("type"));
    }
}
