using System.Collections.Concurrent;
using System.Collections.Immutable;
using Policy.Engine.Analysis;
using Policy.Engine.Cases;
using Policy.Engine;
using Policy.Rules.Policies;

namespace Policy.Rules.Releases;

/// <summary>Whether sets of documents may be released: they compile, loosen nothing that a zone above locks, their cases pass and
/// their properties are proved or waived. Found once for a content, as the zones of a tree often share it.</summary>
internal sealed class ReleaseChecks(RuleCompiler compiler)
{
    private readonly ConcurrentDictionary<string, Lazy<Found>> _found = new(StringComparer.Ordinal);

    /// <summary>Checks a planned release; null when it may be released.</summary>
    public Refusal? Check(PlannedRelease planned)
    {
        var zone = planned.Release.Zone;
        var found = _found.GetOrAdd(Name(planned), _ => new Lazy<Found>(() => Find(planned))).Value;
        if (!found.Errors.IsEmpty) return Refusals.Errors(zone, found.Errors);
        if (!found.Loosened.IsEmpty) return Refusals.ParentLocked(zone, found.Loosened);
        if (!found.Failing.IsEmpty) return Refusals.CasesFailing(zone, found.Failing);
        return found.Broken.IsEmpty ? null : Refusals.PropertyFailing(zone, found.Broken);
    }

    /// <summary>The differences of the cases that fail in a rule set.</summary>
    public static ImmutableArray<Diagnostic> Failing(RuleSet rules, string key) =>
        [.. CaseRun.Run(rules, key).SelectMany(result => result.Differences)];

    /// <summary>The properties of a document that are refuted, or neither proved nor refuted, and not waived.</summary>
    /// <param name="rules">The rule set.</param>
    /// <param name="key">Key of the document.</param>
    /// <param name="waived">Ids of the properties that need not hold.</param>
    /// <param name="zones">The rule set of a zone above, for comparisons with it.</param>
    public static ImmutableArray<Diagnostic> Broken(
        RuleSet rules, string key, IReadOnlyCollection<string> waived, Func<string, RuleSet?> zones)
    {
        var properties = rules.Document(key)!.Properties;
        if (properties.All(p => waived.Contains(p.Id))) return [];
        var ids = properties.Select(p => p.Id).ToImmutableArray();
        var check = PropertyCheck.Of(rules, key, zones);
        var refuted = check.Broken.Where(f => !waived.Contains(f.Property!)).Select(f => Problem(f.Property!, f.Message)).ToImmutableArray();
        var undecided = check.Undecided.Where(id => !waived.Contains(id) && check.Broken.All(f => f.Property != id));
        return [.. refuted, .. undecided.Select(id => Problem(id, DraftProblems.Undecided(id)))];

        Diagnostic Problem(string id, LocalizedText message) =>
            new(DiagnosticCode.PropertyBroken, Severity.Error, key, $"/properties/{ids.IndexOf(id)}", message);
    }

    // A content is judged alike wherever it is released, unless it is compared with the zones above, or waivers differ.
    private static string Name(PlannedRelease planned)
    {
        var waivers = string.Join(' ', planned.Waived.SelectMany(w => w.Value.Select(id => $"{w.Key}/{id}")));
        var above = !Overlaid(planned).IsEmpty || planned.Documents.Values.Any(d => d.Properties.Any(p => p.Key is not null))
            ? string.Join(' ', planned.Above.Select(a => $"{a.Key} {a.Value.Hash}"))
            : "";
        return $"{planned.Release.Hash}\n{waivers}\n{above}";
    }

    private Found Find(PlannedRelease planned)
    {
        var documents = planned.Documents.Values;
        var (rules, diagnostics) = compiler.Compile(documents);
        if (rules is null) return new Found([.. diagnostics.Where(d => d.Severity == Severity.Error)], [], [], []);
        RuleSet? Above(string zone) =>
            planned.Above.TryGetValue(zone, out var theirs) ? compiler.Compile(theirs.Documents().Values).RuleSet : null;
        var above = planned.Above.Select(a => (a.Key, (IReadOnlyDictionary<string, Document>)a.Value.Documents())).ToList();
        return new Found(
            [],
            [.. Overlaid(planned).SelectMany(key => Locks.Loosened(rules, key, above, compiler))],
            [.. documents.Where(d => !d.Cases.IsEmpty).SelectMany(d => Failing(rules, d.Key))],
            [.. documents.SelectMany(d => Broken(rules, d.Key, planned.Waived.GetValueOrDefault(d.Key, []), Above))]);
    }

    // Only an overlay can differ from a document with locked items.
    private static ImmutableArray<string> Overlaid(PlannedRelease planned) =>
        [.. planned.Release.Entries.Where(e => e.Layers.Length > 1).Select(e => e.Key)];

    private sealed record Found(
        ImmutableArray<Diagnostic> Errors,
        ImmutableArray<Diagnostic> Loosened,
        ImmutableArray<Diagnostic> Failing,
        ImmutableArray<Diagnostic> Broken);
}
