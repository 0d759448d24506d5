using System.Text.Json;
using Microsoft.AspNetCore.Http.Headers;
using Policy.Engine.Analysis;
using Policy.Engine;
using Policy.Host.Security;
using Policy.Rules.Policies;
using Policy.Rules;

namespace Policy.Host.Api.Policies;

/// <summary><c>PUT …/{key}/draft</c>: saves a draft and answers what is wrong with it; <c>DELETE</c> gives it up.</summary>
internal static class DraftEndpoint
{
    public static void Map(IEndpointRouteBuilder policy)
    {
        MapSave(policy);
        policy.MapPost("/draft/merge", Merge)
            .WithSummary("Put an edit and the draft that overtook it together")
            .WithDescription(
                "The body is the edit; If-Match carries the ETag it started from (without: the newest version). Nothing is stored: " +
                "save what is merged with the ETag that is answered. Without a merged draft the conflicts are answered, with both " +
                "sides, or a region that both edits decide otherwise.")
            .WithExample(Examples.Draft, Examples.DraftMerged)
            .WithProblems(400, 403, 404, 413)
            .RequireAuthorization(Rights.Draft);
        policy.MapDelete("/draft", Discard)
            .WithSummary("Give the draft up")
            .WithDescription("If-Match carries its ETag. What is in force stays.")
            .WithProblems(403, 409, 412, 428)
            .RequireAuthorization(Rights.Draft);
    }

    private static void MapSave(IEndpointRouteBuilder policy) => policy
        .MapPut("/draft", Handle)
        .WithSummary("Save a draft")
        .WithDescription(
            "The body is the document; a broken one is kept and its problems are answered. If-Match carries the ETag " +
            "the editor started from; without a draft leave it out or send If-None-Match: *. 412 when the draft has " +
            "changed since, 428 when there is a draft and If-Match is missing.")
        .WithExample(Examples.Draft, Examples.DraftSaved)
        .WithProblems(400, 403, 404, 409, 412, 413, 422, 428)
        .RequireAuthorization(Rights.Draft);

    private static async Task<IResult> Handle(
        string zone,
        string key,
        HttpContext context,
        PolicyStore store,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var (text, problem) = await RequestBody.ReadText(context.Request, cancellation, SaveDraft.MaxLength);
        if (problem is not null) return problem;
        var (expected, first) = Precondition(context.Request.GetTypedHeaders());
        if (expected == "*")
        {
            var policy = await store.Policy(zone, key, clock.GetUtcNow(), cancellation);
            expected = policy?.Draft?.ETag ?? "";
        }

        var saved = await store.Execute(new SaveDraft(zone, key, text, expected, context.User.Actor()), cancellation);
        if (saved.Refusal is { Code: "stale-draft" } && expected is null && !first) return Unconditional;
        return saved.Answer(draft =>
        {
            context.Response.Headers.ETag = $"\"{draft.ETag}\"";
            var language = Language.Of(context.Request);
            var problems = draft.Problems.Select(p => ProblemAnswer.Of(p, language));
            return ApiJson.Ok(new { Etag = draft.ETag, Problems = problems });
        });
    }

    private static async Task<IResult> Merge(
        string zone, string key, HttpRequest request, PolicyStore store, CancellationToken cancellation)
    {
        var (text, problem) = await RequestBody.ReadText(request, cancellation, SaveDraft.MaxLength);
        if (problem is not null) return problem;
        var start = Precondition(request.GetTypedHeaders()).Expected;
        return await store.Merge(zone, key, start, text, cancellation) is { } merge ? ApiJson.Ok(MergeAnswer.Of(merge)) : NoStart;
    }

    private static ApiProblem NoStart => ApiProblem.NotFound(
        "unknown-draft",
        new LocalizedText("没有可合并的草稿，或从未有过该 ETag 的草稿。", "There is no draft to merge with, or none of that ETag ever was."));

    private static async Task<IResult> Discard(
        string zone, string key, HttpContext context, PolicyStore store, CancellationToken cancellation)
    {
        if (Precondition(context.Request.GetTypedHeaders()).Expected is not { } expected) return Unconditional;
        var discarded = await store.Execute(new DiscardDraft(zone, key, expected, "", context.User.Actor()), cancellation);
        return discarded.Answer(_ => Results.NoContent());
    }

    private static ApiProblem Unconditional => new(
        StatusCodes.Status428PreconditionRequired,
        "if-match-required",
        new LocalizedText(
            "已有草稿：请在 If-Match 中给出所依据草稿的 ETag。",
            "There is a draft: send the ETag it was edited from as If-Match."));

    /// <summary>The ETag expected, null for none; and whether the sender says that there is no draft yet. A weak or
    /// second ETag cannot be what the store gave, and so never matches.</summary>
    private static (string? Expected, bool First) Precondition(RequestHeaders headers) => headers.IfMatch switch
    {
        [] => (null, headers.IfNoneMatch.Any(tag => tag.Tag == "*")),
        [{ IsWeak: false } only] => (only.Tag.Value!.Trim('"'), false),
        _ => ("", false),
    };
}

/// <summary>Two edits put together.</summary>
internal sealed record MergeAnswer(
    string Etag, bool Merged, string? Text, IReadOnlyList<MergeConflict> Conflicts, bool Decided, SharedAnswer? Shared)
{
    public static MergeAnswer Of(DraftMerge merge) => new(
        merge.ETag, merge.Json is not null, merge.Json, merge.Conflicts, merge.IsDecided,
        merge.Shared is { } region ? SharedAnswer.Of(region) : null);
}

/// <summary>A region that both edits decide otherwise.</summary>
internal sealed record SharedAnswer(IReadOnlyDictionary<string, string> When, JsonElement Mine, JsonElement Theirs, JsonElement? Witness)
{
    public static SharedAnswer Of(Region region) => new(
        region.When,
        JsonElement.Parse(ValueJson.ToUtf8(region.Before)),
        JsonElement.Parse(ValueJson.ToUtf8(region.After)),
        region.Witness is { } facts ? JsonElement.Parse(ValueJson.ToUtf8(Value.Object(facts.Content))) : null);
}

/// <summary>A finding of checking a draft.</summary>
internal sealed record ProblemAnswer(string Code, Severity Severity, string Pointer, string Message, TextSpan? Span)
{
    public static ProblemAnswer Of(Diagnostic problem, string language) =>
        new(problem.Code, problem.Severity, problem.Pointer, problem.Message.In(language), problem.Span);
}
