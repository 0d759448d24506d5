using System.Collections.Immutable;

namespace Policy.Rules.Policies;

/// <summary>A policy as a zone sees it.</summary>
/// <param name="Zone">The zone asked about.</param>
/// <param name="Key">Key of the document.</param>
/// <param name="InForce">The document in force at the time asked about, overlays applied; null when none is.</param>
/// <param name="InForceLayers">The versions it was composed of, the root zone's first; empty when none is in force.</param>
/// <param name="Current">The zone's own newest version; null when the zone only inherits.</param>
/// <param name="Draft">The zone's draft; null when there is none.</param>
/// <param name="Comments">Open comments in the zone.</param>
public sealed record PolicyView(
    string Zone,
    string Key,
    Document? InForce,
    ImmutableArray<Layer> InForceLayers,
    PolicyVersion? Current,
    Draft? Draft,
    ImmutableArray<PolicyComment> Comments);

/// <summary>A policy as a line of a list shows it: without the text of its draft and its versions.</summary>
/// <param name="Zone">The zone asked about.</param>
/// <param name="Key">Key of the document.</param>
/// <param name="InForce">The document in force at the time asked about, overlays applied; null when none is.</param>
/// <param name="InForceLayers">The versions it was composed of, the root zone's first; empty when none is in force.</param>
/// <param name="CurrentVersion">Number of the zone's own newest version; null when the zone only inherits.</param>
/// <param name="Draft">The zone's draft; null when there is none.</param>
public sealed record PolicySummary(
    string Zone, string Key, Document? InForce, ImmutableArray<Layer> InForceLayers, int? CurrentVersion, DraftSummary? Draft)
{
    internal static PolicySummary Of(string zone, string key, Document? inForce, ImmutableArray<Layer> layers, PolicyState? own) => new(
        zone,
        key,
        inForce,
        layers,
        own is { Versions: > 0 } ? own.Versions : null,
        own?.Draft is { } draft ? new DraftSummary(draft.ETag, draft.State, draft.Editors, draft.SavedAt) : null);
}

/// <summary>A draft without its text.</summary>
/// <param name="ETag">Changes with each save.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Editors">Who edited it.</param>
/// <param name="SavedAt">When it was saved last.</param>
public sealed record DraftSummary(string ETag, DraftState State, ImmutableArray<string> Editors, DateTimeOffset SavedAt);
