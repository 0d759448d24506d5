using System.Text.Json;
using Policy.Engine.Analysis;
using Policy.Engine;
using Policy.Host.Security;
using Policy.Rules;
using Policy.Rules.Releases;

namespace Policy.Host.Api.Policies;

/// <summary><c>GET …/{key}/impact</c>: what the draft, or a version, changes in each zone below.</summary>
internal static class ImpactEndpoint
{
    public static void Map(IEndpointRouteBuilder policy) => policy
        .MapGet("/impact", Handle)
        .WithSummary("What the draft changes in each zone below")
        .WithDescription(
            "With version=n, what that version changes. same: true and false are proved, null is not decided. refusal: why publishing " +
            "would be refused for that zone. Zones with a document of their own in its place are left out.")
        .WithExample(null, Examples.Impact)
        .WithProblems(400, 404, 409, 422)
        .RequireAuthorization(Rights.Read);

    private static async Task<IResult> Handle(
        string zone, string key, HttpRequest request, PolicyStore store, CancellationToken cancellation)
    {
        var query = new QueryParameters(request.Query);
        var version = query.Number("version", 1, int.MaxValue);
        if (query.Problem() is { } problem) return problem;
        var language = Language.Of(request);
        return (await store.Impact(zone, key, version, cancellation))
            .Answer(impact => ApiJson.Ok(new { impact.At, Zones = impact.Zones.Select(z => ZoneAnswer.Of(z, language)) }));
    }

    private sealed record ZoneAnswer(
        string Zone, bool? Same, bool Decided, int Regions, IEnumerable<RegionAnswer> First, RefusalAnswer? Refusal)
    {
        private const int Shown = 5;

        public static ZoneAnswer Of(ZoneImpact impact, string language) => new(
            impact.Zone,
            impact.Difference?.SameBehaviour,
            impact.Difference?.IsDecided ?? false,
            impact.Difference?.Regions.Length ?? 0,
            (impact.Difference?.Regions ?? []).Take(Shown).Select(RegionAnswer.Of),
            impact.Refusal is { } refusal
                ? new RefusalAnswer(refusal.Code, refusal.Message.In(language), refusal.Problems.Select(p => ProblemAnswer.Of(p, language)))
                : null);
    }

    private sealed record RegionAnswer(
        IReadOnlyDictionary<string, string> When,
        JsonElement Before,
        JsonElement After,
        IReadOnlyList<string> RowsBefore,
        IReadOnlyList<string> RowsAfter,
        JsonElement? Witness)
    {
        public static RegionAnswer Of(Region region) => new(
            region.When,
            JsonElement.Parse(ValueJson.ToUtf8(region.Before)),
            JsonElement.Parse(ValueJson.ToUtf8(region.After)),
            region.RowsBefore,
            region.RowsAfter,
            region.Witness is { } facts ? JsonElement.Parse(facts.ToJson()) : null);
    }

    private sealed record RefusalAnswer(string Code, string Detail, IEnumerable<ProblemAnswer> Errors);
}
