using System.Buffers;
using System.CommandLine;
using System.IO.Pipelines;
using System.Text.Json;
using Policy.Engine;
using Policy.Host.Wire;

namespace Policy.Host.Cli;

/// <summary><c>eval --rules PATH… --key KEY --facts FILE|-</c>: evaluates a document for each NDJSON line.</summary>
internal static class EvalCommand
{
    private const long MaxBytesInWork = 32 * 1024 * 1024;

    public static Command Create(Terminal terminal)
    {
        var (rules, language) = (Arguments.Rules(), Arguments.Language());
        var key = new Option<string>("--key") { Required = true, Description = "Key of the document to evaluate." };
        var facts = new Option<string>("--facts") { Required = true, HelpName = "FILE|-", Description = "NDJSON of facts; - reads standard input." };
        facts.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var file }] && file != "-" && !File.Exists(file)) result.AddError($"There is no file `{file}`.");
        });
        var trace = new Option<bool>("--trace") { Description = "Adds why: every row and cell that was tried." };
        var command = new Command("eval", "Evaluates a document for each NDJSON line; exit 0 clean, 1 a line could not be read, 2 unusable arguments or rules.")
        {
            rules, key, facts, trace, language,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (Load(parsed.GetRequiredValue(rules), parsed.GetRequiredValue(key), parsed.GetRequiredValue(language), terminal) is not { } compiled)
                return ExitCode.Unusable;
            var run = new EvalRun(compiled, parsed.GetRequiredValue(key), parsed.GetValue(trace), parsed.GetRequiredValue(language));
            var file = parsed.GetRequiredValue(facts);
            await using var input = file == "-" ? terminal.In : File.OpenRead(file);
            return await Evaluate(run, input, terminal.Out, cancellation);
        });
        return command;
    }

    private static RuleSet? Load(string[] paths, string key, string language, Terminal terminal)
    {
        var files = RuleFiles.Load(paths);
        if (files.HasErrors) files.Report(terminal.Error, language);
        if (files.Rules is not { } rules) return null;
        if (rules.Document(key) is not null and not FactTypeDocument) return rules;
        var keys = rules.Keys.Where(k => rules.Document(k) is not FactTypeDocument);
        terminal.Error.WriteLine($"There is no document `{key}` to evaluate. There is: {string.Join(", ", keys)}.");
        return null;
    }

    private static async Task<int> Evaluate(EvalRun run, Stream facts, Stream output, CancellationToken cancellation)
    {
        var blocks = NdjsonReader.Blocks(PipeReader.Create(facts, new StreamPipeReaderOptions(bufferSize: 128 * 1024)), cancellation);
        var evaluated = InOrder.Run(
            blocks,
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

/// <summary>The evaluation of blocks of lines; thread-safe.</summary>
internal sealed class EvalRun(RuleSet rules, string key, bool trace, string language)
{
    private readonly FactType _type = rules.FactTypeOf(key)!;

    /// <summary>Evaluates the lines of a block; one output line each.</summary>
    public (ReadOnlyMemory<byte> Utf8, bool Clean) Evaluate(IReadOnlyList<NdjsonLine> lines)
    {
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        using var writer = new Utf8JsonWriter(buffer, EvaluationJson.Options);
        var clean = true;
        foreach (var line in lines)
        {
            writer.WriteStartObject();
            writer.WriteNumber("line", line.Number);
            clean &= Write(writer, line);
            writer.WriteEndObject();
            writer.Flush();
            writer.Reset();
            buffer.Write("\n"u8);
        }

        return (buffer.WrittenMemory, clean);
    }

    private bool Write(Utf8JsonWriter writer, NdjsonLine line)
    {
        if (BadLine.Of(line) is { } bad)
        {
            WriteError(writer, bad.Code, bad.Message, []);
            return false;
        }

        var reading = Facts.Read(_type, line.Text);
        if (reading.Facts is not { } facts)
        {
            WriteError(writer, BadLine.InvalidFacts.Code, BadLine.InvalidFacts.Message, reading.Problems);
            return false;
        }

        var evaluation = rules.Evaluate(key, facts, trace);
        EvaluationJson.WriteResult(writer, evaluation, language);
        if (trace) EvaluationJson.WriteTrace(writer, evaluation, language);
        return true;
    }

    private void WriteError(Utf8JsonWriter writer, string code, LocalizedText message, IReadOnlyCollection<Diagnostic> errors)
    {
        writer.WriteStartObject("error");
        writer.WriteString("code", code);
        writer.WriteString("message", message.In(language));
        FindingsJson.WriteErrors(writer, errors, language);
        writer.WriteEndObject();
    }
}
