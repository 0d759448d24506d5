using Policy.Host.Security;
using Policy.Rules.Decisions;

namespace Policy.Host.Api.Decisions;

/// <summary><c>POST /api/decisions</c>: decides a declaration.</summary>
internal static class DecideEndpoint
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/decisions", Handle)
        .WithSummary("Decide a declaration")
        .WithDescription(
            "The decision is answered only when it is durable. The same declaration number with the same content " +
            "returns the stored decision; with other content it is refused with 409.")
        .WithExample(Examples.Declaration, Examples.Decision)
        .WithProblems(400, 409, 413, 422, 503)
        .RequireAuthorization(Rights.Decide);

    private static async Task<IResult> Handle(HttpRequest request, Decider decider, CancellationToken cancellation)
    {
        var (body, tooLarge) = await RequestBody.Read(request, cancellation);
        if (tooLarge is not null) return tooLarge;
        var answer = await decider.Decide(body, cancellation);
        return answer.Problem is { } problem ? problem : new DecisionResult(answer.Record!);
    }

    /// <summary>A decision as the answer.</summary>
    private sealed class DecisionResult(DecisionRecord record) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            DecisionJson.Write(httpContext.Response.BodyWriter, record);
            await httpContext.Response.BodyWriter.FlushAsync(httpContext.RequestAborted);
        }
    }
}
