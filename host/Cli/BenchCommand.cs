using System.CommandLine;
using System.Text.Json;
using Policy.Engine;
using Policy.Seed;

namespace Policy.Host.Cli;

/// <summary><c>bench [--rows N] [--facts N]</c>: the engine's own throughput on this machine, one line per workload.</summary>
internal static class BenchCommand
{
    private const int MostRows = 1_000_000;
    private const int MostFacts = 1_000_000;
    private static readonly DateOnly Day = new(2026, 11, 11);

    public static Command Create(Terminal terminal)
    {
        var rows = Count("--rows", 1_000, MostRows, "Rows of the decision table");
        var facts = Count("--facts", 1_000, MostFacts, "Parcels to decide, over and over");
        var command = new Command(
            "bench", "Measures one core: a decision table by hit policy, with and without trace, and the whole clearance flow.")
        {
            rows, facts,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(rows), parsed.GetRequiredValue(facts), terminal));
        return command;
    }

    private static int Run(int rows, int facts, Terminal terminal)
    {
        using var output = terminal.OutText();
        var parcels = ReferenceTable.Parcels(facts);
        foreach (var policy in (HitPolicy[])[HitPolicy.First, HitPolicy.Collect])
        {
            var documents = new Document[] { ReferenceTable.FactType, ReferenceTable.Document(ReferenceTable.Rows(rows), policy) };
            var workload = new Workload(documents, ReferenceTable.Key, rows, type => [.. parcels.Select(p => Facts.From(type, p).Facts!)]);
            var name = $"table {JsonNamingPolicy.CamelCase.ConvertName(policy.ToString())}";
            Write(name, workload, trace: false, output);
            Write($"{name} with trace", workload, trace: true, output);
        }

        var declarations = new DeclarationGenerator().Generate("hangzhou", facts, seed: 1, "normal", Day);
        var clearance = new Workload(
            PolicyPacks.Documents("hangzhou", Day), "clearance", 0, type => [.. declarations.Select(d => Facts.Read(type, d).Facts!)]);
        Write("clearance", clearance, trace: false, output);
        return ExitCode.Clean;
    }

    private static void Write(string name, Workload workload, bool trace, TextWriter output)
    {
        output.WriteLine(JsonSerializer.Serialize(workload.Measure(name, trace), JsonSerializerOptions.Web));
        output.Flush();
    }

    private static Option<int> Count(string name, int otherwise, int most, string meaning)
    {
        var option = new Option<int>(name)
        {
            DefaultValueFactory = _ => otherwise,
            Description = $"{meaning}, from 1 to {most}.",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var count) && (count < 1 || count > most))
                result.AddError($"{name} `{token.Value}` is not from 1 to {most}.");
        });
        return option;
    }
}
