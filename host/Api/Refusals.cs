using Policy.Rules;

namespace Policy.Host.Api;

/// <summary>How refusals of the store are answered: one table.</summary>
internal static class Refusals
{
    private const int SecondsOfBusy = 30;

    /// <summary>The problem of a refusal.</summary>
    public static ApiProblem Problem(this Refusal refusal) =>
        new(Status(refusal.Code), refusal.Code, refusal.Message, refusal.Problems)
        {
            RetryAfter = refusal.Code == "busy" ? SecondsOfBusy : null,
        };

    /// <summary>The value as the answer gives it, or the problem.</summary>
    public static IResult Answer<T>(this Result<T> result, Func<T, IResult> answer) =>
        result.Succeeded ? answer(result.Value) : result.Refusal.Problem();

    private static int Status(string code) => code switch
    {
        "invalid" => StatusCodes.Status400BadRequest,
        "role" => StatusCodes.Status403Forbidden,
        "unknown-zone" or "unknown-policy" or "unknown-release" or "unknown-simulation" or "unknown-trial" or "unknown-comment"
            or "unknown-declaration" or "unknown-alert"
            or "unknown-side" => StatusCodes.Status404NotFound,
        "stale-draft" => StatusCodes.Status412PreconditionFailed,
        "too-large" => StatusCodes.Status413PayloadTooLarge,
        // The content is to blame: it must be changed before the command can succeed.
        "errors" or "cases-failing" or "property-failing" or "parent-locked" or "invalid-key" or "invalid-text" or "no-reason"
            or "invalid-title"
            or "unknown-version" or "unknown-property" or "nothing-to-publish" or "no-uploads" or "no-parcels" or "too-many-parcels"
            or "no-flow" or "not-approved" => StatusCodes.Status422UnprocessableEntity,
        "busy" => StatusCodes.Status503ServiceUnavailable,
        // The state is to blame: own-draft, not-editable, not-submitted, no-draft, no-simulation, stale-review, approval-void, trial-running and
        // whatever the store comes to refuse.
        _ => StatusCodes.Status409Conflict,
    };
}
