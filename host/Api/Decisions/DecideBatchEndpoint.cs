using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Policy.Host.Security;
using Policy.Host.Wire;

namespace Policy.Host.Api.Decisions;

/// <summary><c>POST /api/decisions/batch</c>: decides a stream of declarations, line by line, in order.</summary>
internal static class DecideBatchEndpoint
{
    /// <summary>Decisions in flight, so that the log commits them in groups.</summary>
    private const int MaxInFlight = 256;

    private const long MaxBytesInFlight = 32 * 1024 * 1024;

    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/decisions/batch", Handle)
        .WithSummary("Decide a stream of declarations")
        .WithDescription(
            "NDJSON in and out: one declaration a line, one answer a line, in the same order, each as soon as it is " +
            "durable. A bad line gives {\"line\":n,\"error\":{…}} and stops nothing.")
        .Accepts<string>("application/x-ndjson")
        .Produces(200, contentType: "application/x-ndjson")
        .RequireAuthorization(Rights.Decide);

    private static async Task Handle(HttpContext context, Decider decider, CancellationToken cancellation)
    {
        Unlimit(context);
        var language = Language.Of(context.Request);
        context.Response.ContentType = "application/x-ndjson; charset=utf-8";
        var output = context.Response.BodyWriter;
        var answers = InOrder.Run(
            Lines(context.Request, cancellation),
            async (line, token) => (line.Number, Answer: await Decide(decider, line, token)),
            line => line.Text.Length,
            MaxInFlight,
            MaxBytesInFlight,
            cancellation);
        await using var enumerator = answers.GetAsyncEnumerator(cancellation);
        while (true)
        {
            var next = enumerator.MoveNextAsync();
            // Flush only when there is nothing more to write at once.
            if (!next.IsCompleted) await output.FlushAsync(cancellation);
            if (!await next) break;
            Write(output, enumerator.Current.Number, enumerator.Current.Answer, language);
        }

        await output.FlushAsync(cancellation);
    }

    private static async Task<DeciderAnswer> Decide(Decider decider, NdjsonLine line, CancellationToken cancellation)
    {
        if (BadLine.Of(line) is { } bad) return new ApiProblem(400, bad.Code, bad.Message);
        return await decider.Decide(line.Text, cancellation);
    }

    private static async IAsyncEnumerable<NdjsonLine> Lines(
        HttpRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var body = PipeReader.Create(request.Body, new StreamPipeReaderOptions(bufferSize: 64 * 1024));
        await foreach (var block in NdjsonReader.Blocks(body, cancellation))
            foreach (var line in block) yield return line;
    }

    private static void Write(IBufferWriter<byte> output, long number, DeciderAnswer answer, string language)
    {
        if (answer.Record is { } record)
        {
            DecisionJson.Write(output, record);
        }
        else
        {
            using var writer = new Utf8JsonWriter(output, EvaluationJson.Options);
            writer.WriteStartObject();
            writer.WriteNumber("line", number);
            writer.WritePropertyName("error");
            answer.Problem!.WriteAsError(writer, language);
            writer.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    /// <summary>A stream may be as long and as slow as it likes; each line has its own limit.</summary>
    private static void Unlimit(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = null;
    }
}
