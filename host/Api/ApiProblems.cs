using Policy.Host.Operations;

namespace Policy.Host.Api;

/// <summary>Makes every error under <c>/api</c> a problem: routing, authorization, bodies too large, bugs.</summary>
internal static partial class ApiProblems
{
    /// <summary>Call first in the pipeline, so that nothing answers outside of it.</summary>
    public static IApplicationBuilder UseApiProblems(this IApplicationBuilder app)
    {
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("Policy.Host.Api");
        return app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase),
            api => api.Use(next => context => Answer(context, next, logger)));
    }

    private static async Task Answer(HttpContext context, RequestDelegate next, ILogger logger)
    {
        var response = context.Response;
        try
        {
            await next(context);
            if (!response.HasStarted && response is { StatusCode: >= 400, ContentType: null, ContentLength: null or 0 })
                await Of(response.StatusCode).ExecuteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone: nobody to answer.
        }
        catch (BadHttpRequestException e) when (!response.HasStarted)
        {
            response.Clear();
            await Of(e.StatusCode).ExecuteAsync(context);
        }
        catch (Exception e) when (!response.HasStarted && StoreFaults.IsUnavailable(e))
        {
            LogUnavailable(logger, context.Request.Method, context.Request.Path, e);
            response.Clear();
            await Unavailable.ExecuteAsync(context);
        }
        catch (Exception e) when (!response.HasStarted)
        {
            LogFailed(logger, context.Request.Method, context.Request.Path, e);
            response.Clear();
            await Of(StatusCodes.Status500InternalServerError).ExecuteAsync(context);
        }
    }

    private static ApiProblem Unavailable { get; } = new(
        StatusCodes.Status503ServiceUnavailable,
        "store-unavailable",
        new("数据库暂不可用，请稍后再试。", "The database cannot be reached for the moment; try again shortly."))
    {
        RetryAfter = 2,
    };

    /// <summary>The problem of a bare status.</summary>
    internal static ApiProblem Of(int status) => status switch
    {
        401 => new(status, "unauthenticated", new("请先登录，或提供 X-Api-Key。", "Sign in, or send X-Api-Key.")),
        403 => new(status, "forbidden", new("您的角色没有这项权限。", "Your role does not have this right.")),
        404 => new(status, "not-found", new("没有这个地址。", "There is nothing at this address.")),
        405 => new(status, "method-not-allowed", new("此地址不支持该方法。", "This address does not take this method.")),
        413 => new(status, "too-large", new("请求内容超过上限(10 MB)。", "The body is larger than allowed (10 MB).")),
        415 => new(status, "unsupported-media-type", new("不支持此内容类型。", "This content type is not supported.")),
        429 => new(status, "too-many-requests", new("请求过于频繁，请稍后再试。", "Too many requests; try again later.")),
        >= 500 => new(status, "internal-error", new("系统内部错误，已记录。", "Something went wrong inside; it was recorded.")),
        _ => new(status, "bad-request", new("请求有误。", "The request is not valid.")),
    };

    [LoggerMessage(5002, LogLevel.Error, "{Method} {Path} could not be answered without the database")]
    private static partial void LogUnavailable(ILogger logger, string method, string path, Exception exception);

    [LoggerMessage(5001, LogLevel.Error, "{Method} {Path} failed")]
    private static partial void LogFailed(ILogger logger, string method, string path, Exception exception);
}
