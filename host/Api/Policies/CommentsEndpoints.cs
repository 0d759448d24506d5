using System.Security.Claims;
using Policy.Host.Security;
using Policy.Rules;
using Policy.Rules.Policies;

namespace Policy.Host.Api.Policies;

/// <summary><c>POST …/{key}/comments</c> and <c>…/comments/{n}/resolve</c>: what people say of a policy, a row or a cell.</summary>
internal static class CommentsEndpoints
{
    public static void Map(IEndpointRouteBuilder policy)
    {
        policy.MapPost("/comments", Add)
            .WithSummary("Comment on the policy, a row or a cell")
            .WithDescription("Answers the open comments.")
            .WithExample(Examples.PolicyComment, null)
            .WithProblems(400, 403, 404, 422)
            .RequireAuthorization(Rights.Comment);
        policy.MapPost("/comments/{number:int}/resolve", Resolve)
            .WithSummary("Settle an open comment")
            .WithDescription("Answers the comments that stay open.")
            .WithProblems(403, 404)
            .RequireAuthorization(Rights.Comment);
    }

    private static Task<IResult> Add(
        string zone, string key, HttpRequest request, ClaimsPrincipal user, PolicyStore store, CancellationToken cancellation) =>
        request.Carry<PolicyCommentBody, PolicyView>(
            body => store.Execute(new AddComment(zone, key, body.Text, body.Row, body.Column, user.Actor()), cancellation), Open, cancellation);

    private static async Task<IResult> Resolve(
        string zone, string key, int number, ClaimsPrincipal user, PolicyStore store, CancellationToken cancellation) =>
        (await store.Execute(new ResolveComment(zone, key, number, user.Actor()), cancellation)).Answer(Open);

    private static IResult Open(PolicyView policy) => ApiJson.Ok(policy.Comments);

    private sealed record PolicyCommentBody(string Text, string? Row = null, string? Column = null);
}
