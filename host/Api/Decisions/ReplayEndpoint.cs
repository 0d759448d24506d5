using System.Text.Json;
using Policy.Host.Security;
using Policy.Rules.Decisions;
using Policy.Rules.Releases;

namespace Policy.Host.Api.Decisions;

/// <summary><c>POST /api/decisions/{declarationNo}/replay</c>: decides again and compares byte by byte.</summary>
internal static class ReplayEndpoint
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/decisions/{declarationNo}/replay", Handle)
        .WithSummary("Replay a decision")
        .WithDescription(
            "Decides the recorded facts by the recorded release: the same to the byte, or the differences. When the engine " +
            "that decided was another build, both are named; when personal fields were erased, it says that it cannot be repeated.")
        .WithExample(null, Examples.Replayed)
        .WithProblems(404)
        .RequireAuthorization(Rights.Read);

    private static async Task<IResult> Handle(
        string declarationNo, DecisionLog log, ActiveReleases releases, CancellationToken cancellation)
    {
        var (found, problem) = await RecordedDecision.Find(declarationNo, log, releases, cancellation);
        if (found is null) return problem!;
        var replayed = Replay.Of(found.Record, found.Release);
        if (replayed.Same) return ApiJson.Ok(new { same = true });
        return ApiJson.Ok(new
        {
            same = false,
            differences = replayed.Differences.Select(d => new { d.Pointer, Recorded = Json(d.Recorded), Now = Json(d.Now) }),
            notRepeated = replayed.NotRepeated,
            builds = replayed.OtherBuild ? new { recorded = replayed.EngineBuild, now = EngineBuild.Current } : null,
        });
    }

    private static JsonElement? Json(string? text) => text is null ? null : JsonElement.Parse(text);
}
