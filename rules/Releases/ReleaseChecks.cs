using System.Collections.Concurrent;
using System.Collections.Immutable;
using Policy.Engine;

namespace Policy.Rules.Releases;

/// <summary>Whether sets of documents may be released: they compile and their cases pass. Found once for a content
/// hash, as the zones of a tree often share it.</summary>
internal sealed class ReleaseChecks(RuleCompiler compiler)
{
    private readonly ConcurrentDictionary<string, Lazy<Found>> _found = new(StringComparer.Ordinal);

    /// <summary>Checks a planned release; null when it may be released.</summary>
    public Refusal? Check(PlannedRelease planned)
    {
        var (zone, hash) = (planned.Release.Zone, planned.Release.Hash);
        var found = _found.GetOrAdd(hash, _ => new Lazy<Found>(() => Find([.. planned.Documents.Values]))).Value;
        if (!found.Errors.IsEmpty) return Refusals.Errors(zone, found.Errors);
        return found.Failing.IsEmpty ? null : Refusals.CasesFailing(zone, found.Failing);
    }

    /// <summary>The differences of the cases that fail in a rule set.</summary>
    public static ImmutableArray<Diagnostic> Failing(RuleSet rules, string key) =>
        [.. CaseRun.Run(rules, key).SelectMany(result => result.Differences)];

    private Found Find(ImmutableArray<Document> documents)
    {
        var (rules, diagnostics) = compiler.Compile(documents);
        if (rules is null) return new Found([.. diagnostics.Where(d => d.Severity == Severity.Error)], []);
        return new Found([], [.. documents.Where(d => !d.Cases.IsEmpty).SelectMany(d => Failing(rules, d.Key))]);
    }

    private sealed record Found(ImmutableArray<Diagnostic> Errors, ImmutableArray<Diagnostic> Failing);
}
