using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Policy.Engine.Analysis;
using Policy.Engine;
using Policy.Host.Wire;

namespace Policy.Host.Cli;

/// <summary><c>analyze PATH…</c>: what documents do wrong over all their inputs, one finding per line.</summary>
internal static class AnalyzeCommand
{
    public static Command Create(Terminal terminal)
    {
        var (paths, language) = (Arguments.Paths(), Arguments.Language());
        var command = new Command(
            "analyze",
            "Finds gaps, overlaps, conflicts, unreachable rows and broken properties, each with a witness; "
            + "exit 0 nothing but information, 1 a warning or an error, 2 unusable arguments or documents.")
        {
            paths, language,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(
            Run(parsed.GetRequiredValue(paths), parsed.GetRequiredValue(language), terminal, cancellation)));
        return command;
    }

    private static int Run(string[] paths, string language, Terminal terminal, CancellationToken cancellation)
    {
        var files = RuleFiles.Load(paths);
        if (files.HasErrors || files.Documents.IsEmpty)
        {
            if (files.Documents.IsEmpty) terminal.Error.WriteLine($"There is no document in {string.Join(", ", paths)}.");
            files.Report(terminal.Error, language);
            return ExitCode.Unusable;
        }

        var clean = true;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        using var output = terminal.OutText();
        foreach (var release in files.Releases)
        foreach (var (document, origin) in release.Documents.Where(d => seen.Add($"{d.Document.Key} {DocumentJson.Hash(d.Document)}")))
        {
            foreach (var finding in Findings(files, release, document.Key, cancellation))
            {
                output.WriteLine(Line(origin.File, release, finding, language));
                clean &= finding.Severity == Severity.Information;
            }

            output.Flush();
        }

        return clean ? ExitCode.Clean : ExitCode.Errors;
    }

    /// <summary>What an analysis finds, what breaks the document's properties, and one finding for each that stays open.</summary>
    private static IEnumerable<Finding> Findings(RuleFiles files, FileRelease release, string key, CancellationToken cancellation)
    {
        var rules = release.Rules!;
        var check = PropertyCheck.Of(rules, key, Zone, cancellation: cancellation);
        var open = check.Undecided.Select(id => new Finding
        {
            Code = FindingCode.NotDecided, Severity = Severity.Warning, Document = key, Property = id, IsProved = false,
            Message = new($"性质 `{id}` 未能判定。", $"The property `{id}` is not decided."),
        });
        return [.. DocumentAnalysis.Of(rules, key, cancellation: cancellation).Findings, .. check.Broken, .. open];

        RuleSet? Zone(string zone) => files.Releases.Where(r => r.Zone == zone && r.From <= release.From).MaxBy(r => r.From)?.Rules;
    }

    private static string Line(string file, FileRelease release, Finding finding, string language)
    {
        using var line = new MemoryStream();
        using (var writer = new Utf8JsonWriter(line, EvaluationJson.Options))
        {
            writer.WriteStartObject();
            writer.WriteString("file", file);
            if (release.Zone is not null)
            {
                writer.WriteString("zone", release.Zone);
                writer.WriteString("from", release.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            }

            finding.WriteTo(writer, language);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(line.GetBuffer().AsSpan(0, (int)line.Length));
    }
}
