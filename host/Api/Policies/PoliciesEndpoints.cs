using System.Text.Json;
using Policy.Engine;
using Policy.Host.Security;
using Policy.Rules.Policies;
using Policy.Rules;

namespace Policy.Host.Api.Policies;

/// <summary><c>GET …/policies</c> and <c>GET …/policies/{key}</c>: a zone's policies, in force and in draft.</summary>
internal static class PoliciesEndpoints
{
    public static void Map(IEndpointRouteBuilder zone)
    {
        zone.MapGet("/policies", List)
            .WithSummary("List the policies a zone has or inherits, and drafts")
            .WithProblems(404)
            .RequireAuthorization(Rights.Read);
        zone.MapGet("/policies/{key}", Get)
            .WithSummary("One policy: what is in force, the zone's newest version, the draft")
            .WithDescription("The ETag header is that of the draft; send it as If-Match when saving.")
            .WithProblems(404)
            .RequireAuthorization(Rights.Read);
    }

    /// <summary>The problem of a policy that the zone neither has nor inherits.</summary>
    public static ApiProblem Unknown(string zone, string key) => ApiProblem.NotFound(
        "unknown-policy",
        new LocalizedText($"试验区 `{zone}` 没有政策 `{key}`。", $"The zone `{zone}` has no policy `{key}`."));

    private static async Task<IResult> List(
        string zone, PolicyStore store, TimeProvider clock, CancellationToken cancellation)
    {
        if (await ZonesEndpoints.Missing(store, zone, cancellation) is { } missing) return missing;
        var policies = await store.Policies(zone, clock.GetUtcNow(), cancellation);
        return ApiJson.Ok(policies.Select(p => new
        {
            p.Key,
            p.InForce?.Kind,
            p.InForce?.Title,
            p.InForceLayers,
            CurrentVersion = p.Current?.Number,
            Draft = p.Draft is { } draft ? new { Etag = draft.ETag, draft.State, draft.SavedAt } : null,
        }));
    }

    private static async Task<IResult> Get(
        string zone,
        string key,
        HttpResponse response,
        PolicyStore store,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        if (await store.Policy(zone, key, clock.GetUtcNow(), cancellation) is not { } policy)
            return await ZonesEndpoints.Missing(store, zone, cancellation) ?? Unknown(zone, key);
        if (policy.Draft is { } draft) response.Headers.ETag = $"\"{draft.ETag}\"";
        return ApiJson.Ok(new
        {
            policy.Zone,
            policy.Key,
            InForce = policy.InForce is { } document
                ? new { Document = JsonElement.Parse(DocumentJson.Write(document)), Layers = policy.InForceLayers }
                : null,
            Current = policy.Current is { } version ? VersionAnswer.Of(version) : null,
            Draft = policy.Draft is { } saved ? DraftAnswer.Of(saved) : null,
            policy.Comments,
        });
    }
}

/// <summary>A version without its document.</summary>
internal sealed record VersionAnswer(
    int Number,
    string Hash,
    IReadOnlyList<string> Authors,
    string ApprovedBy,
    string Comment,
    DateTimeOffset RecordedAt,
    ReviewGrounds Grounds,
    string? Simulation)
{
    public static VersionAnswer Of(PolicyVersion version) => new(
        version.Number, version.Hash, version.Authors, version.ApprovedBy, version.Comment, version.RecordedAt,
        version.Grounds, version.Simulation);
}

/// <summary>A draft; its text is given as it was left, since it may be broken.</summary>
internal sealed record DraftAnswer(
    string Etag,
    DraftState State,
    int BaseVersion,
    IReadOnlyList<string> Editors,
    DateTimeOffset SavedAt,
    string? Comment,
    Submission? Submission,
    string Text)
{
    public static DraftAnswer Of(Draft draft) =>
        new(draft.ETag, draft.State, draft.BaseVersion, draft.Editors, draft.SavedAt, draft.Comment, draft.Submission, draft.Json);
}
