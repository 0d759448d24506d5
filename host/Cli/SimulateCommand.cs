using System.Collections.Concurrent;
using System.CommandLine;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Policy.Engine;
using Policy.Host.Api;
using Policy.Host.Wire;
using Policy.Rules.Releases;
using Policy.Rules.Simulations;

namespace Policy.Host.Cli;

/// <summary><c>simulate --before PATH… --after PATH… --facts FILE|- --key KEY</c>: what a change would have done.</summary>
internal static class SimulateCommand
{
    private const int Examples = 50;

    // Findings are for reading; their number is in the report.
    private const int BadLines = 1_000;

    public static Command Create(Terminal terminal)
    {
        var (before, after) = (Rules("--before", "Documents before the change"), Rules("--after", "Documents after the change"));
        var (facts, language) = (Arguments.Facts(), Arguments.Language());
        var key = new Option<string>("--key") { Required = true, Description = "Key of the document that decides, such as clearance." };
        var zone = new Option<string>("--zone") { Description = "With folders of policy packs: the zone." };
        var conditions = new Option<string[]>("--fail-if")
        {
            HelpName = "CONDITION",
            Description = "Exit 1 when it holds: FEEL over what the report counts, such as \"redShare > 0.08\" or \"inspections > 1.2 * before.inspections\".",
        };
        var markdown = new Option<string>("--markdown") { HelpName = "FILE", Description = "Write the report for people to this file as well." };
        markdown.Validators.Add(Arguments.MustBeWritable);
        var command = new Command(
            "simulate",
            "Compares two sets of documents on facts, as JSON; exit 0 done, 1 a condition of --fail-if holds or a line was bad, 2 unusable arguments.")
        {
            before, after, facts, key, zone, conditions, markdown, language,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            SimulatedRules? Side(Option<string[]> paths) =>
                new EvalArguments(
                        parsed.GetRequiredValue(paths), parsed.GetRequiredValue(key), parsed.GetValue(zone), Trace: false, parsed.GetRequiredValue(language))
                    .Release(terminal.Error) is { } release
                    ? new SimulatedRules(Compiled(release), parsed.GetRequiredValue(key))
                    : null;
            if (Side(before) is not { } baseline || Side(after) is not { } candidate) return ExitCode.Unusable;
            var lang = parsed.GetRequiredValue(language);
            if (SimulationConditions.Read(parsed.GetValue(conditions) ?? [], baseline, candidate, lang, terminal.Error) is not { } failIf) return ExitCode.Unusable;
            await using var input = parsed.GetRequiredValue(facts) is not "-" and var file ? File.OpenRead(file) : terminal.In;
            return await new Run(baseline, candidate, failIf, parsed.GetValue(markdown), lang).Simulate(input, terminal, cancellation);
        });
        return command;
    }

    private static Option<string[]> Rules(string name, string meaning)
    {
        var rules = Arguments.Rules(name);
        rules.Description = $"{meaning}: files, or folders with all below them.";
        return rules;
    }

    // Documents in files have no versions.
    private static CompiledRelease Compiled(FileRelease release) => new(
        new Release(release.Zone ?? "", 0, default, "", [], ReleaseCause.Published, "", "", default), release.Rules!);

    private sealed record Run(
        SimulatedRules Before, SimulatedRules After, SimulationConditions FailIf, string? Markdown, string Language)
    {
        public async Task<int> Simulate(Stream facts, Terminal terminal, CancellationToken cancellation)
        {
            var bad = new ConcurrentBag<(long Line, IReadOnlyList<Diagnostic> Problems)>();
            var options = new SimulationOptions(Examples, Environment.ProcessorCount, (place, problems) => bad.Add((place + 1, problems)));
            var report = await Simulation.Run(Before, After, Lines(facts, cancellation), options, cancellation);
            foreach (var (line, problems) in bad.OrderBy(b => b.Line).Take(BadLines))
            {
                foreach (var problem in problems)
                    await terminal.Error.WriteLineAsync($"line {line}: {problem.Pointer}: {problem.Code} {problem.Message.In(Language)}");
            }

            var failed = FailIf.Holding(report);
            foreach (var condition in failed) await terminal.Error.WriteLineAsync($"--fail-if holds: {condition}");
            if (Markdown is not null)
                await File.WriteAllTextAsync(Markdown, SimulationMarkdown.Of(report, failed, Language), cancellation);
            await using var output = terminal.OutText();
            await output.WriteLineAsync(JsonSerializer.Serialize(report, ApiJson.Options));
            return failed.IsEmpty && report.Skipped == 0 ? ExitCode.Clean : ExitCode.Errors;
        }

        // A line that cannot be read is no object, and is told of as one that is none.
        private static async IAsyncEnumerable<Func<ReadOnlyMemory<byte>>> Lines(
            Stream facts, [EnumeratorCancellation] CancellationToken cancellation)
        {
            var lines = PipeReader.Create(facts, new StreamPipeReaderOptions(bufferSize: 128 * 1024));
            await foreach (var block in NdjsonReader.Blocks(lines, cancellation))
                foreach (var line in block) yield return () => line.Text;
        }
    }
}
