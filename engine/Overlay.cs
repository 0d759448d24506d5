using System.Collections.Immutable;

namespace Policy.Engine;

/// <summary>Composes a zone's overlay with its parent's document.</summary>
public static class Overlay
{
    /// <summary>The document that applies in the zone. Refuses, with all findings, an overlay that names an unknown item,
    /// a kind of item the parent's document does not have, or a locked item.</summary>
    public static OverlayResult Apply(Document parent, OverlayDocument overlay) => throw new NotImplementedException();
}

/// <summary>The result of composing.</summary>
/// <param name="Document">The composed document; null when there is any problem.</param>
/// <param name="Problems">All problems.</param>
public sealed record OverlayResult(Document? Document, ImmutableArray<Diagnostic> Problems);
