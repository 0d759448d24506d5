using System.Security.Claims;
using Policy.Host.Api.Policies;
using Policy.Rules;
using Policy.Rules.Releases;

namespace Policy.Host.Api.Releases;

/// <summary><c>GET</c> and <c>POST …/releases</c>: the timeline of a zone, and publishing into it.</summary>
internal static class ReleasesEndpoints
{
    public static void Map(IEndpointRouteBuilder zone)
    {
        zone.MapGet("/releases", List)
            .WithSummary("The zone's releases, newest first")
            .WithProblems(404)
            .RequireAuthorization("read");
        zone.MapPost("/releases", Publish)
            .WithSummary("Publish approved versions as a new release")
            .WithDescription("Everything else is carried over from the release in force then. Without effectiveFrom it takes effect now.")
            .WithExample(Examples.Publish, Examples.Release)
            .WithProblems(400, 403, 404, 409, 422)
            .RequireAuthorization("publish");
        zone.MapPost("/releases/{number:int}/rollback", Rollback)
            .WithSummary("Make a new release, effective now, with the zone's own versions of an earlier one")
            .WithExample(Examples.Comment, Examples.Release)
            .WithProblems(400, 403, 404, 409, 422)
            .RequireAuthorization("publish");
    }

    private static async Task<IResult> List(string zone, PolicyStore store, CancellationToken cancellation)
    {
        var releases = await store.Releases(zone, cancellation);
        return releases.IsEmpty && await ZonesEndpoints.Missing(store, zone, cancellation) is { } missing ? missing : ApiJson.Ok(releases);
    }

    private static async Task<IResult> Publish(
        string zone, HttpRequest request, ClaimsPrincipal user, PolicyStore store, CancellationToken cancellation)
    {
        var (body, problem) = await ApiJson.Read<PublishBody>(request, cancellation);
        if (body is null) return problem!;
        var command = new PublishRelease(zone, [.. body.Policies], body.EffectiveFrom, body.Comment, user.Actor());
        return (await store.Execute(command, cancellation)).Answer(Created);
    }

    private static async Task<IResult> Rollback(
        string zone, int number, HttpRequest request, ClaimsPrincipal user, PolicyStore store, CancellationToken cancellation)
    {
        var (body, problem) = await ApiJson.Read<CommentBody>(request, cancellation);
        if (body is null) return problem!;
        return (await store.Execute(new RollbackRelease(zone, number, body.Comment, user.Actor()), cancellation)).Answer(Created);
    }

    private static IResult Created(Release release) => Results.Json(release, ApiJson.Options, statusCode: StatusCodes.Status201Created);

    private sealed record PublishBody(IReadOnlyList<PolicyReference> Policies, string Comment, DateTimeOffset? EffectiveFrom = null);
}
