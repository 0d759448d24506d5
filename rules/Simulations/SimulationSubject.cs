using System.Collections.Immutable;
using Policy.Rules.Decisions;
using Policy.Rules.Releases;

namespace Policy.Rules.Simulations;

/// <summary>The two that a simulation compares, and what the candidate is of, by key.</summary>
internal sealed record SimulationSubject(
    SimulatedRules Baseline, SimulatedRules Candidate, ImmutableSortedDictionary<string, string> Candidates)
{
    public SimulationSubject(
        CompiledRelease baseline, CompiledRelease candidate, ImmutableSortedDictionary<string, string> candidates)
        : this(new SimulatedRules(baseline), new SimulatedRules(candidate), candidates)
    {
    }

    /// <summary>True when one of them decides.</summary>
    public bool HasFlow => (Baseline.FactType ?? Candidate.FactType) is not null;
}

/// <summary>Where the parcels of a simulation come from.</summary>
internal sealed class SimulationParcels(DecisionLog log, IDeclarationGenerator? generator)
{
    /// <summary>Profiles of generated parcels; empty when none can be generated.</summary>
    public IReadOnlyList<string> Profiles => generator?.Profiles ?? [];

    /// <summary>How many there are.</summary>
    public async Task<int> Count(SimulationRequest request, CancellationToken cancellation) => request.Source switch
    {
        { Recorded: { } recorded } => await log.Count(request.Zone, recorded.From, recorded.To, cancellation),
        { Generated: { } generated } => generated.Count,
        _ => 0,
    };

    /// <summary>Complete declarations as JSON, personal fields open.</summary>
    public IAsyncEnumerable<Func<ReadOnlyMemory<byte>>> Read(SimulationRequest request, CancellationToken cancellation)
    {
        if (request.Source.Recorded is { } recorded)
        {
            return log.Facts(request.Zone, recorded.From, recorded.To, cancellation)
                .Select<RecordedFacts, Func<ReadOnlyMemory<byte>>>(facts => () => log.Open(facts));
        }

        var (count, seed, profile, day) = request.Source.Generated!;
        return generator!.Generate(request.Zone, count, seed, profile, day!.Value)
            .Select<ReadOnlyMemory<byte>, Func<ReadOnlyMemory<byte>>>(json => () => json)
            .ToAsyncEnumerable();
    }
}
