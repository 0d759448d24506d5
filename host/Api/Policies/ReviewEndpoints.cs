using System.Security.Claims;
using Policy.Host.Security;
using Policy.Rules.Policies;
using Policy.Rules;

namespace Policy.Host.Api.Policies;

/// <summary><c>POST …/{key}/draft/submit</c>, <c>…/approve</c> and <c>…/reject</c>: two people look before a draft
/// becomes a version.</summary>
internal static class ReviewEndpoints
{
    public static void Map(IEndpointRouteBuilder policy)
    {
        policy.MapPost("/draft/submit", Submit)
            .WithSummary("Submit the draft for approval")
            .WithExample(Examples.Comment, null)
            .WithProblems(400, 403, 404, 409, 422)
            .RequireAuthorization(Rights.Draft);
        policy.MapPost("/draft/approve", Approve)
            .WithSummary("Approve the submitted draft, which becomes the next version")
            .WithDescription("Whoever edited the draft cannot approve it (own-draft).")
            .WithExample(Examples.Comment, null)
            .WithProblems(400, 403, 404, 409, 422)
            .RequireAuthorization(Rights.Approve);
        policy.MapPost("/draft/reject", Reject)
            .WithSummary("Send the submitted draft back to its author")
            .WithExample(Examples.Comment, null)
            .WithProblems(400, 403, 404, 409)
            .RequireAuthorization(Rights.Approve);
    }

    private static Task<IResult> Submit(
        string zone, string key, HttpRequest request, ClaimsPrincipal user, PolicyStore store, CancellationToken cancellation) =>
        Carry(
            request,
            comment => store.Execute(new SubmitDraft(zone, key, comment, user.Actor()), cancellation),
            DraftAnswer.Of,
            cancellation);

    private static Task<IResult> Approve(
        string zone, string key, HttpRequest request, ClaimsPrincipal user, PolicyStore store, CancellationToken cancellation) =>
        Carry(
            request,
            comment => store.Execute(new ApproveDraft(zone, key, comment, user.Actor()), cancellation),
            VersionAnswer.Of,
            cancellation);

    private static Task<IResult> Reject(
        string zone, string key, HttpRequest request, ClaimsPrincipal user, PolicyStore store, CancellationToken cancellation) =>
        Carry(
            request,
            comment => store.Execute(new RejectDraft(zone, key, comment, user.Actor()), cancellation),
            DraftAnswer.Of,
            cancellation);

    private static async Task<IResult> Carry<T, TAnswer>(
        HttpRequest request, Func<string, Task<Result<T>>> execute, Func<T, TAnswer> answer, CancellationToken cancellation)
    {
        var (body, problem) = await ApiJson.Read<CommentBody>(request, cancellation);
        if (body is null) return problem!;
        return (await execute(body.Comment)).Answer(value => ApiJson.Ok(answer(value)));
    }
}

/// <summary>A body that carries a comment.</summary>
/// <param name="Comment">Why; kept in the audit trail.</param>
internal sealed record CommentBody(string Comment);
