using Policy.Rules;

namespace Policy.Host.Api;

/// <summary>Requests that carry a command.</summary>
internal static class Carrying
{
    /// <summary>Reads the body, carries out what it asks for and answers the value or the refusal.</summary>
    public static async Task<IResult> Carry<TBody, T>(
        this HttpRequest request, Func<TBody, Task<Result<T>>> execute, Func<T, IResult> answer, CancellationToken cancellation)
        where TBody : class
    {
        var (body, problem) = await ApiJson.Read<TBody>(request, cancellation);
        return body is null ? problem! : (await execute(body)).Answer(answer);
    }
}
