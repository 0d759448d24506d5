using System.Collections.Immutable;
using System.CommandLine;
using Policy.Engine.Cases;
using Policy.Rules;

namespace Policy.Host.Cli;

/// <summary><c>coverage PATH…</c>: what the cases of documents try, which small changes they would notice, and cases to add.</summary>
internal static class CoverageCommand
{
    public static Command Create(Terminal terminal)
    {
        var (paths, rules, language) = (Arguments.Paths(), Arguments.Rules(), Arguments.Language());
        rules.Required = false;
        rules.Description = "Documents that those of PATH refer to; what PATH has itself gives way.";
        var key = new Option<string>("--key") { Description = "Key of the only document wanted." };
        var json = new Option<bool>("--json") { Description = "One JSON object per document instead of tables." };
        var mutants = new Option<bool>("--mutants") { Description = "Try small changes of each document: does a case fail on them?" };
        var suggest = new Option<string>("--suggest")
        {
            HelpName = "FILE",
            Description = "Write cases to add, in the form of <key>.cases.json, for one document: at its limits, and with --mutants against survivors.",
        };
        suggest.Validators.Add(Arguments.MustBeWritable);
        var command = new Command(
            "coverage", "Measures the cases of documents: items that decide, sides of limits; exit 0 all tried, 1 something is not, 2 unusable.")
        {
            paths, rules, key, json, mutants, suggest, language,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(new Measuring(
            parsed.GetRequiredValue(paths), parsed.GetValue(rules) ?? [], parsed.GetValue(key), parsed.GetValue(json),
            parsed.GetValue(mutants), parsed.GetValue(suggest), parsed.GetRequiredValue(language)).Run(terminal, cancellation)));
        return command;
    }

    private sealed record Measuring(
        string[] Paths, string[] Rules, string? Key, bool Json, bool Mutants, string? Suggest, string Language)
    {
        public int Run(Terminal terminal, CancellationToken cancellation)
        {
            var files = RuleFiles.Load(Paths, surroundings: Rules);
            var wanted = files.HasErrors ? [] : Wanted(files);
            if (wanted.Count == 0 || (Suggest is not null && wanted.Count > 1))
            {
                files.Report(terminal.Error, Language);
                if (!files.HasErrors) terminal.Error.WriteLine(wanted.Count == 0 ? Nothing() : Several(wanted));
                return ExitCode.Unusable;
            }

            using var output = terminal.OutText();
            var totals = new CoverageTotals();
            foreach (var (release, document) in wanted)
            {
                var report = Report(release, document, cancellation);
                totals.Add(report);
                if (Json) output.WriteLine(CoverageJson.Of(report));
                else CoverageTable.Write(report, output);
                if (Suggest is not null) CoverageJson.WriteCases(Suggest, report.Suggestions);
                output.Flush();
            }

            output.WriteLine(Json ? CoverageJson.Of(totals) : totals.Line(Mutants));
            return totals.IsComplete ? ExitCode.Clean : ExitCode.Errors;
        }

        /// <summary>The documents, each version once: in the release whose folder it lies in, else in the first that has it.</summary>
        private List<(FileRelease Release, Document Document)> Wanted(RuleFiles files)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var own = files.Documents.Select(d => d.Document.Key).ToHashSet(StringComparer.Ordinal);
            return
            [
                .. from release in files.Releases
                   from loaded in release.Documents
                   let document = loaded.Document
                   orderby IsHome(release, loaded) ? 0 : 1
                   where document is not FactTypeDocument && own.Contains(document.Key) && (Key is null || document.Key == Key)
                   where seen.Add($"{document.Key} {DocumentJson.Hash(document)}")
                   select (release, document),
            ];
        }

        private static bool IsHome(FileRelease release, LoadedDocument loaded) => release.Zone is { } zone
            && Path.GetFullPath(loaded.Origin.File).Contains(Path.Combine(zone, $"{release.From:yyyy-MM-dd}") + Path.DirectorySeparatorChar, StringComparison.Ordinal);

        private CoverageReport Report(FileRelease release, Document document, CancellationToken cancellation)
        {
            var rules = release.Rules!;
            var score = Mutants ? MutationScore.Of(rules, document.Key, cancellation: cancellation) : null;
            ImmutableArray<Case> cases = Suggest is null ? [] : BoundaryCases.Of(rules, document.Key, cancellation: cancellation).Cases;
            var suggestions = cases.Concat(score?.Suggestions ?? []).DistinctBy(c => c.Id);
            return new CoverageReport(release, CaseCoverage.Of(rules, document.Key, cancellation: cancellation), score, [.. suggestions]);
        }

        private string Nothing() =>
            $"There is no document{(Key is null ? "" : $" with the key `{Key}`")} in {string.Join(", ", Paths)}.";

        private static string Several(List<(FileRelease Release, Document Document)> wanted) =>
            "--suggest writes the cases of one document. Name it by --key, and the release by its folder, with --rules for what it refers to: "
            + string.Join(", ", wanted.Select(w => $"{w.Document.Key}{CoverageTable.Place(w.Release)}").Take(20)) + ".";
    }
}

/// <summary>What was measured of a document.</summary>
internal sealed record CoverageReport(
    FileRelease Release, CaseCoverage Coverage, MutationScore? Score, ImmutableArray<Case> Suggestions);

/// <summary>The sums over documents.</summary>
internal sealed class CoverageTotals
{
    public int Documents { get; private set; }

    public Tally Decided { get; private set; }

    public Tally Sides { get; private set; }

    public Tally Killed { get; private set; }

    /// <summary>True when nothing is left to try.</summary>
    public bool IsComplete => IsFull(Decided) && IsFull(Sides) && IsFull(Killed);

    public void Add(CoverageReport report)
    {
        Documents++;
        Decided += report.Coverage.Decided;
        Sides += report.Coverage.Sides;
        if (report.Score is { } score) Killed += score.Score;
    }

    public string Line(bool mutants) =>
        $"{Documents} document(s): {CoverageTable.Text(Decided)} items decide, {CoverageTable.Text(Sides)} sides of limits tried"
        + (mutants ? $", {CoverageTable.Text(Killed)} mutants killed" : "");

    private static bool IsFull(Tally tally) => tally.Count == tally.Total;
}
