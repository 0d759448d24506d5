using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Policy.Engine;
using Policy.Host.Wire;

namespace Policy.Host.Api;

/// <summary>An error of the API: problem details of RFC 9457 with a stable code and the fields to blame.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Stable code.</param>
/// <param name="Detail">One sentence for people, with the cure.</param>
/// <param name="Errors">The fields to blame; empty when none is.</param>
internal sealed record ApiProblem(int Status, string Code, LocalizedText Detail, ImmutableArray<Diagnostic> Errors)
    : IResult
{
    private const string ContentType = "application/problem+json";

    /// <summary>A problem that no field is to blame for.</summary>
    public ApiProblem(int status, string code, LocalizedText detail)
        : this(status, code, detail, [])
    {
    }

    /// <summary>Seconds after which it is worth trying again; null when it is not.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Bad fields.</summary>
    public static ApiProblem BadFields(ImmutableArray<Diagnostic> errors) => new(
        StatusCodes.Status400BadRequest,
        "invalid",
        new LocalizedText("请求内容有误，请按所列错误逐项修改。", "The request has errors; mend each of those listed."),
        errors);

    /// <summary>What was asked for does not exist.</summary>
    public static ApiProblem NotFound(string code, LocalizedText detail) =>
        new(StatusCodes.Status404NotFound, code, detail);

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        if (RetryAfter is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await using (var writer = new Utf8JsonWriter(response.BodyWriter, EvaluationJson.Options))
        {
            writer.WriteStartObject();
            writer.WriteString("type", $"urn:policy:problem:{Code}");
            writer.WriteString("title", ReasonPhrases.GetReasonPhrase(Status));
            writer.WriteNumber("status", Status);
            WriteRest(writer, "detail", Language.Of(httpContext.Request));
            writer.WriteEndObject();
        }

        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }

    /// <summary>Writes the value of <c>error</c> in a line of a batch.</summary>
    public void WriteAsError(Utf8JsonWriter writer, string language)
    {
        writer.WriteStartObject();
        writer.WriteNumber("status", Status);
        WriteRest(writer, "message", language);
        writer.WriteEndObject();
    }

    private void WriteRest(Utf8JsonWriter writer, string detailName, string language)
    {
        writer.WriteString("code", Code);
        writer.WriteString(detailName, Detail.In(language));
        FindingsJson.WriteErrors(writer, Errors, language);
    }
}
