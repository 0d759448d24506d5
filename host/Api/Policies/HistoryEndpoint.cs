using System.Collections.Immutable;
using System.Text.Json;
using Policy.Host.Security;
using Policy.Rules;
using Policy.Rules.Policies;

namespace Policy.Host.Api.Policies;

/// <summary><c>GET …/{key}/history</c>: what happened to a policy, who did it, and when.</summary>
internal static class HistoryEndpoint
{
    private static readonly ImmutableArray<string> Kinds = [.. Enum.GetValues<HistoryKind>().Select(Name)];

    public static void Map(IEndpointRouteBuilder policy) => policy
        .MapGet("/history", Handle)
        .WithSummary("What happened to the policy in this zone, newest first")
        .WithDescription(
            "Drafts, submissions, comments, approvals, releases and withdrawals. at is when it was recorded, effectiveFrom from when on it " +
            "applies. hash is the event's own in the audit chain, content that of the document. Parameter: kind (for example approved).")
        .WithExample(null, Examples.History)
        .WithProblems(400, 404)
        .RequireAuthorization(Rights.Read);

    private static async Task<IResult> Handle(
        string zone, string key, HttpRequest request, PolicyStore store, CancellationToken cancellation)
    {
        var query = new QueryParameters(request.Query);
        var kind = query.OneOf("kind", Kinds);
        if (query.Problem() is { } problem) return problem;
        var history = await store.History(zone, key, cancellation);
        if (history.IsEmpty) return await ZonesEndpoints.Missing(store, zone, cancellation) ?? PoliciesEndpoints.Unknown(zone, key);
        return ApiJson.Ok(history.Where(e => kind is null || Name(e.Kind) == kind));
    }

    private static string Name(HistoryKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}
