using System.Security.Claims;
using Policy.Engine;
using Policy.Host.Security;
using Policy.Rules.Simulations;

namespace Policy.Host.Api.Simulations;

/// <summary><c>POST</c>, <c>GET</c> and <c>DELETE /api/simulations</c>: what a change would have done to many
/// parcels.</summary>
internal static class SimulationsEndpoints
{
    private const int Most = 100;

    public static void Map(IEndpointRouteBuilder simulations)
    {
        simulations.MapPost("", Start)
            .WithSummary("Simulate drafts or a release on many parcels, beside a baseline")
            .WithDescription(
                "Without a baseline it is the release in force now; drafts are taken as they are saved. source is "
                + "{\"recorded\":{\"from\",\"to\"}} or {\"generated\":{\"count\",\"seed\",\"profile\",\"day\"}}.")
            .WithExample(Examples.Simulate, Examples.SimulationStarted, StatusCodes.Status202Accepted)
            .WithProblems(400, 403, 404, 409, 422, 503)
            .RequireAuthorization(Rights.Simulate);
        simulations.MapGet("", List)
            .WithSummary("The newest simulations of a zone, newest first, without their reports")
            .WithDescription("zone must be given; key names a policy; take is at most 100.")
            .WithProblems(400)
            .RequireAuthorization(Rights.Read);
        simulations.MapGet("/{id}", Find)
            .WithSummary("How far a simulation is, and its report when it is done")
            .WithExample(null, Examples.Simulation)
            .WithProblems(404)
            .RequireAuthorization(Rights.Read);
        simulations.MapDelete("/{id}", Cancel)
            .WithSummary("Cancel a simulation that waits or runs")
            .WithProblems(403, 404, 409)
            .RequireAuthorization(Rights.Simulate);
    }

    private static async Task<IResult> Start(
        HttpRequest request, ClaimsPrincipal user, SimulationStore simulations, CancellationToken cancellation)
    {
        var (body, problem) = await ApiJson.Read<SimulationRequest>(request, cancellation);
        if (body is null) return problem!;
        return (await simulations.Start(body, user.Actor(), cancellation)).Answer(started =>
        {
            request.HttpContext.Response.Headers.Location = $"/api/simulations/{started.Id}";
            return Results.Json(new { started.Id }, ApiJson.Options, statusCode: StatusCodes.Status202Accepted);
        });
    }

    private static async Task<IResult> List(HttpRequest request, SimulationStore simulations, CancellationToken cancellation)
    {
        var query = new QueryParameters(request.Query);
        var (zone, key, take) = (query.Required("zone"), query.Text("key"), query.Number("take", 1, Most));
        if (query.Problem() is { } problem) return problem;
        var found = await simulations.List(zone!, key, take ?? Most, cancellation);
        return ApiJson.Ok(found.Select(s => SimulationAnswer.Of(s with { Report = null })));
    }

    private static async Task<IResult> Find(string id, SimulationStore simulations, CancellationToken cancellation) =>
        await simulations.Find(id, cancellation) is { } found ? ApiJson.Ok(SimulationAnswer.Of(found)) : Unknown(id);

    private static async Task<IResult> Cancel(
        string id, ClaimsPrincipal user, SimulationStore simulations, CancellationToken cancellation) =>
        (await simulations.Cancel(id, user.Actor(), cancellation)).Answer(_ => Results.NoContent());

    private static ApiProblem Unknown(string id) => ApiProblem.NotFound(
        "unknown-simulation", new LocalizedText($"没有模拟 `{id}`。", $"There is no simulation `{id}`."));
}
