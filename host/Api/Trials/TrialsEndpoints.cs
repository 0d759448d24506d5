using System.Security.Claims;
using Policy.Engine;
using Policy.Host.Api.Policies;
using Policy.Host.Security;
using Policy.Rules;
using Policy.Rules.Releases;
using Policy.Rules.Trials;

namespace Policy.Host.Api.Trials;

/// <summary><c>/api/zones/{zone}/trials</c>: candidates that run beside the live release.</summary>
internal static class TrialsEndpoints
{
    public static void Map(IEndpointRouteBuilder trials)
    {
        trials.MapPost("", Start)
            .WithSummary("Run a candidate beside the release in force, in shadow or as a canary")
            .WithDescription(
                "policies are versions of the zone's own; drafts are keys of submitted drafts (shadow only). share is the share of the parcels, chosen by "
                + "the declaration number. The trial stops when a KPI of bands, after minimum parcels, is below low or above high. "
                + $"KPIs: {string.Join(", ", TrialKpis.Names)}.")
            .WithExample(Examples.StartTrial, Examples.Trial, StatusCodes.Status201Created)
            .WithProblems(400, 403, 404, 409, 422)
            .RequireAuthorization(Rights.Try);
        trials.MapGet("", List)
            .WithSummary("The trials of a zone, newest first")
            .WithProblems(404)
            .RequireAuthorization(Rights.Read);
        trials.MapGet("/{number:int}", Find)
            .WithSummary("A trial and what it has found so far, by all hosts")
            .WithExample(null, Examples.TrialReport)
            .WithProblems(404)
            .RequireAuthorization(Rights.Read);
        trials.MapPost("/{number:int}/stop", Stop)
            .WithSummary("Stop a trial: the live release decides everything again")
            .WithExample(Examples.Comment, Examples.Trial)
            .WithProblems(400, 403, 404, 409, 422)
            .RequireAuthorization(Rights.StopTrial);
    }

    private static Task<IResult> Start(
        string zone, HttpRequest request, ClaimsPrincipal user, PolicyStore store, CancellationToken cancellation) =>
        request.Carry<StartBody, StoredTrial>(
            body => store.Execute(
                new StartTrial(
                    zone, body.Mode, [.. body.Policies ?? []], [.. body.Drafts ?? []], body.Share, [.. body.Bands ?? []], body.Until, body.Comment,
                    user.Actor()),
                cancellation),
            started =>
            {
                request.HttpContext.Response.Headers.Location = $"/api/zones/{zone}/trials/{started.Number}";
                return Results.Json(started, ApiJson.Options, statusCode: StatusCodes.Status201Created);
            },
            cancellation);

    private static async Task<IResult> List(string zone, PolicyStore store, CancellationToken cancellation)
    {
        var trials = await store.Trials(zone, cancellation);
        var missing = trials.IsEmpty ? await ZonesEndpoints.Missing(store, zone, cancellation) : null;
        return missing ?? ApiJson.Ok(trials);
    }

    private static async Task<IResult> Find(string zone, int number, TrialTable trials, CancellationToken cancellation) =>
        await trials.Report(zone, number, cancellation) is { } report ? ApiJson.Ok(report) : Unknown(zone, number);

    private static Task<IResult> Stop(
        string zone, int number, HttpRequest request, ClaimsPrincipal user, PolicyStore store, CancellationToken cancellation) =>
        request.Carry<StopBody, StoredTrial>(
            body => store.Execute(new StopTrial(zone, number, body.Comment, user.Actor()), cancellation), ApiJson.Ok, cancellation);

    private static ApiProblem Unknown(string zone, int number) => ApiProblem.NotFound(
        "unknown-trial",
        new LocalizedText($"试验区 `{zone}` 没有第 {number} 号试运行。", $"Zone `{zone}` has no trial {number}."));

    private sealed record StartBody(
        TrialMode Mode,
        decimal Share,
        string Comment,
        IReadOnlyList<PolicyReference>? Policies = null,
        IReadOnlyList<string>? Drafts = null,
        IReadOnlyList<TrialBand>? Bands = null,
        DateTimeOffset? Until = null);

    private sealed record StopBody(string Comment);
}
