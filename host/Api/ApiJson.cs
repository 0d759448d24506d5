using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Policy.Engine;

namespace Policy.Host.Api;

/// <summary>JSON of the API: camel case, enumerations as text, Chinese unescaped; unknown members are errors.</summary>
internal static class ApiJson
{
    /// <summary>The options in use.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false), new LocalizedTextConverter() },
    };

    /// <summary>A value as JSON.</summary>
    public static IResult Ok<T>(T value) => Results.Json(value, Options);

    /// <summary>Reads a body; the problem names the member to blame.</summary>
    public static async Task<(T? Value, ApiProblem? Problem)> Read<T>(
        HttpRequest request, CancellationToken cancellation)
        where T : class
    {
        var (body, tooLarge) = await RequestBody.Read(request, cancellation);
        if (tooLarge is not null) return (null, tooLarge);
        try
        {
            var value = JsonSerializer.Deserialize<T>(body.Span, Options);
            return value is null ? (null, Bad("", "null")) : (value, null);
        }
        catch (JsonException e)
        {
            return (null, Bad(Pointer(e.Path), e.Message));
        }
    }

    private static ApiProblem Bad(string pointer, string message)
    {
        var text = new LocalizedText($"JSON 内容不符合要求：{message}", message);
        return ApiProblem.BadFields([new Diagnostic(DiagnosticCode.MalformedJson, Severity.Error, "", pointer, text)]);
    }

    /// <summary>A JSON path such as <c>$.policies[0].version</c> as a pointer.</summary>
    private static string Pointer(string? path) =>
        path is null or "$"
            ? ""
            : path[1..].Replace('.', '/').Replace('[', '/').Replace("]", "", StringComparison.Ordinal);

    private sealed class LocalizedTextConverter : JsonConverter<LocalizedText>
    {
        public override LocalizedText Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
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
