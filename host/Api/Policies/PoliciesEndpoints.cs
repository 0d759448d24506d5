using System.Collections.Immutable;
using System.Text.Json;
using Policy.Engine;
using Policy.Host.Security;
using Policy.Rules.Policies;
using Policy.Rules.Releases;
using Policy.Rules;

namespace Policy.Host.Api.Policies;

/// <summary><c>GET …/policies</c> and <c>GET …/policies/{key}</c>: a zone's policies, in force and in draft.</summary>
internal static class PoliciesEndpoints
{
    public static void Map(IEndpointRouteBuilder zone)
    {
        zone.MapGet("/policies", List)
            .WithSummary("List the policies a zone has or inherits, and drafts")
            .WithDescription($"{TimeAxes.Description} When either is given, what was in force is listed, without versions and drafts.")
            .WithProblems(400, 404)
            .RequireAuthorization(Rights.Read);
        zone.MapGet("/policies/{key}", Get)
            .WithSummary("One policy: what is in force, the zone's newest version, the draft")
            .WithDescription(
                "The ETag header is that of the draft; send it as If-Match when saving. " + TimeAxes.Description
                + " When either is given, only what was in force is answered.")
            .WithProblems(400, 404)
            .RequireAuthorization(Rights.Read);
    }

    /// <summary>The problem of a policy that the zone neither has nor inherits.</summary>
    public static ApiProblem Unknown(string zone, string key) => ApiProblem.NotFound(
        "unknown-policy",
        new LocalizedText($"试验区 `{zone}` 没有政策 `{key}`。", $"The zone `{zone}` has no policy `{key}`."));

    private static async Task<IResult> List(
        string zone, HttpRequest request, PolicyStore store, TimeProvider clock, CancellationToken cancellation)
    {
        var query = new QueryParameters(request.Query);
        var time = TimeAxes.From(query, clock);
        if (query.Problem() is { } problem) return problem;
        if (await ZonesEndpoints.Missing(store, zone, cancellation) is { } missing) return missing;
        if (time.AreAsked)
        {
            return ApiJson.Ok((await AsOf(store, zone, time, cancellation)).Select(p => new
            {
                p.Entry.Key,
                p.Document.Kind,
                p.Document.Title,
                InForceLayers = p.Entry.Layers,
            }));
        }

        var policies = await store.Policies(zone, clock.GetUtcNow(), cancellation);
        return ApiJson.Ok(policies.Select(p => new
        {
            p.Key,
            p.InForce?.Kind,
            p.InForce?.Title,
            p.InForceLayers,
            p.CurrentVersion,
            Draft = p.Draft is { } draft ? new { Etag = draft.ETag, draft.State, draft.SavedAt } : null,
        }));
    }

    private static async Task<IResult> Get(
        string zone,
        string key,
        HttpContext http,
        PolicyStore store,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var query = new QueryParameters(http.Request.Query);
        var time = TimeAxes.From(query, clock);
        if (query.Problem() is { } problem) return problem;
        if (time.AreAsked)
        {
            return (await AsOf(store, zone, time, cancellation)).FirstOrDefault(p => p.Entry.Key == key) is { Entry: not null } found
                ? ApiJson.Ok(new { Zone = zone, Key = key, InForce = InForce(found.Document, found.Entry.Layers) })
                : await ZonesEndpoints.Missing(store, zone, cancellation) ?? Unknown(zone, key);
        }

        if (await store.Policy(zone, key, clock.GetUtcNow(), cancellation) is not { } policy)
            return await ZonesEndpoints.Missing(store, zone, cancellation) ?? Unknown(zone, key);
        if (policy.Draft is { } draft) http.Response.Headers.ETag = $"\"{draft.ETag}\"";
        return ApiJson.Ok(new
        {
            policy.Zone,
            policy.Key,
            InForce = policy.InForce is { } document ? InForce(document, policy.InForceLayers) : null,
            Current = policy.Current is { } version ? VersionAnswer.Of(version) : null,
            Draft = policy.Draft is { } saved ? DraftAnswer.Of(saved) : null,
            policy.Comments,
        });
    }

    private static object InForce(Document document, ImmutableArray<Layer> layers) =>
        new { Document = JsonElement.Parse(DocumentJson.Write(document)), Layers = layers };

    private static async Task<IEnumerable<(ReleaseEntry Entry, Document Document)>> AsOf(
        PolicyStore store, string zone, TimeAxes time, CancellationToken cancellation)
    {
        if (await store.ReleaseInForce(zone, time.At, time.Recorded, cancellation) is not { } release) return [];
        return release.Entries.Zip(await store.Documents(release, cancellation));
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

    public static VersionAnswer Of(VersionApproved approved) => new(
        approved.Number, approved.Hash, approved.Authors, approved.By, approved.Comment, approved.At,
        approved.Grounds, approved.Simulation);
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
