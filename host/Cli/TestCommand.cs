using System.CommandLine;
using System.Globalization;
using Policy.Engine.Cases;
using Policy.Rules;

namespace Policy.Host.Cli;

/// <summary><c>test PATH…</c>: runs the cases in documents and <c>*.cases.json</c>, in every release.</summary>
internal static class TestCommand
{
    public static Command Create(Terminal terminal)
    {
        var (paths, language) = (Arguments.Paths(), Arguments.Language());
        var command = new Command(
            "test", "Runs the cases of documents; exit 0 all passed, 1 some failed, 2 unusable arguments.")
        {
            paths, language,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(paths), parsed.GetRequiredValue(language), terminal));
        return command;
    }

    private static int Run(string[] paths, string language, Terminal terminal)
    {
        var files = RuleFiles.Load(paths);
        using var output = terminal.OutText();
        // Documents with errors cannot run: none of the cases passes.
        if (files.HasErrors)
        {
            files.Report(output, language);
            return Finish(output, 0, Math.Max(1, files.Documents.Sum(d => d.Document.Cases.Length)));
        }

        var (passed, failed) = (0, 0);
        foreach (var release in files.Releases)
        foreach (var (document, origin) in release.Documents.Where(d => !d.Document.Cases.IsEmpty))
        foreach (var result in CaseRun.Run(release.Rules!, document.Key))
        {
            if (result.Passed) passed++;
            else failed++;
            if (!result.Passed) output.WriteLine(Line(release, origin, result, language));
        }

        return Finish(output, passed, failed);
    }

    private static string Line(FileRelease release, DocumentOrigin origin, CaseResult result, string language)
    {
        var differences = result.Differences.Select(origin.Locate).ToList();
        var texts = differences.Select(d => $"{d.Problem.Pointer}: {d.Problem.Message.In(language)}");
        var day = release.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var where = release.Zone is null ? "" : $" [{release.Zone} {day}]";
        return $"{differences[0].File}: {result.Case}{where}: {string.Join("; ", texts)}";
    }

    private static int Finish(TextWriter output, int passed, int failed)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{passed} passed, {failed} failed"));
        return failed == 0 ? ExitCode.Clean : ExitCode.Errors;
    }
}
