using System.Buffers;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO.Pipelines;
using Policy.Seed;

namespace Policy.Host.Cli;

/// <summary><c>generate --zone Z --count N --seed S</c>: NDJSON of declarations; same arguments, same bytes.</summary>
internal static class GenerateCommand
{
    private const int FlushAt = 64 * 1024;

    public static Command Create(Terminal terminal)
    {
        var generator = new DeclarationGenerator();
        var zone = new Option<string>("--zone") { Required = true, Description = "Zone the declarations are made in." };
        zone.AcceptOnlyFromAmong([.. PolicyPacks.Zones.Select(z => z.Key)]);
        var count = new Option<int>("--count") { Required = true, Description = "How many, 0 or more." };
        count.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: ['-', ..] }]) result.AddError("--count must be 0 or more.");
        });
        var seed = new Option<int>("--seed") { Required = true, Description = "Any whole number." };
        var profile = new Option<string>("--profile")
        {
            DefaultValueFactory = _ => generator.Profiles[0],
            Description = "Mix of parcels.",
        };
        profile.AcceptOnlyFromAmong([.. generator.Profiles]);
        var day = new Option<DateOnly>("--day")
        {
            DefaultValueFactory = _ => new DateOnly(2026, 11, 11),
            CustomParser = Day,
            HelpName = "yyyy-MM-dd",
            Description = "Day (UTC+8) on which they are declared.",
        };
        var complete = new Option<bool>("--complete")
        {
            Description = "Adds credit record and draw, for eval; without it they can be submitted.",
        };
        var command = new Command(
            "generate", "Makes synthetic declarations, one a line; the same arguments give the same bytes.")
        {
            zone, count, seed, profile, day, complete,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            Func<string, int, int, string, DateOnly, IEnumerable<ReadOnlyMemory<byte>>> generate =
                parsed.GetValue(complete) ? generator.Generate : generator.GenerateSubmitted;
            var declarations = generate(
                parsed.GetRequiredValue(zone),
                parsed.GetRequiredValue(count),
                parsed.GetRequiredValue(seed),
                parsed.GetRequiredValue(profile),
                parsed.GetRequiredValue(day));
            await Write(declarations, terminal.Out, cancellation);
            return ExitCode.Clean;
        });
        return command;
    }

    private static async Task Write(
        IEnumerable<ReadOnlyMemory<byte>> declarations, Stream stream, CancellationToken cancellation)
    {
        var output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        foreach (var declaration in declarations)
        {
            output.Write(declaration.Span);
            output.Write("\n"u8);
            if (output.UnflushedBytes > FlushAt) await output.FlushAsync(cancellation);
        }

        await output.CompleteAsync();
    }

    private static DateOnly Day(ArgumentResult result)
    {
        var (text, culture) = (result.Tokens[0].Value, CultureInfo.InvariantCulture);
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", culture, DateTimeStyles.None, out var day)) return day;
        result.AddError($"--day `{text}` is not a day such as 2026-11-11.");
        return default;
    }
}
