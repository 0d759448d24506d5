using System.CommandLine;
using System.Runtime.InteropServices;
using Policy.Engine.Dmn;

namespace Policy.Host.Cli;

/// <summary><c>export PATH…</c>: documents as one DMN model.</summary>
internal static class ExportCommand
{
    public static Command Create(Terminal terminal)
    {
        var (paths, language) = (Arguments.Paths(), Arguments.Language());
        var file = new Option<string>("--out") { HelpName = "FILE", Description = "Where to write the model; standard output by default." };
        var command = new Command(
            "export", "Exports tables, expressions and flows of them as a DMN 1.5 model; exit 0 done, 1 errors, 2 unusable arguments.")
        {
            paths, file, language,
        };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(paths), parsed.GetValue(file), parsed.GetRequiredValue(language), terminal));
        return command;
    }

    private static int Run(string[] paths, string? file, string language, Terminal terminal)
    {
        var files = RuleFiles.Load(paths);
        if (files.HasErrors)
        {
            files.Report(terminal.Error, language);
            return ExitCode.Errors;
        }

        if (files.Releases is not [{ Rules: { } rules }] || rules.Keys.IsEmpty)
        {
            terminal.Error.WriteLine($"There are no documents of one release in {string.Join(", ", paths)}.");
            return ExitCode.Unusable;
        }

        var name = Path.GetFileNameWithoutExtension(file ?? Path.TrimEndingDirectorySeparator(paths[0]));
        var export = DmnXml.Write(name, rules.Keys.Select(k => rules.Document(k)!));
        ModelFindings.Report(terminal.Error, name, export.Problems, language);
        if (export.Utf8.IsEmpty) return ExitCode.Errors;
        var utf8 = ImmutableCollectionsMarshal.AsArray(export.Utf8)!;
        if (file is null) terminal.Out.Write(utf8);
        else File.WriteAllBytes(file, utf8);
        return ExitCode.Clean;
    }
}
