using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Policy.Host.Tests.Fixtures;

namespace Policy.Host.Tests.Security;

[Collection(PlatformTests.Collection)]
public sealed class RightsTests(RunningPlatform running)
{
    private static readonly string[] Callers = ["machine", "author", "approver", "auditor", "operator", "administrator"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A request for each right, and the callers who have it.</summary>
    public static TheoryData<string, string, string[]> Requests => new()
    {
        { "GET", "/api/zones", Callers },
        { "GET", "/api/decisions", Callers },
        { "POST", "/api/decisions", ["machine", "operator"] },
        { "POST", "/api/decisions/batch", ["machine", "operator"] },
        { "PUT", "/api/zones/national/policies/nothing/draft", ["author"] },
        { "POST", "/api/zones/national/policies/nothing/draft/submit", ["author"] },
        { "POST", "/api/zones/national/policies/nothing/draft/approve", ["approver"] },
        { "POST", "/api/zones/national/policies/nothing/draft/reject", ["approver"] },
        { "POST", "/api/zones/national/policies/nothing/draft/merge", ["author"] },
        { "DELETE", "/api/zones/national/policies/nothing/draft", ["author"] },
        { "POST", "/api/zones/national/policies/nothing/comments", ["author", "approver"] },
        { "POST", "/api/zones/national/policies/nothing/comments/1/resolve", ["author", "approver"] },
        { "POST", "/api/zones/national/releases/withdraw", ["approver"] },
        { "POST", "/api/zones/national/releases", ["approver"] },
        { "POST", "/api/zones/national/releases/1/rollback", ["approver"] },
        { "GET", "/api/zones/national/policies/nothing/impact", Callers },
        { "POST", "/api/zones", ["administrator"] },
        { "PUT", "/api/zones/nowhere/status", ["administrator"] },
        { "GET", "/api/simulations", Callers },
        { "POST", "/api/simulations", ["author", "approver"] },
        { "DELETE", "/api/simulations/none", ["author", "approver"] },
        { "GET", "/api/zones/national/trials", Callers },
        { "POST", "/api/zones/national/trials", ["author", "approver"] },
        { "POST", "/api/zones/national/trials/1/stop", ["author", "approver", "operator"] },
        { "GET", "/api/audit", ["auditor", "administrator"] },
        { "GET", "/api/audit/verify", ["auditor", "administrator"] },
        { "GET", "/api/audit/export?declarationNo=NOBODY", ["auditor", "administrator"] },
        { "POST", "/api/audit/checkpoints", ["auditor", "administrator"] },
        { "POST", "/api/audit/keys", ["administrator"] },
        { "POST", "/api/decisions/NOBODY/erase", ["administrator"] },
        { "GET", "/api/sampling/1999-01-01", Callers },
        { "GET", "/api/alerts", Callers },
        { "POST", "/api/alerts/0/close", ["operator", "administrator"] },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Who_lacks_the_right_is_refused_and_who_has_it_is_not(string method, string path, string[] allowed)
    {
        foreach (var caller in Callers)
        {
            using var answer = await Send(await running.As(caller), method, path);
            if (allowed.Contains(caller))
                Assert.False(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, $"{caller}: {answer.StatusCode}");
            else
                await AssertProblem(answer, HttpStatusCode.Forbidden, caller);
        }
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Who_is_not_signed_in_is_asked_to(string method, string path, string[] allowed)
    {
        Assert.NotEmpty(allowed);
        using var answer = await Send(running.Anonymous(), method, path);
        await AssertProblem(answer, HttpStatusCode.Unauthorized, "nobody");
    }

    [Theory]
    [InlineData("X-Api-Key", "not-a-key")]
    [InlineData("Authorization", "Bearer not-a-token")]
    [InlineData("Cookie", "policy=not-a-cookie")]
    public async Task Forged_credentials_are_worth_nothing(string header, string value)
    {
        var client = running.Anonymous();
        client.DefaultRequestHeaders.Add(header, value);

        using var answer = await client.GetAsync("/api/zones", Cancellation);

        await AssertProblem(answer, HttpStatusCode.Unauthorized, header);
    }

    [Fact]
    public void Every_endpoint_of_the_API_but_signing_in_asks_for_a_right()
    {
        var open = running.Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
            .SelectMany(static source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(static e => e.RoutePattern.RawText?.StartsWith("/api", StringComparison.Ordinal) == true)
            .Where(static e => e.Metadata.GetMetadata<IAuthorizeData>()?.Policy is null)
            .Select(static e => e.RoutePattern.RawText);

        Assert.Equal(["/api/login"], open);
    }

    private static async Task<HttpResponseMessage> Send(HttpClient client, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method != "GET")
        {
            var type = path.EndsWith("/batch", StringComparison.Ordinal) ? "application/x-ndjson" : "application/json";
            request.Content = new StringContent("{}", System.Text.Encoding.UTF8, type);
        }

        return await client.SendAsync(request, Cancellation);
    }

    private static async Task AssertProblem(HttpResponseMessage answer, HttpStatusCode status, string caller)
    {
        Assert.True(status == answer.StatusCode, $"{caller}: {answer.StatusCode}, not {status}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains($"\"status\":{(int)status}", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }
}
