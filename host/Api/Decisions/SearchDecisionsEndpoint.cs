using System.Collections.Immutable;
using Policy.Host.Security;
using Policy.Rules.Decisions;

namespace Policy.Host.Api.Decisions;

/// <summary><c>GET /api/decisions</c>: decisions, newest first, page by page.</summary>
internal static class SearchDecisionsEndpoint
{
    private const int MaxTake = 500;

    private static readonly ImmutableArray<string> Outcomes = ["release", "inspect", "review", "return", "prohibit"];

    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/decisions", Handle)
        .WithSummary("Search decisions")
        .WithDescription(
            "All parameters are optional: zone, outcome, from and to (instant of deciding, or day in UTC+8; to is " +
            "exclusive), row (document/row), take (1 to 500, default 50), after (next of the page before).")
        .WithProblems(400)
        .RequireAuthorization(Rights.Read);

    private static async Task<IResult> Handle(HttpRequest request, DecisionLog log, CancellationToken cancellation)
    {
        var parameters = new QueryParameters(request.Query);
        var query = new DecisionQuery(
            parameters.Text("zone"),
            parameters.OneOf("outcome", Outcomes),
            parameters.Instant("from"),
            parameters.Instant("to"),
            parameters.Text("row"),
            parameters.Number("take", 1, MaxTake) ?? 50,
            parameters.PageKey("after"));
        if (parameters.Problem() is { } problem) return problem;
        var page = await log.Search(query, cancellation);
        return ApiJson.Ok(new { decisions = page.Records.Select(Summary), next = page.Next });
    }

    private static object Summary(DecisionRecord record) => new
    {
        record.DecisionId,
        record.DeclarationNo,
        record.Zone,
        Release = new { Number = record.ReleaseNumber, Hash = record.ReleaseHash, record.Trial },
        DeclaredAt = record.DeclaredAt.ToOffset(TimeSpan.FromHours(8)),
        DecidedAt = record.DecidedAt.ToOffset(TimeSpan.FromHours(8)),
        record.Outcome,
        record.Channel,
        record.Rows,
    };
}
