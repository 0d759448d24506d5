using System.Security.Claims;
using Policy.Engine;
using Policy.Host.Api.Policies;
using Policy.Host.Security;
using Policy.Rules.Releases;
using Policy.Rules;

namespace Policy.Host.Api.Releases;

/// <summary><c>GET</c> and <c>POST …/releases</c>: the timeline of a zone, and publishing into it.</summary>
internal static class ReleasesEndpoints
{
    public static void Map(IEndpointRouteBuilder zone)
    {
        zone.MapGet("/releases", List)
            .WithSummary("The zone's releases, newest first, without their entries")
            .WithProblems(404)
            .RequireAuthorization(Rights.Read);
        zone.MapGet("/releases/{number:int}", Get)
            .WithSummary("One release, with its entries")
            .WithProblems(404)
            .RequireAuthorization(Rights.Read);
        zone.MapGet("/releases/in-force", InForce)
            .WithSummary("The release that applied at an instant, as known at another, with its entries")
            .WithDescription(TimeAxes.Description)
            .WithProblems(400, 404)
            .RequireAuthorization(Rights.Read);
        zone.MapPost("/releases", Publish)
            .WithSummary("Publish approved versions as a new release")
            .WithDescription(
                "All else is carried over from the release in force then. Without effectiveFrom it takes effect now.")
            .WithExample(Examples.Publish, Examples.Release, StatusCodes.Status201Created)
            .WithProblems(400, 403, 404, 409, 422)
            .RequireAuthorization(Rights.Publish);
        zone.MapPost("/releases/{number:int}/rollback", Rollback)
            .WithSummary("Make a new release with the zone's own versions of another one")
            .WithDescription("Effective now, or at effectiveFrom: at the instant of a scheduled release it takes that one's place.")
            .WithExample(Examples.Rollback, Examples.Release, StatusCodes.Status201Created)
            .WithProblems(400, 403, 404, 409, 422)
            .RequireAuthorization(Rights.Publish);
        MapWithdraw(zone);
    }

    private static void MapWithdraw(IEndpointRouteBuilder zone) => zone
        .MapPost("/releases/withdraw", Withdraw)
        .WithSummary("Take policies of the zone's own out of force in a new release")
        .WithDescription("What the parent has under their keys applies again.")
        .WithExample(Examples.Withdraw, Examples.Release, StatusCodes.Status201Created)
        .WithProblems(400, 403, 404, 409, 422)
        .RequireAuthorization(Rights.Publish);

    private static async Task<IResult> List(string zone, PolicyStore store, CancellationToken cancellation)
    {
        var releases = await store.Releases(zone, cancellation);
        var missing = releases.IsEmpty ? await ZonesEndpoints.Missing(store, zone, cancellation) : null;
        return missing ?? ApiJson.Ok(releases.Select(ReleaseAnswer.Of));
    }

    private static async Task<IResult> Get(string zone, int number, PolicyStore store, CancellationToken cancellation)
    {
        var releases = await store.Releases(zone, cancellation);
        if (releases.FirstOrDefault(r => r.Number == number) is { } release) return ApiJson.Ok(release);
        return await ZonesEndpoints.Missing(store, zone, cancellation) ?? ApiProblem.NotFound(
            "unknown-release", new LocalizedText($"试验区 `{zone}` 没有第 {number} 号发布。", $"The zone `{zone}` has no release {number}."));
    }

    private static async Task<IResult> InForce(
        string zone, HttpRequest request, PolicyStore store, TimeProvider clock, CancellationToken cancellation)
    {
        var query = new QueryParameters(request.Query);
        var time = TimeAxes.From(query, clock);
        if (query.Problem() is { } problem) return problem;
        return await store.ReleaseInForce(zone, time.At, time.Recorded, cancellation) is { } release
            ? ApiJson.Ok(release)
            : await ZonesEndpoints.Missing(store, zone, cancellation) ?? NoneInForce(zone);
    }

    private static ApiProblem NoneInForce(string zone) => ApiProblem.NotFound(
        "no-release",
        new LocalizedText($"试验区 `{zone}` 在该时点没有生效的发布版本。", $"No release applied in the zone `{zone}` at that instant."));

    private static Task<IResult> Publish(
        string zone, HttpRequest request, ClaimsPrincipal user, PolicyStore store, CancellationToken cancellation) =>
        request.Carry<PublishBody, Release>(
            body => store.Execute(
                new PublishRelease(zone, [.. body.Policies], body.EffectiveFrom, body.Comment, user.Actor()), cancellation),
            Created,
            cancellation);

    private static Task<IResult> Rollback(
        string zone, int number, HttpRequest request, ClaimsPrincipal user, PolicyStore store, CancellationToken cancellation) =>
        request.Carry<RollbackBody, Release>(
            body => store.Execute(new RollbackRelease(zone, number, body.Comment, user.Actor(), body.EffectiveFrom), cancellation),
            Created,
            cancellation);

    private static Task<IResult> Withdraw(
        string zone, HttpRequest request, ClaimsPrincipal user, PolicyStore store, CancellationToken cancellation) =>
        request.Carry<WithdrawBody, Release>(
            body => store.Execute(
                new WithdrawPolicies(zone, [.. body.Policies], body.EffectiveFrom, body.Comment, user.Actor()), cancellation),
            Created,
            cancellation);

    private static IResult Created(Release release) =>
        Results.Json(release, ApiJson.Options, statusCode: StatusCodes.Status201Created);

    private sealed record PublishBody(
        IReadOnlyList<PolicyReference> Policies, string Comment, DateTimeOffset? EffectiveFrom = null);

    private sealed record RollbackBody(string Comment, DateTimeOffset? EffectiveFrom = null);

    private sealed record WithdrawBody(IReadOnlyList<string> Policies, string Comment, DateTimeOffset? EffectiveFrom = null);
}

/// <summary>A release without its entries.</summary>
internal sealed record ReleaseAnswer(
    string Id,
    string Zone,
    int Number,
    DateTimeOffset EffectiveFrom,
    string Hash,
    ReleaseCause Cause,
    string By,
    string Comment,
    DateTimeOffset RecordedAt)
{
    public static ReleaseAnswer Of(Release release) => new(
        release.Id, release.Zone, release.Number, release.EffectiveFrom, release.Hash, release.Cause, release.By, release.Comment, release.RecordedAt);
}
