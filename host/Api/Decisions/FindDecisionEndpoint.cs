using System.Text.Json;
using Policy.Host.Security;
using Policy.Host.Wire;
using Policy.Rules.Decisions;
using Policy.Rules.Releases;

namespace Policy.Host.Api.Decisions;

/// <summary><c>GET /api/decisions/{declarationNo}</c>: what was decided, on what, and on request why.</summary>
internal static class FindDecisionEndpoint
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/decisions/{declarationNo}", Handle)
        .WithSummary("Look up a decision")
        .WithDescription("With trace=true every step, row, cell and value is added. Personal values are masked; \"erased\":true says that they are gone.")
        .WithExample(null, Examples.Decision)
        .WithProblems(404)
        .RequireAuthorization(Rights.Read);

    private static async Task<IResult> Handle(
        string declarationNo,
        HttpRequest request,
        DecisionLog log,
        ActiveReleases releases,
        CancellationToken cancellation)
    {
        var (found, problem) = await RecordedDecision.Find(declarationNo, log, releases, cancellation);
        if (found is null) return problem!;
        var trace = string.Equals(request.Query["trace"], "true", StringComparison.OrdinalIgnoreCase);
        return Results.Bytes(Write(found, trace, Language.Of(request)), "application/json; charset=utf-8");
    }

    private static byte[] Write(RecordedDecision found, bool trace, string language)
    {
        using var output = new MemoryStream();
        using (var writer = new Utf8JsonWriter(output, EvaluationJson.Options))
        {
            writer.WriteStartObject();
            using var decision = JsonDocument.Parse(DecisionJson.Of(found.Record));
            foreach (var member in decision.RootElement.EnumerateObject()) member.WriteTo(writer);
            writer.WritePropertyName("declaration");
            writer.WriteRawValue(found.Masked.Facts);
            if (found.Facts is null) writer.WriteBoolean("erased", true);
            else if (trace)
                EvaluationJson.WriteTrace(writer, found.Again(trace: true)!.Evaluation, language, new PersonalMask(found.Facts).Masked);
            writer.WriteEndObject();
        }

        return output.ToArray();
    }
}
