using System.Collections.Immutable;
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
        var (total, changed) = (0, 0);
        var outcomes = new Dictionary<(string Before, string After), int>();
        var channels = new Dictionary<(string Before, string After), int>();
        var kept = ImmutableArray.CreateBuilder<ChangedParcel>();
        await foreach (var facts in declarations.WithCancellation(cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            var (before, after) = (Decide(baseline, facts), Decide(candidate, facts));
            total++;
            Count(outcomes, before.Outcome, after.Outcome);
            Count(channels, before.Channel, after.Channel);
            if (before.Outcome == after.Outcome && before.Channel == after.Channel) continue;
            changed++;
            if (kept.Count < examples) kept.Add(new ChangedParcel(NumberOf(facts), before, after));
        }

        return new SimulationReport(total, changed, Sorted(outcomes), Sorted(channels), kept.ToImmutable());
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

    private static string NumberOf(Facts facts) =>
        facts.Content["declarationNo"] is { Kind: ValueKind.Text } number ? number.AsText() : "";

    private static void Count(Dictionary<(string Before, string After), int> counts, string before, string after) =>
        counts[(before, after)] = counts.GetValueOrDefault((before, after)) + 1;

    private static ImmutableArray<Transition> Sorted(Dictionary<(string Before, string After), int> counts) =>
    [
        .. counts.Select(c => new Transition(c.Key.Before, c.Key.After, c.Value))
            .OrderBy(t => t.Before, StringComparer.Ordinal).ThenBy(t => t.After, StringComparer.Ordinal),
    ];
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
public sealed record ChangedParcel(string DeclarationNo, Decision Before, Decision After);
