using System.Collections.Concurrent;
using System.Collections.Immutable;
using Policy.Engine;

namespace Policy.Rules.Releases;

/// <summary>Whether sets of documents may be released: they compile, their cases pass and no property is refuted. Found once for a content
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
        if (!found.Failing.IsEmpty) return Refusals.CasesFailing(zone, found.Failing);
        return found.Broken.IsEmpty ? null : Refusals.PropertyFailing(zone, found.Broken);
    }

    /// <summary>The differences of the cases that fail in a rule set.</summary>
    public static ImmutableArray<Diagnostic> Failing(RuleSet rules, string key) =>
        [.. CaseRun.Run(rules, key).SelectMany(result => result.Differences)];

    /// <summary>The properties of a document that are refuted. One that cannot be decided, such as a comparison with a document
    /// of another zone, stops nothing.</summary>
    public static ImmutableArray<Diagnostic> Broken(RuleSet rules, string key)
    {
        var ids = rules.Document(key)!.Properties.Select(p => p.Id).ToImmutableArray();
        if (ids.IsEmpty) return [];
        return
        [
            .. PropertyCheck.Of(rules, key).Broken.Select(f => new Diagnostic(
                DiagnosticCode.PropertyBroken, Severity.Error, key, $"/properties/{ids.IndexOf(f.Property!)}", f.Message)),
        ];
    }

    private Found Find(ImmutableArray<Document> documents)
    {
        var (rules, diagnostics) = compiler.Compile(documents);
        if (rules is null) return new Found([.. diagnostics.Where(d => d.Severity == Severity.Error)], [], []);
        return new Found(
            [],
            [.. documents.Where(d => !d.Cases.IsEmpty).SelectMany(d => Failing(rules, d.Key))],
            [.. documents.SelectMany(d => Broken(rules, d.Key))]);
    }

    private sealed record Found(
        ImmutableArray<Diagnostic> Errors, ImmutableArray<Diagnostic> Failing, ImmutableArray<Diagnostic> Broken);
}
