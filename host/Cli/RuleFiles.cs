using System.Collections.Immutable;
using Policy.Engine.Overlays;
using Policy.Engine;
using Policy.Rules;
using Policy.Seed;

namespace Policy.Host.Cli;

/// <summary>Documents from files, checked and compiled together.</summary>
/// <param name="Releases">What they make up: one rule set, or laid out as policy packs one per zone and day.</param>
/// <param name="Documents">The documents that could be read.</param>
/// <param name="Problems">All findings, by file.</param>
internal sealed record RuleFiles(
    ImmutableArray<FileRelease> Releases,
    ImmutableArray<LoadedDocument> Documents,
    ImmutableArray<FileProblem> Problems)
{
    /// <summary>True when a finding is an error.</summary>
    public bool HasErrors => Problems.Any(p => p.Problem.Severity == Severity.Error);

    /// <summary>Reads, composes and compiles. The built-in fact types are put in when the documents refer to them and
    /// do not define them.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="newestOf">Of policy packs, only the newest release of this zone; null: all.</param>
    /// <param name="surroundings">Files and folders of what the documents refer to: those that the documents themselves
    /// define give way, except to overlays, and the rest is compiled with them. Null: none.</param>
    public static RuleFiles Load(IEnumerable<string> paths, string? newestOf = null, IEnumerable<string>? surroundings = null)
    {
        var documents = new List<LoadedDocument>();
        var problems = ImmutableArray.CreateBuilder<FileProblem>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var reading in paths.Select(path => DocumentFiles.Load([path])))
        {
            documents.AddRange(reading.Documents.Where(d => seen.Add(d.Origin.File)));
            problems.AddRange(reading.Problems);
        }

        var packs = PackLayout.Of(documents);
        if (newestOf is not null) packs = packs?.Where(r => r.Zone == newestOf).OrderBy(r => r.From).TakeLast(1);
        var given = Given(documents, surroundings ?? [], problems);
        var releases = packs?.Select(r => Compile(r.Zone, r.From, [.. given, .. r.Documents], problems))
            ?? [Compile(null, default, [.. given, .. documents], problems)];
        return new RuleFiles(
            [.. releases],
            [.. documents],
            [.. problems.Distinct().OrderBy(p => p.File, StringComparer.Ordinal)]);
    }

    /// <summary>Writes the findings, one line each.</summary>
    public void Report(TextWriter writer, string language)
    {
        foreach (var (file, problem) in Problems)
        {
            var severity = problem.Severity == Severity.Error ? "error" : "warning";
            writer.WriteLine($"{file}: {problem.Pointer}: {problem.Code} {severity} {problem.Message.In(language)}");
        }
    }

    private static IEnumerable<LoadedDocument> Given(
        List<LoadedDocument> documents, IEnumerable<string> surroundings, ImmutableArray<FileProblem>.Builder problems)
    {
        var reading = DocumentFiles.Load(surroundings);
        problems.AddRange(reading.Problems);
        var own = documents.Where(d => d.Document is not OverlayDocument).Select(d => d.Document.Key).ToHashSet(StringComparer.Ordinal);
        return reading.Documents.Where(d => !own.Contains(d.Document.Key));
    }

    private static FileRelease Compile(
        string? zone,
        DateOnly from,
        IReadOnlyList<LoadedDocument> documents,
        ImmutableArray<FileProblem>.Builder problems)
    {
        var composed = Compose(documents, problems);
        var compilation = RuleSet.Compile([.. composed.Select(d => d.Document), .. BuiltInFactTypes(composed)]);
        foreach (var problem in compilation.Diagnostics)
        {
            var origin = composed.LastOrDefault(d => d.Document.Key == problem.Document)?.Origin;
            problems.Add(origin?.Locate(problem) ?? new FileProblem("", problem));
        }

        return new FileRelease(zone, from, compilation.RuleSet, [.. composed]);
    }

    /// <summary>The documents with every overlay applied to the document of its key that was given before it.</summary>
    private static List<LoadedDocument> Compose(
        IReadOnlyList<LoadedDocument> documents, ImmutableArray<FileProblem>.Builder problems)
    {
        var composed = documents.Where(d => d.Document is not OverlayDocument).ToList();
        foreach (var loaded in documents)
        {
            if (loaded.Document is not OverlayDocument overlay) continue;
            var at = composed.FindIndex(d => d.Document.Key == overlay.Key);
            if (at < 0)
            {
                composed.Add(loaded); // Compiling reports an overlay that has nothing to lie upon.
                continue;
            }

            var result = Overlay.Apply(composed[at].Document, overlay);
            problems.AddRange(result.Problems.Select(loaded.Origin.Locate));
            if (result.Document is { } document) composed[at] = composed[at] with { Document = document };
        }

        return composed;
    }

    private static IEnumerable<Document> BuiltInFactTypes(List<LoadedDocument> documents)
    {
        var named = documents.Select(d => d.Document.Facts).Where(facts => facts.Length > 0);
        var missing = named.Except(documents.Select(d => d.Document.Key)).ToList();
        return missing.Count == 0 ? [] : PolicyPacks.FactTypes.Where(type => missing.Contains(type.Key));
    }
}

/// <summary>A rule set from files.</summary>
/// <param name="Zone">Its zone; null when the files are not laid out as policy packs.</param>
/// <param name="From">The day from which it is in force in its zone.</param>
/// <param name="Rules">The compiled rules; null when there is an error.</param>
/// <param name="Documents">The documents, overlays composed.</param>
internal sealed record FileRelease(
    string? Zone, DateOnly From, RuleSet? Rules, ImmutableArray<LoadedDocument> Documents);
