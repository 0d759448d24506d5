using System.Security.Claims;
using System.Text.Json.Serialization;
using Policy.Engine;
using Policy.Host.Security;
using Policy.Rules;

namespace Policy.Host.Api.Policies;

/// <summary><c>GET</c> and <c>POST /api/zones</c>, <c>GET /api/zones/{zone}</c> and <c>PUT …/status</c>: the tree of zones.</summary>
internal static class ZonesEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/zones", List)
            .WithSummary("List the zones, parents before children")
            .RequireAuthorization(Rights.Read);
        api.MapGet("/zones/{zone}", Get)
            .WithSummary("One zone")
            .WithProblems(404)
            .RequireAuthorization(Rights.Read);
        api.MapPost("/zones", Add)
            .WithSummary("Add a zone below another")
            .WithDescription("It inherits its parent's releases at once. Nothing happens when an equal zone exists.")
            .WithExample(Examples.Zone, Examples.Zone, StatusCodes.Status201Created)
            .WithProblems(400, 403, 404, 409, 422)
            .RequireAuthorization(Rights.Administer);
        api.MapPut("/zones/{zone}/status", ChangeStatus)
            .WithSummary("Say that a planned zone was approved")
            .WithDescription("It decides from then on. Nothing happens when it has the status already.")
            .WithExample(Examples.ZoneStatus, Examples.Zone)
            .WithProblems(400, 403, 404, 409)
            .RequireAuthorization(Rights.Administer);
    }

    /// <summary>The problem of a zone that does not exist.</summary>
    public static ApiProblem Unknown(string zone) =>
        ApiProblem.NotFound("unknown-zone", new LocalizedText($"没有试验区 `{zone}`。", $"There is no zone `{zone}`."));

    /// <summary>The problem when there is no such zone; else null.</summary>
    public static async Task<ApiProblem?> Missing(PolicyStore store, string zone, CancellationToken cancellation) =>
        (await store.Zones(cancellation)).Any(z => z.Key == zone) ? null : Unknown(zone);

    private static async Task<IResult> List(PolicyStore store, CancellationToken cancellation) =>
        ApiJson.Ok(await store.Zones(cancellation));

    private static async Task<IResult> Get(string zone, PolicyStore store, CancellationToken cancellation) =>
        (await store.Zones(cancellation)).FirstOrDefault(z => z.Key == zone) is { } found
            ? ApiJson.Ok(found)
            : Unknown(zone);

    private static Task<IResult> Add(HttpRequest request, ClaimsPrincipal user, PolicyStore store, CancellationToken cancellation) =>
        request.Carry<ZoneBody, Zone>(
            body => store.AddZone(
                new Zone(body.Key, new LocalizedText(body.Title.ZhCn, body.Title.En), body.Parent, body.Status), user.Actor(), cancellation),
            zone => Results.Json(zone, ApiJson.Options, statusCode: StatusCodes.Status201Created),
            cancellation);

    private static Task<IResult> ChangeStatus(
        string zone, HttpRequest request, ClaimsPrincipal user, PolicyStore store, CancellationToken cancellation) =>
        request.Carry<StatusBody, Zone>(
            body => store.Execute(new ChangeZoneStatus(zone, body.Status, user.Actor()), cancellation), ApiJson.Ok, cancellation);

    private sealed record ZoneBody(string Key, TitleBody Title, string Parent, ZoneStatus Status);

    private sealed record TitleBody([property: JsonPropertyName("zh-CN")] string ZhCn, string En);

    private sealed record StatusBody(ZoneStatus Status);
}
