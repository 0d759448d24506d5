
namespace Policy.Host.Cli;

/// <summary>Says of scripts whether they run compiled or interpreted, and why.</summary>
internal static class ScriptForms
{
    /// <summary>Writes a line for each script of rule sets that compiled.</summary>
    /// <param name="releases">The rule sets.</param>
    /// <param name="meant">Which documents are meant.</param>
    /// <param name="writer">Where to; not the result of the verb.</param>
    /// <param name="language">Language of the lines.</param>
    public static void Report(IEnumerable<FileRelease> releases, Func<Document, bool> meant, TextWriter writer, string language)
    {
        var lines =
            from release in releases
            from loaded in release.Documents
            where meant(loaded.Document)
            let form = release.Rules?.FormOf(loaded.Document.Key)
            where form is not null
            select $"{loaded.Origin.File}: {form.Message.In(language)}";
        foreach (var line in lines.Distinct()) writer.WriteLine(line);
    }
}
