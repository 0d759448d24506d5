using System.Globalization;
using System.Text;
using System.Text.Json;
using Policy.Host.Security;
using Policy.Rules.Decisions;

namespace Policy.Host.Api.Audit;

/// <summary><c>GET /api/sampling/{day}</c>: what was fixed about the draws of a day, and one draw computed again.</summary>
internal static class SamplingEndpoint
{
    private static readonly TimeSpan ZoneOffset = TimeSpan.FromHours(8);

    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/sampling/{day}", Handle)
        .WithSummary("What was fixed in advance about the sampling of a day")
        .WithDescription(
            "The commitment is the SHA-256 of the day's key, recorded in the audit chain when the key was made; the key is given " +
            "once the day (UTC+8) is over. A draw is the first 8 bytes of HMAC-SHA256(key, declaration number) as a fraction of " +
            "2^64, cut to 12 decimals. With declarationNo the draw of a declaration of that day is computed again.")
        .WithExample(null, Examples.Sampling)
        .WithProblems(400, 404)
        .RequireAuthorization(Rights.Read);

    private static async Task<IResult> Handle(
        string day, HttpRequest request, DayKeys keys, DecisionLog log, CancellationToken cancellation)
    {
        var parameters = new QueryParameters(request.Query);
        var number = parameters.Text("declarationNo");
        if (parameters.Problem() is { } problem) return problem;
        if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            || await keys.Commitment(date, cancellation) is not { } commitment)
        {
            return ApiProblem.NotFound("unknown-day", new($"没有 `{day}` 的抽检密钥。", $"There is no sampling key of `{day}`."));
        }

        if (number is null) return ApiJson.Ok(Answer(commitment, null));
        if (await log.Find(number, cancellation) is not { } record
            || DateOnly.FromDateTime(record.DecidedAt.ToOffset(ZoneOffset).DateTime) != date)
        {
            return ApiProblem.NotFound(
                "unknown-declaration",
                new($"`{day}` 没有清单编号 `{number}` 的决定。", $"No decision of `{day}` is on declaration number `{number}`."));
        }

        return ApiJson.Ok(Answer(commitment, Draw(record, commitment.Key)));
    }

    private static object Answer(DayCommitment commitment, object? declaration) => new
    {
        commitment.Day,
        commitment.Commitment,
        PreparedAt = commitment.PreparedAt.ToOffset(ZoneOffset),
        commitment.InAdvance,
        commitment.Key,
        declaration,
    };

    private static object Draw(DecisionRecord record, string? key)
    {
        using var facts = JsonDocument.Parse(Encoding.UTF8.GetBytes(record.Facts));
        decimal? recorded = facts.RootElement.ValueKind == JsonValueKind.Object
            && facts.RootElement.TryGetProperty("draw", out var draw) && draw.ValueKind == JsonValueKind.Number ? draw.GetDecimal() : null;
        decimal? computed = key is null ? null : DayKeys.Draw(key, record.DeclarationNo);
        return new { record.DeclarationNo, Recorded = recorded, Computed = computed, Same = computed is null ? (bool?)null : recorded == computed };
    }
}
