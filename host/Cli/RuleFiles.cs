using System.Collections.Immutable;
using Policy.Engine;
using Policy.Rules;

namespace Policy.Host.Cli;

/// <summary>Documents from files, checked and compiled together.</summary>
/// <param name="Rules">The compiled rules; null when anything is wrong.</param>
/// <param name="Documents">The documents that could be read.</param>
/// <param name="Problems">All findings, by file.</param>
internal sealed record RuleFiles(RuleSet? Rules, ImmutableArray<LoadedDocument> Documents, ImmutableArray<FileProblem> Problems)
{
    /// <summary>True when a finding is an error.</summary>
    public bool HasErrors => Problems.Any(p => p.Problem.Severity == Severity.Error);

    /// <summary>Reads, composes and compiles. The built-in fact types are put in when the documents refer to them and
    /// do not define them.</summary>
    public static RuleFiles Load(IEnumerable<string> paths)
    {
        var documents = ImmutableArray.CreateBuilder<LoadedDocument>();
        var problems = ImmutableArray.CreateBuilder<FileProblem>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var reading in paths.Select(path => DocumentFiles.Load([path])))
        {
            documents.AddRange(reading.Documents.Where(d => seen.Add(d.Origin.File)));
            problems.AddRange(reading.Problems);
        }

        var composed = Compose(documents, problems);
        var compilation = RuleSet.Compile([.. composed.Select(d => d.Document), .. BuiltInFactTypes.MissingFrom(composed)]);
        foreach (var problem in compilation.Diagnostics)
            problems.Add(composed.LastOrDefault(d => d.Document.Key == problem.Document)?.Origin.Locate(problem) ?? new FileProblem("", problem));
        var inOrder = problems.Distinct().OrderBy(p => p.File, StringComparer.Ordinal).ToImmutableArray();
        var usable = !problems.Any(p => p.Problem.Severity == Severity.Error);
        return new RuleFiles(usable ? compilation.RuleSet : null, documents.ToImmutable(), inOrder);
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

    /// <summary>The documents with every overlay applied to the document of its key that was given before it.</summary>
    private static List<LoadedDocument> Compose(IEnumerable<LoadedDocument> documents, ImmutableArray<FileProblem>.Builder problems)
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
}
