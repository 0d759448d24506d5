using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Policy.Engine;

namespace Policy.Host.Api;

/// <summary>JSON of the API: camel case, enumerations as text, Chinese unescaped; unknown members are errors.</summary>
internal static class ApiJson
{
    /// <summary>The options in use.</summary>
    public static readonly JsonSerializerOptions Options = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>Sets options so.</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        options.Converters.Add(new LocalizedTextConverter());
        return options;
    }

    /// <summary>A value as JSON.</summary>
    public static IResult Ok<T>(T value) => Results.Json(value, Options);

    /// <summary>Reads a body; the problem names the member to blame.</summary>
    public static async Task<(T? Value, ApiProblem? Problem)> Read<T>(HttpRequest request, CancellationToken cancellation)
        where T : class
    {
        var (body, tooLarge) = await RequestBody.Read(request, cancellation);
        if (tooLarge is not null) return (null, tooLarge);
        try
        {
            return JsonSerializer.Deserialize<T>(body.Span, Options) is { } value ? (value, null) : (null, Bad("", "null"));
        }
        catch (JsonException e)
        {
            return (null, Bad(Pointer(e.Path), e.Message));
        }
    }

    private static ApiProblem Bad(string pointer, string message) => ApiProblem.BadFields(
        [new Diagnostic(DiagnosticCode.MalformedJson, Severity.Error, "", pointer, new LocalizedText($"JSON 内容不符合要求:{message}", message))]);

    /// <summary>A JSON path such as <c>$.policies[0].version</c> as a pointer.</summary>
    private static string Pointer(string? path) =>
        path is null or "$" ? "" : path[1..].Replace('.', '/').Replace("[", "/", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);

    private sealed class LocalizedTextConverter : JsonConverter<LocalizedText>
    {
        public override LocalizedText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("No request carries localized texts.");

        public override void Write(Utf8JsonWriter writer, LocalizedText value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("zh-CN", value.ZhCn);
            writer.WriteString("en", value.En);
            writer.WriteEndObject();
        }
    }
}

/// <summary>Bodies of requests.</summary>
internal static class RequestBody
{
    /// <summary>Largest body, in bytes.</summary>
    public const int Most = 10 * 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The whole body, or the problem of one that is too large.</summary>
    public static async Task<(ReadOnlyMemory<byte> Body, ApiProblem? Problem)> Read(HttpRequest request, CancellationToken cancellation)
    {
        var tooLarge = ApiProblems.Of(StatusCodes.Status413PayloadTooLarge);
        if (request.ContentLength > Most) return (default, tooLarge);
        var buffer = new MemoryStream((int)(request.ContentLength ?? 0));
        var chunk = new byte[16 * 1024];
        while (await request.Body.ReadAsync(chunk, cancellation) is var count and > 0)
        {
            if (buffer.Length + count > Most) return (default, tooLarge);
            buffer.Write(chunk, 0, count);
        }

        return (buffer.GetBuffer().AsMemory(0, (int)buffer.Length), null);
    }

    /// <summary>The whole body as text, or the problem of one that is too large or no UTF-8.</summary>
    public static async Task<(string Text, ApiProblem? Problem)> ReadText(HttpRequest request, CancellationToken cancellation)
    {
        var (body, problem) = await Read(request, cancellation);
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
}
