using System.Collections.Immutable;
using System.Text.Json;
using Policy.Rules.Decisions;
using Policy.Rules.Releases;

namespace Policy.Host.Api.Decisions;

/// <summary><c>POST /api/decisions/{declarationNo}/replay</c>: decides again and compares byte by byte.</summary>
internal static class ReplayEndpoint
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/decisions/{declarationNo}/replay", Handle)
        .WithSummary("Replay a decision")
        .WithDescription("Decides the recorded facts by the recorded release; the answer is the same to the byte, or names the differences.")
        .WithExample(null, """{"same":true}""")
        .WithProblems(404)
        .RequireAuthorization("read");

    private static async Task<IResult> Handle(string declarationNo, DecisionLog log, ActiveReleases releases, CancellationToken cancellation)
    {
        var (found, problem) = await RecordedDecision.Find(declarationNo, log, releases, cancellation);
        if (found is null) return problem!;
        var again = found.Again().Json;
        if (string.Equals(found.Record.Decision, again, StringComparison.Ordinal)) return ApiJson.Ok(new { same = true });
        using var recorded = JsonDocument.Parse(found.Record.Decision);
        using var replayed = JsonDocument.Parse(again);
        return ApiJson.Ok(new { same = false, differences = JsonDifference.Between(recorded.RootElement, replayed.RootElement) });
    }
}

/// <summary>A difference between two JSON texts.</summary>
/// <param name="Pointer">Where.</param>
/// <param name="Recorded">The value then; null when it was not there.</param>
/// <param name="Replayed">The value now; null when it is not there.</param>
internal sealed record JsonDifference(string Pointer, JsonElement? Recorded, JsonElement? Replayed)
{
    /// <summary>All differences, at the smallest values that differ.</summary>
    public static ImmutableArray<JsonDifference> Between(JsonElement recorded, JsonElement replayed) => [.. Between("", recorded, replayed)];

    private static IEnumerable<JsonDifference> Between(string pointer, JsonElement? recorded, JsonElement? replayed)
    {
        if (recorded is { } a && replayed is { } b)
        {
            if (string.Equals(a.GetRawText(), b.GetRawText(), StringComparison.Ordinal)) return [];
            if ((a.ValueKind, b.ValueKind) is (JsonValueKind.Object, JsonValueKind.Object) or (JsonValueKind.Array, JsonValueKind.Array))
            {
                var (left, right) = (Members(a), Members(b));
                return left.Keys.Union(right.Keys).SelectMany(
                    name => Between($"{pointer}/{name}", left.TryGetValue(name, out var l) ? l : null, right.TryGetValue(name, out var r) ? r : null));
            }
        }

        return [new JsonDifference(pointer, recorded?.Clone(), replayed?.Clone())];
    }

    private static Dictionary<string, JsonElement> Members(JsonElement element) => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject().ToDictionary(m => m.Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal), m => m.Value)
        : element.EnumerateArray().Index().ToDictionary(item => item.Index.ToString(System.Globalization.CultureInfo.InvariantCulture), item => item.Item);
}
