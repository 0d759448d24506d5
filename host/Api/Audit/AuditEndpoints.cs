using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Policy.Host.Security;
using Policy.Rules.Audit;

namespace Policy.Host.Api.Audit;

/// <summary><c>/api/audit</c>: what an auditor asks.</summary>
internal static class AuditEndpoints
{
    private const int MaxTake = 500;

    /// <summary>Longest text of an event that a page shows whole; drafts may be as long as a list of goods.</summary>
    private const int LongText = 2_000;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/audit", List)
            .WithSummary("Audited events with their hashes, newest first")
            .WithDescription(
                "All parameters are optional: zone, key, by, type (for example VersionApproved), from and to (instant, or day " +
                "in UTC+8; to is exclusive), take (1 to 500, default 50), after (next of the page before). Texts of more than " +
                "2,000 characters are cut; the export has them whole.")
            .WithProblems(400)
            .RequireAuthorization(Rights.Audit);
        api.MapGet("/audit/verify", Verify)
            .WithSummary("Check everything: events, checkpoints, decisions, and the tables beside them")
            .WithDescription("Takes as long as it takes to read the log. What is found has a code, a place and a sentence.")
            .WithExample(null, Examples.Verified)
            .RequireAuthorization(Rights.Audit);
        api.MapGet("/audit/export", Export)
            .WithSummary("A signed export for `verify FILE` on another machine")
            .WithDescription(
                "All parameters are optional: declarationNo, from and to (instant of deciding, or day in UTC+8) narrow the " +
                "decisions; personal=true opens personal fields, which is an audited event.")
            .Produces(200, contentType: "application/x-ndjson")
            .WithProblems(400)
            .RequireAuthorization(Rights.Audit);
        api.MapPost("/audit/checkpoints", Checkpoint)
            .WithSummary("Take into the chain, signed, what is new")
            .WithProblems(409)
            .RequireAuthorization(Rights.Audit);
        api.MapPost("/audit/keys", Rotate)
            .WithSummary("Sign with a new key from now on")
            .WithProblems(409)
            .RequireAuthorization(Rights.Administer);
    }

    private static async Task<IResult> List(HttpRequest request, AuditLog audit, CancellationToken cancellation)
    {
        var parameters = new QueryParameters(request.Query);
        var query = new AuditQuery(
            parameters.Text("zone"),
            parameters.Text("key"),
            parameters.Text("by"),
            parameters.Text("type"),
            parameters.Instant("from"),
            parameters.Instant("to"),
            parameters.Number("take", 1, MaxTake) ?? 50,
            parameters.Number("after", 1, int.MaxValue));
        if (parameters.Problem() is { } problem) return problem;
        var page = await audit.Events(query, cancellation);
        return ApiJson.Ok(new { events = page.Events.Select(e => e with { Content = Cut(e.Content) }), next = page.Next });
    }

    private static async Task<IResult> Verify(HttpRequest request, AuditLog audit, CancellationToken cancellation)
    {
        var report = await audit.Verify(cancellation);
        var language = Language.Of(request);
        return ApiJson.Ok(new
        {
            report.Valid,
            report.Checked,
            report.Events,
            report.Decisions,
            report.Checkpoints,
            report.Unsealed,
            report.Draws,
            report.Keys,
            report.FindingCount,
            Findings = report.Findings.Select(f => new { f.Code, f.Place, Message = f.Message.In(language) }),
        });
    }

    private static async Task Export(
        HttpContext context, ClaimsPrincipal user, AuditLog audit, CancellationToken cancellation)
    {
        var parameters = new QueryParameters(context.Request.Query);
        var scope = new AuditScope(
            parameters.Text("declarationNo"),
            parameters.Instant("from"),
            parameters.Instant("to"),
            parameters.OneOf("personal", ["true", "false"]) == "true");
        if (parameters.Problem() is { } problem)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        context.Response.ContentType = "application/x-ndjson; charset=utf-8";
        context.Response.Headers.ContentDisposition = "attachment; filename=audit.ndjson";
        await audit.Export(scope, user.Identity!.Name!, context.Response.Body, cancellation);
    }

    private static async Task<IResult> Checkpoint(ClaimsPrincipal user, AuditLog audit, CancellationToken cancellation)
    {
        try
        {
            var made = await audit.Checkpoint(user.Identity!.Name!, cancellation);
            return ApiJson.Ok(new { checkpoints = made.Select(m => m.Number) });
        }
        catch (Exception e) when (e is SigningKeyMissing or AuditChainMissing)
        {
            return new ApiProblem(
                StatusCodes.Status409Conflict, "signing-key-missing", new($"本机没有当前的签名密钥：{e.Message}", e.Message));
        }
    }

    private static async Task<IResult> Rotate(ClaimsPrincipal user, AuditLog audit, CancellationToken cancellation) =>
        (await audit.RotateKey(user.Actor(), cancellation)).Answer(announced =>
            ApiJson.Ok(new { announced.KeyId, announced.PublicKey, announced.SignedBy }));

    private static JsonElement Cut(JsonElement content)
    {
        if (content.ValueKind != JsonValueKind.Object || content.GetRawText().Length <= LongText) return content;
        var cut = JsonObject.Create(content)!;
        foreach (var (name, value) in cut.ToArray())
        {
            if (value is JsonValue text && text.TryGetValue<string>(out var whole) && whole.Length > LongText)
                cut[name] = whole[..LongText] + "…";
        }

        return JsonSerializer.SerializeToElement(cut);
    }
}
