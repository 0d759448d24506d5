using System.Collections.Immutable;
using Policy.Admin.Common;

namespace Policy.Admin.Policies;

/// <summary>What a zone changes in its parent's document: the inverse of composing.</summary>
internal static class OverlayDifferences
{
    /// <summary>True for the kinds that a zone may overlay item by item.</summary>
    public static bool Supports(Document document) => document is DecisionTableDocument or ListDocument or ScorecardDocument;

    /// <summary>The overlay that makes <paramref name="composed"/> of <paramref name="parent"/>.</summary>
    /// <param name="parent">The parent zone's document.</param>
    /// <param name="composed">The document as it shall apply in the zone, of the parent's kind.</param>
    /// <param name="overlay">The overlay so far, whose title, sources, cases and properties are kept.</param>
    public static OverlayDocument Of(Document parent, Document composed, OverlayDocument overlay) => (parent, composed) switch
    {
        (DecisionTableDocument p, DecisionTableDocument c) => overlay with
        {
            Rows = [.. Changed(p.Rows, c.Rows, r => r.Id).Select(row => Placed(row, p, c))],
            Withdraw = [.. Missing(p.Rows, c.Rows, r => r.Id)],
        },
        (ListDocument p, ListDocument c) => overlay with
        {
            Entries = [.. Changed(p.Entries, c.Entries, e => e.Id)],
            Withdraw = [.. Missing(p.Entries, c.Entries, e => e.Id)],
        },
        (ScorecardDocument p, ScorecardDocument c) => overlay with
        {
            Characteristics = [.. Changed(p.Characteristics, c.Characteristics, x => x.Id)],
            Overrides = [.. Changed(p.Overrides, c.Overrides, o => o.Id)],
            Withdraw =
            [
                .. Missing(p.Characteristics, c.Characteristics, x => x.Id),
                .. Missing(p.Overrides, c.Overrides, o => o.Id),
            ],
        },
        _ => throw new ArgumentException($"A {composed.Kind} cannot overlay a {parent.Kind}.", nameof(composed)),
    };

    private static IEnumerable<T> Changed<T>(ImmutableArray<T> parent, ImmutableArray<T> composed, Func<T, string> id)
    {
        var originals = parent.DistinctBy(id).ToDictionary(id, StringComparer.Ordinal);
        return composed.Where(item => !originals.TryGetValue(id(item), out var original) || !ItemEquality.Same(original, item));
    }

    private static IEnumerable<string> Missing<T>(ImmutableArray<T> parent, ImmutableArray<T> composed, Func<T, string> id)
    {
        var kept = composed.Select(id).ToHashSet(StringComparer.Ordinal);
        return parent.Select(id).Where(i => !kept.Contains(i));
    }

    // An added row stands before the next of the parent's rows that still applies; a replaced row keeps its place.
    private static TableRow Placed(TableRow row, DecisionTableDocument parent, DecisionTableDocument composed)
    {
        var originals = parent.Rows.Select(r => r.Id).ToHashSet(StringComparer.Ordinal);
        if (originals.Contains(row.Id)) return row with { Before = null };
        var next = composed.Rows.SkipWhile(r => r.Id != row.Id).Skip(1).FirstOrDefault(r => originals.Contains(r.Id));
        return row with { Before = next?.Id };
    }
}
