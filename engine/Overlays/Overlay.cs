using System.Collections.Immutable;
using Policy.Engine.Compiling;

namespace Policy.Engine.Overlays;

/// <summary>Composes a zone's overlay with its parent's document.</summary>
public static class Overlay
{
    private static readonly Items<TableRow> Rows = new(r => r.Id, r => r.Locked, r => r.Before, r => r with { Before = null });
    private static readonly Items<ListEntry> Entries = Items<ListEntry>.Of(e => e.Id, e => e.Locked);
    private static readonly Items<Characteristic> Characteristics = Items<Characteristic>.Of(c => c.Id, c => c.Locked);
    private static readonly Items<GradeOverride> Overrides = Items<GradeOverride>.Of(o => o.Id, o => o.Locked);

    /// <summary>The document that applies in the zone. Refuses, with all findings, an overlay that names an unknown item,
    /// a kind of item the parent's document does not have, or a locked item. Title and legal basis are the overlay's
    /// where it has them; sources, requirements and properties are those of both (a parent's property
    /// cannot be replaced); the force is the weaker of the two; the
    /// cases are the overlay's alone, because the parent's are about the parent.</summary>
    public static OverlayResult Apply(Document parent, OverlayDocument overlay)
    {
        ArgumentNullException.ThrowIfNull(parent);
        ArgumentNullException.ThrowIfNull(overlay);
        var reporter = new Reporter(overlay.Key);
        Structure.Check(overlay, reporter);
        if (overlay.Key != parent.Key) reporter.At("key").Error(DiagnosticCode.OverlayKey, Messages.OtherKey(overlay.Key, parent.Key));
        CheckKinds(parent, overlay, reporter);
        for (var i = 0; i < overlay.Properties.Length; i++)
            if (parent.Properties.Any(p => p.Id == overlay.Properties[i].Id))
                reporter.At("properties").At(i).Error(DiagnosticCode.OverlayLocked, Messages.Locked(overlay.Properties[i].Id));

        var composition = new Composition(overlay, reporter);
        var composed = parent switch
        {
            DecisionTableDocument d => d with { Rows = composition.Merge(d.Rows, overlay.Rows, "rows", Rows) },
            ListDocument d => d with { Entries = composition.Merge(d.Entries, overlay.Entries, "entries", Entries) },
            ScorecardDocument d => d with
            {
                Characteristics = composition.Merge(d.Characteristics, overlay.Characteristics, "characteristics", Characteristics),
                Overrides = composition.Merge(d.Overrides, overlay.Overrides, "overrides", Overrides),
            },
            _ => parent,
        };
        composition.End();
        return new OverlayResult(reporter.HasErrors ? null : Head(composed, overlay), reporter.Found);
    }

    private static Document Head(Document parent, OverlayDocument overlay) => parent with
    {
        Title = overlay.Title ?? parent.Title,
        LegalBasis = overlay.LegalBasis ?? parent.LegalBasis,
        Sources = [.. parent.Sources.Union(overlay.Sources, StringComparer.Ordinal)],
        Force = (Force)Math.Max((int)parent.Force, (int)overlay.Force),
        Requires = parent.Requires.SetItems(overlay.Requires),
        Cases = overlay.Cases,
        Properties = [.. parent.Properties, .. overlay.Properties],
    };

    private static void CheckKinds(Document parent, OverlayDocument overlay, Reporter reporter)
    {
        if (parent is not (DecisionTableDocument or ListDocument or ScorecardDocument))
        {
            reporter.At("kind").Error(DiagnosticCode.OverlayKind, Messages.NotAnOverlaidKind(parent.Kind));
            return;
        }

        Refuse("rows", overlay.Rows.IsEmpty || parent is DecisionTableDocument);
        Refuse("entries", overlay.Entries.IsEmpty || parent is ListDocument);
        Refuse("characteristics", overlay.Characteristics.IsEmpty || parent is ScorecardDocument);
        Refuse("overrides", overlay.Overrides.IsEmpty || parent is ScorecardDocument);

        void Refuse(string items, bool fits)
        {
            if (!fits) reporter.At(items).Error(DiagnosticCode.OverlayKind, Messages.NoSuchItems(items, parent.Kind));
        }
    }
}

/// <summary>The result of composing.</summary>
/// <param name="Document">The composed document; null when there is any problem.</param>
/// <param name="Problems">All problems.</param>
public sealed record OverlayResult(Document? Document, ImmutableArray<Diagnostic> Problems);
