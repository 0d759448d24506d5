using Microsoft.Net.Http.Headers;

namespace Policy.Host.Api;

/// <summary>The language of messages that a request asks for.</summary>
internal static class Language
{
    /// <summary>The best of <c>zh-CN</c> and <c>en</c> by Accept-Language; English when neither is asked for.</summary>
    public static string Of(HttpRequest request)
    {
        var asked = request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1);
        foreach (var language in asked)
        {
            if (language.Quality is 0) continue;
            if (Is(language, "zh")) return "zh-CN";
            if (Is(language, "en")) return "en";
        }

        return "en";
    }

    private static bool Is(StringWithQualityHeaderValue language, string primary) =>
        language.Value.StartsWith(primary, StringComparison.OrdinalIgnoreCase) &&
        (language.Value.Length == primary.Length || language.Value[primary.Length] == '-');
}
