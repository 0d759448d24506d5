using System.Security.Claims;
using Policy.Host.Security;
using Policy.Rules.Audit;
using Policy.Rules.Decisions;

namespace Policy.Host.Api.Decisions;

/// <summary><c>POST /api/decisions/{declarationNo}/erase</c>: erases personal fields for good.</summary>
internal static class ErasureEndpoint
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/decisions/{declarationNo}/erase", Erase)
            .WithSummary("Erase the personal fields of a declaration")
            .WithDescription(
                "For good, and an audited event: only commitments stay, so that the audit chain holds. The comment says on what " +
                "ground; it stays for ever and must not tell of the person.")
            .WithExample(Examples.Comment, null)
            .WithProblems(400, 404, 409, 422)
            .RequireAuthorization(Rights.Administer);
        api.MapGet("/decisions/{declarationNo}/proof", Proof)
            .WithSummary("The proof that a decision is in the audit chain")
            .WithDescription(
                "A Merkle path as in RFC 6962 from the decision's leaf to the root of its batch, which a signed checkpoint has; " +
                "checkpoint is null until the next one is made.")
            .WithProblems(404)
            .RequireAuthorization(Rights.Read);
    }

    private static async Task<IResult> Erase(
        string declarationNo, HttpRequest request, ClaimsPrincipal user, AuditLog audit, CancellationToken cancellation)
    {
        var (body, problem) = await ApiJson.Read<CommentBody>(request, cancellation);
        if (body is null) return problem!;
        var command = new ErasePersonalFields(declarationNo, body.Comment, user.Actor());
        return (await audit.Execute(command, cancellation)).Answer(erased =>
            ApiJson.Ok(new { erased.DeclarationNo, erased.By, erased.At }));
    }

    private static async Task<IResult> Proof(string declarationNo, AuditLog audit, CancellationToken cancellation) =>
        await audit.Proof(declarationNo, cancellation) is { } proof
            ? ApiJson.Ok(proof)
            : ApiProblem.NotFound(
                "unknown-declaration",
                new($"没有清单编号 `{declarationNo}` 的决定。", $"There is no decision on declaration number `{declarationNo}`."));

    private sealed record CommentBody(string Comment);
}
