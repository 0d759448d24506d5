using System.CommandLine;
using System.Globalization;
using Policy.Engine;
using Policy.Rules;

namespace Policy.Host.Cli;

/// <summary><c>test PATH…</c>: runs the cases in documents and <c>*.cases.json</c>.</summary>
internal static class TestCommand
{
    public static Command Create(Terminal terminal)
    {
        var (paths, language) = (Arguments.Paths(), Arguments.Language());
        var command = new Command("test", "Runs the cases of documents; exit 0 all passed, 1 some failed, 2 unusable arguments.") { paths, language };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(paths), parsed.GetRequiredValue(language), terminal));
        return command;
    }

    private static int Run(string[] paths, string language, Terminal terminal)
    {
        var files = RuleFiles.Load(paths);
        using var output = terminal.OutText();
        // Documents with errors cannot run: none of the cases passes.
        if (files.Rules is not { } rules)
        {
            files.Report(output, language);
            return Finish(0, Math.Max(1, files.Documents.Sum(d => d.Document.Cases.Length)));
        }

        var (passed, failed) = (0, 0);
        foreach (var (document, origin) in files.Documents)
        {
            if (rules.Document(document.Key) is not { Cases.IsEmpty: false }) continue;
            foreach (var result in CaseRun.Run(rules, document.Key))
            {
                if (result.Passed) passed++;
                else failed++;
                if (!result.Passed) output.WriteLine(Line(origin, result));
            }
        }

        return Finish(passed, failed);

        string Line(DocumentOrigin origin, CaseResult result)
        {
            var differences = result.Differences.Select(d => (At: origin.Locate(d), d.Message)).ToList();
            return $"{differences[0].At.File}: {result.Case}: {string.Join("; ", differences.Select(d => $"{d.At.Problem.Pointer}: {d.Message.In(language)}"))}";
        }

        int Finish(int passes, int failures)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{passes} passed, {failures} failed"));
            return failures == 0 ? ExitCode.Clean : ExitCode.Errors;
        }
    }
}
