using Policy.Engine;
using Policy.Host.Security;
using Policy.Rules;

namespace Policy.Host.Api.Policies;

/// <summary><c>GET …/{key}/versions</c> and <c>GET …/{key}/versions/{n}</c>: what was approved, immutable.</summary>
internal static class VersionsEndpoints
{
    public static void Map(IEndpointRouteBuilder policy)
    {
        policy.MapGet("/versions", List)
            .WithSummary("List the zone's own versions, newest first")
            .WithProblems(404)
            .RequireAuthorization(Rights.Read);
        policy.MapGet("/versions/{number:int}", Get)
            .WithSummary("The document of a version, canonical JSON")
            .WithDescription("The ETag header is the content hash.")
            .WithProblems(404)
            .RequireAuthorization(Rights.Read);
    }

    private static async Task<IResult> List(
        string zone, string key, PolicyStore store, TimeProvider clock, CancellationToken cancellation)
    {
        var versions = await store.Versions(zone, key, cancellation);
        if (versions.IsEmpty && await store.Policy(zone, key, clock.GetUtcNow(), cancellation) is null)
            return await ZonesEndpoints.Missing(store, zone, cancellation) ?? PoliciesEndpoints.Unknown(zone, key);
        return ApiJson.Ok(versions.Select(VersionAnswer.Of));
    }

    private static async Task<IResult> Get(
        string zone,
        string key,
        int number,
        HttpResponse response,
        PolicyStore store,
        CancellationToken cancellation)
    {
        if (await store.Version(zone, key, number, cancellation) is not { } version)
        {
            return await ZonesEndpoints.Missing(store, zone, cancellation) ?? ApiProblem.NotFound(
                "unknown-version", new LocalizedText($"`{key}` 没有第 {number} 版。", $"`{key}` has no version {number}."));
        }

        response.Headers.ETag = $"\"{version.Hash}\"";
        return Results.Text(version.Json, "application/json");
    }
}
