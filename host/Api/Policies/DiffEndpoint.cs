using System.Text.Json;
using System.Text.Json.Nodes;
using Policy.Host.Security;
using Policy.Rules;
using Policy.Rules.Comparisons;

namespace Policy.Host.Api.Policies;

/// <summary><c>GET …/{key}/diff</c>: how two sides of a policy differ.</summary>
internal static class DiffEndpoint
{
    private static readonly ComparedSide InForce = new(null, SideKind.InForce);
    private static readonly ComparedSide Draft = new(null, SideKind.Draft);

    public static void Map(IEndpointRouteBuilder policy) => policy
        .MapGet("/diff", Handle)
        .WithSummary("Compare two sides of a policy: what is written, where they decide differently, and how much recent traffic that is")
        .WithDescription(
            "from (default inForce) and to (default draft) name a side: the number of a version, draft, inForce, release:N, another zone (what " +
            "is in force there), or one of the first four behind a zone and a colon, such as guangzhou:draft. sameBehaviour is null when " +
            "neither is proved. traffic counts the zone's newest decisions, up to 2,000, whose facts lie in the region.")
        .WithExample(null, Examples.Difference)
        .WithProblems(400, 404, 422)
        .RequireAuthorization(Rights.Read);

    private static async Task<IResult> Handle(
        string zone, string key, HttpRequest request, PolicyStore store, PolicyComparer comparer, CancellationToken cancellation)
    {
        var parameters = new QueryParameters(request.Query);
        var (from, to) = (parameters.Side("from") ?? InForce, parameters.Side("to") ?? Draft);
        if (parameters.Problem() is { } problem) return problem;
        if (await ZonesEndpoints.Missing(store, zone, cancellation) is { } missing) return missing;
        return (await comparer.Compare(zone, key, from, to, cancellation)).Answer(c => ApiJson.Ok(Json(c)));
    }

    private static JsonNode Json(PolicyComparison comparison)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer)) comparison.Difference.WriteTo(writer);
        var answer = JsonNode.Parse(buffer.ToArray())!.AsObject();
        answer["sameBehaviour"] = comparison.Difference.SameBehaviour;
        answer["text"] = JsonSerializer.SerializeToNode(comparison.Text, ApiJson.Options);
        foreach (var (region, traffic) in answer["regions"]!.AsArray().Zip(comparison.Traffic))
            region!["traffic"] = JsonSerializer.SerializeToNode(traffic, ApiJson.Options);
        return answer;
    }
}
