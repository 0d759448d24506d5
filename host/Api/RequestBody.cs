using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Policy.Engine;

namespace Policy.Host.Api;

/// <summary>Bodies of requests.</summary>
internal static class RequestBody
{
    /// <summary>Largest body, in bytes, where nothing else is said.</summary>
    public const int Most = 10 * 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The whole body, or the problem of one that is too large.</summary>
    public static async Task<(ReadOnlyMemory<byte> Body, ApiProblem? Problem)> Read(
        HttpRequest request, CancellationToken cancellation, int most = Most)
    {
        if (request.ContentLength > most) return (default, TooLarge(most));
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null; // Counted below.
        var buffer = new MemoryStream((int)(request.ContentLength ?? 0));
        var chunk = new byte[16 * 1024];
        while (await request.Body.ReadAsync(chunk, cancellation) is var count and > 0)
        {
            if (buffer.Length + count > most) return (default, TooLarge(most));
            buffer.Write(chunk, 0, count);
        }

        return (buffer.GetBuffer().AsMemory(0, (int)buffer.Length), null);
    }

    /// <summary>The whole body as text, or the problem of one that is too large or no UTF-8.</summary>
    public static async Task<(string Text, ApiProblem? Problem)> ReadText(
        HttpRequest request, CancellationToken cancellation, int most = Most)
    {
        var (body, problem) = await Read(request, cancellation, most);
        if (problem is not null) return ("", problem);
        try
        {
            return (StrictUtf8.GetString(body.Span), null);
        }
        catch (DecoderFallbackException)
        {
            return ("", new ApiProblem(400, "not-utf8", new LocalizedText("内容不是 UTF-8。", "The body is not UTF-8.")));
        }
    }

    private static ApiProblem TooLarge(int most) => new(
        StatusCodes.Status413PayloadTooLarge,
        "too-large",
        new LocalizedText($"请求内容超过上限（{most >> 20} MB）。", $"The body is larger than allowed ({most >> 20} MB)."));
}
