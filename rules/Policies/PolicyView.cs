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
