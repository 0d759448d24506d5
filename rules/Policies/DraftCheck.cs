using System.Collections.Immutable;
using System.Globalization;
using Policy.Engine;
using Policy.Rules.Releases;

namespace Policy.Rules.Policies;

/// <summary>What a draft stands on.</summary>
/// <param name="Zone">The documents of its zone by key.</param>
/// <param name="Above">Those of the zones it inherits from, by zone.</param>
/// <param name="Parent">Key of the zone directly above; null for the root.</param>
internal sealed record DraftGround(
    ImmutableSortedDictionary<string, Document> Zone,
    ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, Document>> Above,
    string? Parent)
{
    /// <summary>The document that the parent has under a key; null when it has none.</summary>
    public Document? Inherited(string key) => Parent is null ? null : Above[Parent].GetValueOrDefault(key);
}

/// <summary>The check of a draft before it may be submitted or approved: pure.</summary>
/// <param name="Authored">The draft as a document; null when it cannot be read.</param>
/// <param name="Candidate">The draft in its zone.</param>
/// <param name="Rules">What its cases and properties were checked in: the zone with the draft, less what does not compile for want
/// of others; null when that leaves the draft out.</param>
/// <param name="Refusal">Why it may not go on; null when it may.</param>
internal sealed record DraftCheck(Document? Authored, Candidate Candidate, RuleSet? Rules, Refusal? Refusal)
{
    /// <summary>Checks a draft: it can be read and composed, has no errors of its own, loosens nothing that a zone above locks, its
    /// cases pass and its properties are proved or waived. Errors that it causes in other documents do not count here, as those may have to follow; a release is checked
    /// whole.</summary>
    public static DraftCheck Of(
        string zone, string key, string json, ImmutableArray<Waiver> waivers, DraftGround ground, RuleCompiler compiler)
    {
        var (authored, problems) = compiler.Read(json);
        if (authored is null) return Refused(null, new Candidate(null, null, problems), Refusals.Errors(zone, Name(problems, key)));
        if (authored.Key != key)
        {
            problems = [DraftProblems.WrongKey(key, authored.Key)];
            return Refused(authored, new Candidate(null, null, problems), Refusals.Errors(zone, problems));
        }

        var (document, findings) = Composition.Compose(ground.Inherited(key), authored);
        if (document is null)
            return Refused(authored, new Candidate(null, null, findings), Refusals.NotComposed(zone, findings));

        var documents = ground.Zone.SetItem(key, document);
        var (rules, diagnostics) = compiler.Compile(documents.Values);
        var own = diagnostics.Where(d => d.Document == key).ToImmutableArray();
        var candidate = new Candidate(rules, document, [.. own.Select(d => InDraft(d, authored, document))]);
        if (own.Any(d => d.Severity == Severity.Error))
            return Refused(authored, candidate, Refusals.Errors(zone, candidate.Problems));
        if (waivers.FirstOrDefault(w => !IsWaiver(w, document)) is { } wrong)
            return Refused(authored, candidate, Refusals.UnknownProperty(key, wrong.Property));

        rules ??= WithoutErrors(documents, diagnostics, compiler);
        if (rules?.Document(key) is null) return new DraftCheck(authored, candidate, null, null);
        var above = ground.Above.Select(a => (a.Key, (IReadOnlyDictionary<string, Document>)a.Value));
        if (Locks.Loosened(rules, key, above, compiler) is { IsEmpty: false } loosened)
            return Refused(authored, candidate, Refusals.ParentLocked(zone, [.. loosened.Select(d => InDraft(d, authored, document))]));
        if (ReleaseChecks.Failing(rules, key) is { IsEmpty: false } failing)
            return Refused(authored, candidate, Refusals.CasesFailing(zone, failing));
        RuleSet? Above(string other) => ground.Above.TryGetValue(other, out var theirs) ? compiler.Compile(theirs.Values).RuleSet : null;
        return ReleaseChecks.Broken(rules, key, [.. waivers.Select(w => w.Property)], Above) is { IsEmpty: false } broken
            ? Refused(authored, candidate, Refusals.PropertyFailing(zone, broken))
            : new DraftCheck(authored, candidate, rules, null);
    }

    private static bool IsWaiver(Waiver waiver, Document document) =>
        document.Properties.Any(p => p.Id == waiver.Property)
        && waiver.Reason is { Length: <= 1000 } && !string.IsNullOrWhiteSpace(waiver.Reason) && Comments.IsComment(waiver.Reason);

    private static DraftCheck Refused(Document? authored, Candidate candidate, Refusal refusal) =>
        new(authored, candidate, null, refusal);

    private static ImmutableArray<Diagnostic> Name(ImmutableArray<Diagnostic> problems, string key) =>
        [.. problems.Select(p => p.Document.Length == 0 ? p with { Document = key } : p)];

    // What is left when documents with errors, and then those that need them, are left out; null when that is nothing.
    private static RuleSet? WithoutErrors(
        ImmutableSortedDictionary<string, Document> documents, ImmutableArray<Diagnostic> diagnostics, RuleCompiler compiler)
    {
        while (true)
        {
            var broken = diagnostics.Where(d => d.Severity == Severity.Error).Select(d => d.Document).ToHashSet(StringComparer.Ordinal);
            var left = documents.RemoveRange(broken);
            if (left.Count == documents.Count) return null;
            (var rules, diagnostics) = compiler.Compile(left.Values);
            if (rules is not null) return rules;
            documents = left;
        }
    }

    // A finding at an item of a composed document belongs to the overlay's item of the same id.
    internal static Diagnostic InDraft(Diagnostic found, Document authored, Document composed)
    {
        if (authored is not OverlayDocument overlay) return found;
        var parts = found.Pointer.Split('/');
        if (parts.Length < 3 || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return found with { Pointer = "", Span = null };
        var id = Ids(composed, parts[1]).ElementAtOrDefault(index);
        var position = Ids(overlay, parts[1]).IndexOf(id ?? "");
        if (position < 0) return found with { Pointer = "", Span = null };
        parts[2] = position.ToString(CultureInfo.InvariantCulture);
        return found with { Pointer = string.Join('/', parts) };
    }

    private static ImmutableArray<string> Ids(Document document, string section) => (document, section) switch
    {
        (DecisionTableDocument table, "rows") => [.. table.Rows.Select(r => r.Id)],
        (ListDocument list, "entries") => [.. list.Entries.Select(e => e.Id)],
        (ScorecardDocument card, "characteristics") => [.. card.Characteristics.Select(c => c.Id)],
        (ScorecardDocument card, "overrides") => [.. card.Overrides.Select(o => o.Id)],
        (OverlayDocument overlay, "rows") => [.. overlay.Rows.Select(r => r.Id)],
        (OverlayDocument overlay, "entries") => [.. overlay.Entries.Select(e => e.Id)],
        (OverlayDocument overlay, "characteristics") => [.. overlay.Characteristics.Select(c => c.Id)],
        (OverlayDocument overlay, "overrides") => [.. overlay.Overrides.Select(o => o.Id)],
        _ => [],
    };
}
