using System.Text;
using Policy.Engine.Analysis;
using Policy.Engine.Overlays;
using Policy.Rules.Policies;
using Policy.Rules.Storage;

namespace Policy.Rules.Releases;

/// <summary>A composed document and its content hash.</summary>
internal sealed record Composed(Document Document, string Hash);

/// <summary>How a zone's document stands on its parent's: a whole document replaces, an overlay is applied.</summary>
internal static class Composition
{
    /// <summary>Composes a zone's own document with its parent's composed one (null: the parent has none). Refused for
    /// an overlay without ground or with a problem, and for a whole document in place of one with locked items.</summary>
    public static OverlayResult Compose(Document? parent, Document own)
    {
        if (own is OverlayDocument overlay)
        {
            return parent is null
                ? new OverlayResult(null, [DraftProblems.NoParent(own.Key)])
                : Overlay.Apply(parent, overlay);
        }

        return parent is not null && !LockCheck.LockedItems(parent).IsEmpty
            ? new OverlayResult(null, [DraftProblems.Locked(own.Key)])
            : new OverlayResult(own, []);
    }

    /// <summary>The content hash of a set of documents.</summary>
    public static string Hash(IEnumerable<ReleaseEntry> entries)
    {
        var text = new StringBuilder();
        foreach (var entry in entries.OrderBy(e => e.Key, StringComparer.Ordinal))
            text.Append(entry.Key).Append(' ').Append(entry.Hash).Append('\n');
        return ContentHash.Of(text.ToString());
    }
}
