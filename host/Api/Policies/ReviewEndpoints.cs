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
            .WithDescription(
                "Reviewed against what is in force at effectiveFrom (default: now). A property that need not hold this time " +
                "is named in waivers, with a reason.")
            .WithExample(Examples.Submit, null)
            .WithProblems(400, 403, 404, 409, 422)
            .RequireAuthorization(Rights.Draft);
        policy.MapPost("/draft/approve", Approve)
            .WithSummary("Approve the submitted draft, which becomes the next version")
            .WithDescription(
                "Whoever edited the draft cannot approve it (own-draft). It takes a simulation of exactly this content " +
                "(no-simulation). grounds is the hash of what the approver has seen; without it, whatever was submitted.")
            .WithExample(Examples.Approve, null)
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
        request.Carry<SubmitBody, Draft>(
            body => store.Execute(
                new SubmitDraft(zone, key, body.Comment, user.Actor(), body.EffectiveFrom, [.. body.Waivers ?? []]), cancellation),
            draft => ApiJson.Ok(DraftAnswer.Of(draft)),
            cancellation);

    private static Task<IResult> Approve(
        string zone, string key, HttpRequest request, ClaimsPrincipal user, PolicyStore store, CancellationToken cancellation) =>
        request.Carry<ApproveBody, PolicyVersion>(
            body => store.Execute(new ApproveDraft(zone, key, body.Comment, user.Actor(), body.Grounds), cancellation),
            version => ApiJson.Ok(VersionAnswer.Of(version)),
            cancellation);

    private static Task<IResult> Reject(
        string zone, string key, HttpRequest request, ClaimsPrincipal user, PolicyStore store, CancellationToken cancellation) =>
        request.Carry<CommentBody, Draft>(
            body => store.Execute(new RejectDraft(zone, key, body.Comment, user.Actor()), cancellation),
            draft => ApiJson.Ok(DraftAnswer.Of(draft)),
            cancellation);

    private sealed record SubmitBody(string Comment, DateTimeOffset? EffectiveFrom = null, IReadOnlyList<Waiver>? Waivers = null);

    private sealed record ApproveBody(string Comment, string? Grounds = null);
}

/// <summary>A body that carries a comment.</summary>
/// <param name="Comment">Why; kept in the audit trail.</param>
internal sealed record CommentBody(string Comment);
