
namespace Policy.Host.Cli;

/// <summary>What <c>eval</c> is asked to evaluate.</summary>
/// <param name="Rules">Files and folders of documents.</param>
/// <param name="Key">Key of the document.</param>
/// <param name="Zone">With policy packs the zone, whose newest release is used; null when there is only one.</param>
/// <param name="Trace">True to explain.</param>
/// <param name="Language">Language of messages.</param>
internal sealed record EvalArguments(string[] Rules, string Key, string? Zone, bool Trace, string Language)
{
    /// <summary>Loads the rules; null, with the reasons written, when they cannot be used.</summary>
    public EvalRun? Load(TextWriter error) =>
        Release(error) is { Rules: { } rules } ? new EvalRun(rules, Key, Trace, Language) : null;

    /// <summary>The release that has the document; null, with the reasons written, when it cannot be used.</summary>
    public FileRelease? Release(TextWriter error)
    {
        var files = RuleFiles.Load(Rules, newestOf: Zone);
        if (files.HasErrors)
        {
            files.Report(error, Language);
            return null;
        }

        var zones = files.Releases.Select(r => r.Zone).Distinct().ToList();
        if (zones.Count != 1)
        {
            error.WriteLine(zones.Count == 0
                ? $"There is no zone `{Zone}` in {string.Join(", ", Rules)}."
                : $"Name the zone to evaluate by with --zone: {string.Join(", ", zones)}.");
            return null;
        }

        var release = files.Releases.MaxBy(r => r.From)!;
        var rules = release.Rules!;
        if (rules.Document(Key) is { } document and not FactTypeDocument)
        {
            ScriptForms.Report([release], d => d.Key == Key || (document is FlowDocument flow && flow.Steps.Any(s => s.Use == d.Key)), error, Language);
            return release;
        }

        var keys = rules.Keys.Where(k => rules.Document(k) is not FactTypeDocument);
        error.WriteLine($"There is no document `{Key}` to evaluate. There is: {string.Join(", ", keys)}.");
        return null;
    }
}
