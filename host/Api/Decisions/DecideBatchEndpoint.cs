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

    /// <summary>Answers that wait for a client which sends all before it reads; beyond that it must read.</summary>
    private const long MaxBytesWaiting = 64 * 1024 * 1024;

    private const int FlushAt = 64 * 1024;

    /// <summary>How long a client may leave answers unread when no more of them may wait.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/decisions/batch", Handle)
        .WithSummary("Decide a stream of declarations")
        .WithDescription(
            "NDJSON in and out: one declaration a line, one answer a line, in the same order, each as soon as it is " +
            "durable. A bad line gives {\"line\":n,\"error\":{…}} and stops nothing. Read while you send: no more than " +
            "64 MB of answers, some 30,000, wait for a client that does not.")
        .Accepts<string>("application/x-ndjson")
        .Produces(200, contentType: "application/x-ndjson")
        .RequireAuthorization(Rights.Decide);

    private static async Task Handle(HttpContext context, Decider decider, CancellationToken cancellation)
    {
        Unlimit(context);
        context.Response.ContentType = "application/x-ndjson; charset=utf-8";
        await context.Response.StartAsync(cancellation);
        var waiting = new Pipe(
            new PipeOptions(pauseWriterThreshold: MaxBytesWaiting, resumeWriterThreshold: MaxBytesWaiting / 2));
        var sending = waiting.Reader.CopyToAsync(context.Response.BodyWriter, cancellation);
        try
        {
            await Answer(context.Request, decider, waiting.Writer, cancellation);
            await waiting.Writer.CompleteAsync();
            await sending;
        }
        catch
        {
            // The answer has begun, so all that is left is to break off; nobody may write to it after this method.
            context.Abort();
            await waiting.Writer.CompleteAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private static async Task Answer(
        HttpRequest request, Decider decider, PipeWriter output, CancellationToken cancellation)
    {
        var language = Language.Of(request);
        var answers = InOrder.Run(
            Lines(request, cancellation),
            // On every core: deciding is computing until the decision goes to the log.
            (line, token) => Task.Run(async () => (line.Number, Answer: await Decide(decider, line, token)), token),
            line => line.Text.Length,
            MaxInFlight,
            MaxBytesInFlight,
            cancellation);
        await using var enumerator = answers.GetAsyncEnumerator(cancellation);
        while (true)
        {
            var next = enumerator.MoveNextAsync();
            // Flush when there is nothing more to write at once, or much has been written.
            if (!next.IsCompleted || output.UnflushedBytes > FlushAt)
                await output.FlushAsync(cancellation).AsTask().WaitAsync(Patience, cancellation);
            if (!await next) break;
            Write(output, enumerator.Current.Number, enumerator.Current.Answer, language);
        }
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
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } answerRate) answerRate.MinDataRate = null;
    }
}
