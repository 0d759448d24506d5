using System.CommandLine;

namespace Policy.Host.Cli;

/// <summary><c>check PATH…</c>: a line per finding; beside the result, a line for each script says how it runs.</summary>
internal static class CheckCommand
{
    public static Command Create(Terminal terminal)
    {
        var (paths, language) = (Arguments.Paths(), Arguments.Language());
        var command = new Command(
            "check", "Checks documents; exit 0 clean or warnings only, 1 errors, 2 unusable arguments.")
        {
            paths, language,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(paths), parsed.GetRequiredValue(language), terminal));
        return command;
    }

    private static int Run(string[] paths, string language, Terminal terminal)
    {
        var files = RuleFiles.Load(paths);
        if (files.Documents.IsEmpty && files.Problems.IsEmpty)
        {
            terminal.Error.WriteLine($"There is no document in {string.Join(", ", paths)}.");
            return ExitCode.Unusable;
        }

        using var output = terminal.OutText();
        files.Report(output, language);
        ScriptForms.Report(files.Releases, _ => true, terminal.Error, language);
        return files.HasErrors ? ExitCode.Errors : ExitCode.Clean;
    }
}
