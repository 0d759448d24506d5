using System.Collections.Immutable;

namespace Policy.Rules.Simulations;

/// <summary>What is to be simulated; it has the form of the contract.</summary>
/// <param name="Zone">Key of the zone.</param>
/// <param name="Candidate">What would decide.</param>
/// <param name="Source">The parcels to decide.</param>
/// <param name="Baseline">What to compare with; null: the release in force now.</param>
public sealed record SimulationRequest(
    string Zone, SimulationCandidate Candidate, SimulationSource Source, SimulationBaseline? Baseline = null)
{
    /// <summary>Parcels that one simulation decides, at most.</summary>
    public const int MostParcels = 1_000_000;

    /// <summary>Drafts that one simulation puts in place, at most.</summary>
    public const int MostDrafts = 200;
}

/// <summary>What would decide: drafts put in place, or a release. Exactly one is given.</summary>
/// <param name="Drafts">Keys of policies: the draft of each as it is saved, in whatever state, or the zone's newest version
/// where there is no draft.</param>
/// <param name="Release">Number of a release of the zone.</param>
public sealed record SimulationCandidate(ImmutableArray<string>? Drafts = null, int? Release = null)
{
    /// <summary>Drafts of the zone, put in place together.</summary>
    public static SimulationCandidate Of(params ReadOnlySpan<string> drafts) => new([.. drafts]);
}

/// <summary>What to compare with. At most one is given.</summary>
/// <param name="Release">Number of a release of the zone.</param>
/// <param name="At">An instant: the release in force then, and drafts are put in place as of then. Null: now.</param>
public sealed record SimulationBaseline(int? Release = null, DateTimeOffset? At = null);

/// <summary>Where the parcels come from. Exactly one is given.</summary>
/// <param name="Recorded">Parcels that were decided in the zone.</param>
/// <param name="Generated">Synthetic parcels.</param>
/// <param name="Upload">Id of an upload: not taken yet.</param>
public sealed record SimulationSource(
    RecordedParcels? Recorded = null, GeneratedParcels? Generated = null, string? Upload = null);

/// <summary>Parcels that were decided in the zone in a period.</summary>
/// <param name="From">First instant of deciding.</param>
/// <param name="To">The instant after the last.</param>
public sealed record RecordedParcels(DateTimeOffset From, DateTimeOffset To);

/// <summary>Synthetic parcels; the same arguments give the same.</summary>
/// <param name="Count">How many, 1 to <see cref="SimulationRequest.MostParcels"/>.</param>
/// <param name="Seed">Any number.</param>
/// <param name="Profile">One of <see cref="IDeclarationGenerator.Profiles"/>.</param>
/// <param name="Day">The day (UTC+8) on which they are declared; null: today.</param>
public sealed record GeneratedParcels(int Count, int Seed, string Profile, DateOnly? Day = null);
