using System.CommandLine;
using System.IO.Pipelines;
using Policy.Host.Wire;

namespace Policy.Host.Cli;

/// <summary><c>eval --rules PATH… --key KEY --facts FILE|-</c>: evaluates a document for each NDJSON line.</summary>
internal static class EvalCommand
{
    private const long MaxBytesInWork = 32 * 1024 * 1024;

    public static Command Create(Terminal terminal)
    {
        var (rules, facts, language) = (Arguments.Rules(), Arguments.Facts(), Arguments.Language());
        var key = new Option<string>("--key") { Required = true, Description = "Key of the document to evaluate." };
        var zone = new Option<string>("--zone") { Description = "With folders of policy packs: the zone." };
        var trace = new Option<bool>("--trace") { Description = "Adds why: every row and cell that was tried." };
        var command = new Command(
            "eval", "Evaluates a document for each line; exit 0 clean, 1 a line was bad, 2 unusable arguments.")
        {
            rules, key, facts, zone, trace, language,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var run = new EvalArguments(
                parsed.GetRequiredValue(rules),
                parsed.GetRequiredValue(key),
                parsed.GetValue(zone),
                parsed.GetValue(trace),
                parsed.GetRequiredValue(language)).Load(terminal.Error);
            if (run is null) return ExitCode.Unusable;
            var file = parsed.GetRequiredValue(facts);
            await using var input = file == "-" ? terminal.In : File.OpenRead(file);
            return await Evaluate(run, input, terminal.Out, cancellation);
        });
        return command;
    }

    private static async Task<int> Evaluate(EvalRun run, Stream facts, Stream output, CancellationToken cancellation)
    {
        var lines = PipeReader.Create(facts, new StreamPipeReaderOptions(bufferSize: 128 * 1024));
        var evaluated = InOrder.Run(
            NdjsonReader.Blocks(lines, cancellation),
            (block, token) => Task.Run(() => run.Evaluate(block), token),
            block => block.Sum(line => line.Text.Length),
            maxItems: 4 * Environment.ProcessorCount,
            MaxBytesInWork,
            cancellation);
        var clean = true;
        await foreach (var result in evaluated)
        {
            await output.WriteAsync(result.Utf8, cancellation);
            clean &= result.Clean;
        }

        await output.FlushAsync(cancellation);
        return clean ? ExitCode.Clean : ExitCode.Errors;
    }
}
