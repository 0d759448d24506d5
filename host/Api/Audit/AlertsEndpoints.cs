using System.Security.Claims;
using Policy.Host.Security;
using Policy.Rules.Decisions;

namespace Policy.Host.Api.Audit;

/// <summary><c>/api/alerts</c>: what people have to look into.</summary>
internal static class AlertsEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/alerts", List)
            .WithSummary("Alerts, newest first")
            .WithDescription(
                "A decision that came out otherwise when it was replayed at night is an alert with both sides. Parameters: open " +
                "(true, false; default both), take (1 to 500, default 50). lastReplay says what the newest night found.")
            .WithProblems(400)
            .RequireAuthorization(Rights.Read);
        api.MapPost("/alerts/{id:long}/close", Close)
            .WithSummary("Close an alert that was looked into")
            .WithExample(Examples.Comment, null)
            .WithProblems(400, 404)
            .RequireAuthorization(Rights.Operate);
    }

    private static async Task<IResult> List(
        HttpRequest request, Alerts alerts, NightlyReplay replays, CancellationToken cancellation)
    {
        var parameters = new QueryParameters(request.Query);
        var open = parameters.OneOf("open", ["true", "false"]);
        var take = parameters.Number("take", 1, 500) ?? 50;
        if (parameters.Problem() is { } problem) return problem;
        return ApiJson.Ok(new
        {
            alerts = await alerts.List(open is null ? null : open == "true", take, cancellation),
            lastReplay = await replays.Last(cancellation),
        });
    }

    private static async Task<IResult> Close(
        long id, HttpRequest request, ClaimsPrincipal user, Alerts alerts, CancellationToken cancellation)
    {
        var (body, problem) = await ApiJson.Read<CommentBody>(request, cancellation);
        if (body is null) return problem!;
        return (await alerts.Close(id, body.Comment, user.Actor(), cancellation)).Answer(closed => ApiJson.Ok(new { id = closed }));
    }

    private sealed record CommentBody(string Comment);
}
