using Policy.Engine;
using Policy.Host.Security;
using Policy.Rules;

namespace Policy.Host.Api.Policies;

/// <summary><c>GET /api/zones</c> and <c>GET /api/zones/{zone}</c>: the tree of zones.</summary>
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
}
