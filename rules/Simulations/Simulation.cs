using System.Collections.Concurrent;
using Policy.Engine;

namespace Policy.Rules.Simulations;

/// <summary>What a change would have done: baseline and candidate decide the same parcels.</summary>
public static class Simulation
{
    private const int BlockSize = 256;

    /// <summary>Compares two rule sets on parcels. The report depends on the parcels and their order, not on how many worked.</summary>
    /// <param name="baseline">What decides before.</param>
    /// <param name="candidate">What decides after.</param>
    /// <param name="parcels">Complete facts as JSON, each got when its turn comes, by several at once.</param>
    /// <param name="options">How it runs.</param>
    /// <param name="cancellation">Stops the run.</param>
    public static async Task<SimulationReport> Run(
        SimulatedRules baseline,
        SimulatedRules candidate,
        IAsyncEnumerable<Func<ReadOnlyMemory<byte>>> parcels,
        SimulationOptions options,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        var idle = new ConcurrentBag<SimulationTally>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = cancellation };
        await Parallel.ForEachAsync(parcels.Chunk(BlockSize).Index(), parallel, (block, stop) =>
        {
            if (!idle.TryTake(out var tally)) tally = new SimulationTally(baseline, candidate, options);
            for (var i = 0; i < block.Item.Length; i++)
            {
                stop.ThrowIfCancellationRequested();
                tally.Decide(((long)block.Index * BlockSize) + i, block.Item[i]());
            }

            idle.Add(tally);
            return ValueTask.CompletedTask;
        });

        var total = new SimulationTally(baseline, candidate, options);
        foreach (var tally in idle) total.Add(tally);
        return total.Report();
    }
}

/// <summary>How a simulation runs.</summary>
/// <param name="Examples">How many changed parcels to keep, at most: the first ones.</param>
/// <param name="Workers">How many parcels are decided at once, 1 or more.</param>
/// <param name="Unread">Told of parcels that fit the fact type of neither, with their place (from 0) and what is wrong;
/// several at once, in no order. Null: they are only counted.</param>
public sealed record SimulationOptions(int Examples, int Workers, Action<long, IReadOnlyList<Diagnostic>>? Unread = null);
