using Policy.Engine;
using Policy.Rules.Decisions;
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
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(declarations);
        return Task.Run(() => Compare(baseline, candidate, declarations, examples, cancellation), cancellation);
    }

    private static async Task<SimulationReport> Compare(
        CompiledRelease baseline,
        CompiledRelease candidate,
        IAsyncEnumerable<Facts> declarations,
        int examples,
        CancellationToken cancellation)
    {
        var tally = new SimulationTally(baseline, candidate, examples);
        await foreach (var facts in declarations.WithCancellation(cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            tally.Add(facts, Decide(baseline, facts), Decide(candidate, facts));
        }

        return tally.Report();
    }

    // The fact type may differ between the two: facts that do not fit one of them are decided closed there.
    private static Decision Decide(CompiledRelease release, Facts facts)
    {
        if (release.Rules.FactTypeOf(Clearance.Flow) is not { } type || ReferenceEquals(type, facts.Type))
            return Clearance.Decide(release, facts);
        var (read, problems) = Facts.Read(type, facts.ToJson());
        return read is null
            ? Clearance.Closed(release, facts, ClearanceFaults.Unfit(problems[0]))
            : Clearance.Decide(release, read);
    }
}
