using System.Collections.Immutable;
using Policy.Engine;
using Policy.Rules.Releases;

namespace Policy.Rules.Simulations;

/// <summary>What a change would have done: baseline and candidate decide the same parcels.</summary>
public static class Simulation
{
    /// <summary>Compares two rule sets on declarations.</summary>
    /// <param name="baseline">The release before.</param>
    /// <param name="candidate">The release after.</param>
    /// <param name="declarations">Complete facts with their number.</param>
    /// <param name="examples">How many changed parcels to keep, at most.</param>
    /// <param name="cancellation">Stops the run.</param>
    public static Task<SimulationReport> Run(
        CompiledRelease baseline,
        CompiledRelease candidate,
        IAsyncEnumerable<Facts> declarations,
        int examples,
        CancellationToken cancellation) => throw new NotImplementedException();
}

/// <summary>The report.</summary>
/// <param name="Total">Declarations decided by both.</param>
/// <param name="Changed">Declarations whose outcome or channel differs.</param>
/// <param name="Outcomes">Counts by outcome before and after, every pair that occurs.</param>
/// <param name="Channels">Counts by channel before and after.</param>
/// <param name="Examples">The first changed parcels.</param>
public sealed record SimulationReport(
    int Total,
    int Changed,
    ImmutableArray<Transition> Outcomes,
    ImmutableArray<Transition> Channels,
    ImmutableArray<ChangedParcel> Examples);

/// <summary>How many went from one to the other.</summary>
public sealed record Transition(string Before, string After, int Count);

/// <summary>A parcel that the change decides otherwise.</summary>
public sealed record ChangedParcel(string DeclarationNo, Decisions.Decision Before, Decisions.Decision After);
