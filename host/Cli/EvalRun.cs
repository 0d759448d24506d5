using System.Buffers;
using System.Text.Json;
using Policy.Engine;
using Policy.Host.Wire;

namespace Policy.Host.Cli;

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
            WriteError(writer, bad, []);
            return false;
        }

        var reading = Facts.Read(_type, line.Text);
        if (reading.Facts is not { } facts)
        {
            WriteError(writer, BadLine.InvalidFacts, reading.Problems);
            return false;
        }

        var evaluation = rules.Evaluate(key, facts, trace);
        EvaluationJson.WriteResult(writer, evaluation, language);
        if (trace) EvaluationJson.WriteTrace(writer, evaluation, language);
        return true;
    }

    private void WriteError(Utf8JsonWriter writer, BadLine bad, IReadOnlyCollection<Diagnostic> errors)
    {
        writer.WriteStartObject("error");
        writer.WriteString("code", bad.Code);
        writer.WriteString("message", bad.Message.In(language));
        FindingsJson.WriteErrors(writer, errors, language);
        writer.WriteEndObject();
    }
}
