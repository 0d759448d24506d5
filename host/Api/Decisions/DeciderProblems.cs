using Policy.Engine;

namespace Policy.Host.Api.Decisions;

/// <summary>Why a declaration is not decided.</summary>
internal static class DeciderProblems
{
    public static ApiProblem Unavailable { get; } = new(
        StatusCodes.Status503ServiceUnavailable,
        "log-unavailable",
        new("决定日志暂不可用，请稍后用同样的内容重试。", "The decision log cannot be reached; send the same again later."))
    {
        RetryAfter = 2,
    };

    public static ApiProblem NotReady { get; } = new(
        StatusCodes.Status503ServiceUnavailable,
        "not-ready",
        new("系统正在装载发布版本，请稍后再试。", "The releases are being loaded; try again shortly."))
    {
        RetryAfter = 2,
    };

    public static ApiProblem ReleaseUnknown { get; } = new(
        StatusCodes.Status503ServiceUnavailable,
        "release-unknown",
        new(
            "数据库已恢复到较早的状态，没有本机所用的发布版本；本申报未作决定，系统正在重新装载，请稍后重试。",
            "The database was set back to an earlier state and lacks the release this host decides by; nothing was decided, it is loading anew: try again."))
    {
        RetryAfter = 2,
    };

    public static ApiProblem Busy { get; } = new(
        StatusCodes.Status503ServiceUnavailable,
        "log-full",
        new("决定日志暂时已满，本申报未作决定，请稍后重试。", "The decision log is full for the moment; nothing was decided, try again."))
    {
        RetryAfter = 1,
    };

    public static ApiProblem UnknownZone(string zone) => At(
        StatusCodes.Status422UnprocessableEntity,
        "unknown-zone",
        "/zone",
        new($"没有试验区 `{zone}`。", $"There is no zone `{zone}`."));

    public static ApiProblem NoRelease(string zone) => At(
        StatusCodes.Status422UnprocessableEntity,
        "no-release-in-force",
        "/declaredAt",
        new($"试验区 `{zone}` 在申报时间没有生效的发布版本。", $"No release of `{zone}` was in force at that instant."));

    public static ApiProblem BadNumber(string number) => At(
        StatusCodes.Status400BadRequest,
        "invalid-number",
        "/declarationNo",
        new(
            $"清单编号 `{number}` 只能由字母、数字和 - _ . : 组成。",
            $"The number `{number}` must be made of letters, digits and - _ . : only."));

    public static ApiProblem Conflict(string number) => At(
        StatusCodes.Status409Conflict,
        "declaration-decided",
        "/declarationNo",
        new($"清单编号 `{number}` 已按另一份内容作出决定。", $"Number `{number}` was decided before with other content."));

    private static ApiProblem At(int status, string code, string pointer, LocalizedText message) =>
        new(status, code, message, [new Diagnostic(code, Severity.Error, "", pointer, message)]);
}
