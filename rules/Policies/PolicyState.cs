using System.Collections.Immutable;
using Policy.Engine;

namespace Policy.Rules.Policies;

/// <summary>Where the draft of a policy stands.</summary>
public enum DraftState
{
    /// <summary>Being edited.</summary>
    Draft,

    /// <summary>Waits for an approver.</summary>
    Submitted,

    /// <summary>Sent back by an approver.</summary>
    Rejected,
}

/// <summary>The draft of a policy.</summary>
/// <param name="Json">The text as the officer left it; it may be broken.</param>
/// <param name="ETag">Changes with every save; quotes excluded.</param>
/// <param name="BaseVersion">Version the draft was begun from; 0 for a new policy.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Editors">Everybody who saved it since it was begun; none of them may approve it.</param>
/// <param name="SavedAt">When it was last saved.</param>
public sealed record Draft(
    string Json,
    string ETag,
    int BaseVersion,
    DraftState State,
    ImmutableArray<string> Editors,
    DateTimeOffset SavedAt);

/// <summary>An immutable version of a policy of a zone: a document or an overlay of the parent's.</summary>
/// <param name="Zone">Key of the zone.</param>
/// <param name="Key">Key of the document.</param>
/// <param name="Number">Counts from 1 within zone and key.</param>
/// <param name="Json">Canonical JSON of the document.</param>
/// <param name="Hash">Content hash, <c>sha256:…</c>.</param>
/// <param name="Authors">Who wrote it.</param>
/// <param name="ApprovedBy">Who approved it.</param>
/// <param name="Comment">The approver's comment.</param>
/// <param name="RecordedAt">When it was approved.</param>
public sealed record PolicyVersion(
    string Zone,
    string Key,
    int Number,
    string Json,
    string Hash,
    ImmutableArray<string> Authors,
    string ApprovedBy,
    string Comment,
    DateTimeOffset RecordedAt);

/// <summary>A policy as a zone sees it.</summary>
/// <param name="Zone">The zone asked about.</param>
/// <param name="Key">Key of the document.</param>
/// <param name="InForce">The document in force at the time asked about, overlays applied; null when none is.</param>
/// <param name="InForceLayers">The versions it was composed of, the root zone's first; empty when none is in force.</param>
/// <param name="Current">The zone's own newest version; null when the zone only inherits.</param>
/// <param name="Draft">The zone's draft; null when there is none.</param>
public sealed record PolicyView(
    string Zone,
    string Key,
    Document? InForce,
    ImmutableArray<Layer> InForceLayers,
    PolicyVersion? Current,
    Draft? Draft);

/// <summary>The version of one zone that takes part in a composed document.</summary>
/// <param name="Zone">Key of the zone.</param>
/// <param name="Version">Version number in that zone.</param>
public sealed record Layer(string Zone, int Version);

/// <summary>The answer to saving a draft.</summary>
/// <param name="ETag">The new ETag.</param>
/// <param name="Problems">Findings of checking the draft with the rest of the zone's documents; a draft with errors is
/// saved all the same.</param>
public sealed record DraftSaved(string ETag, ImmutableArray<Diagnostic> Problems);
