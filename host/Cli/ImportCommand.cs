using System.CommandLine;
using Policy.Engine.Dmn;
using Policy.Engine;

namespace Policy.Host.Cli;

/// <summary><c>import FILE.dmn</c>: a DMN model as documents, one file each.</summary>
internal static class ImportCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "A model of DMN 1.2 to 1.5 as XML." };
        file.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var path }] && !File.Exists(path)) result.AddError($"There is no file `{path}`.");
        });
        var folder = new Option<string>("--out")
        {
            DefaultValueFactory = _ => ".", HelpName = "DIR", Description = "Where to write the documents; the current folder by default.",
        };
        var language = Arguments.Language();
        var command = new Command(
            "import", "Imports a DMN model as documents, <key>.json each; exit 0 done, with a line for what could not be kept, 1 errors.")
        {
            file, folder, language,
        };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(file), parsed.GetRequiredValue(folder), parsed.GetRequiredValue(language), terminal));
        return command;
    }

    private static int Run(string file, string folder, string language, Terminal terminal)
    {
        using var output = terminal.OutText();
        var import = DmnXml.Read(File.ReadAllBytes(file));
        ModelFindings.Report(output, file, import.Problems, language);
        if (import.Problems.Any(p => p.Severity == Severity.Error)) return ExitCode.Errors;
        Directory.CreateDirectory(folder);
        var taken = import.Documents.Select(d => Path.Combine(folder, d.Key + ".json")).Where(File.Exists).ToList();
        if (taken.Count > 0)
        {
            terminal.Error.WriteLine($"There is a file `{taken[0]}` already. Give another folder by --out.");
            return ExitCode.Unusable;
        }

        foreach (var document in import.Documents)
        {
            var path = Path.Combine(folder, document.Key + ".json");
            File.WriteAllBytes(path, DocumentJson.Write(document));
            output.WriteLine(path);
        }

        return ExitCode.Clean;
    }
}
