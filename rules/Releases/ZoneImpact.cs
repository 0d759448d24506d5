using System.Collections.Immutable;
using Policy.Engine.Analysis;

namespace Policy.Rules.Releases;

/// <summary>What a version of a policy changes in a zone below that inherits or overlays it.</summary>
/// <param name="Zone">Key of the zone.</param>
/// <param name="Difference">What the zone then decides otherwise by the document; null when it had none before, or when
/// the zone refuses and nothing can be compared.</param>
/// <param name="Refusal">Why publishing would be refused for this zone; null when it would not.</param>
public sealed record ZoneImpact(string Zone, Difference? Difference, Refusal? Refusal);

/// <summary>What a version of a policy changes below its zone.</summary>
/// <param name="At">The instant that was looked at.</param>
/// <param name="Zones">The zones below that it reaches, parents before children; those with a document of their own in its place are
/// left out.</param>
public sealed record Impact(DateTimeOffset At, ImmutableArray<ZoneImpact> Zones);
