using System.Collections.Immutable;
using System.Text;
using Policy.Engine.Analysis;
using Policy.Engine;
using Policy.Rules.Decisions;

namespace Policy.Rules.Comparisons;

/// <summary>Compares two sides of a policy, on paper, in behaviour and on recent traffic.</summary>
public sealed class PolicyComparer
{
    /// <summary>The decisions that are looked at, at most.</summary>
    public const int MostParcels = 2_000;

    // Seconds of one core; what is left then is said to be undecided.
    private static readonly AnalysisOptions Limits = new() { Steps = 20_000_000 };

    private readonly PolicyStore _store;
    private readonly DecisionLog _log;

    internal PolicyComparer(PolicyStore store, DecisionLog log) => (_store, _log) = (store, log);

    /// <summary>Compares. Refused: <c>unknown-zone</c>, <c>unknown-side</c>, <c>errors</c>, each with the parameter to blame, <c>/from</c>
    /// or <c>/to</c>.</summary>
    /// <param name="zone">Key of the zone, whose traffic is counted.</param>
    /// <param name="key">Key of the document.</param>
    /// <param name="from">The earlier side.</param>
    /// <param name="to">The later side.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Result<PolicyComparison>> Compare(
        string zone, string key, ComparedSide from, ComparedSide to, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var before = await _store.Compared(zone, key, from, "from", cancellation);
        if (!before.Succeeded) return before.Refusal;
        var after = await _store.Compared(zone, key, to, "to", cancellation);
        if (!after.Succeeded) return after.Refusal;

        var (one, other) = (before.Value, after.Value);
        var difference = await Task.Run(() => Difference.Between(one.Rules, other.Rules, key, Limits, cancellation), cancellation);
        var text = TextLines.Between(one.Document, other.Document);
        if (difference.Regions.IsEmpty) return new PolicyComparison(one, other, difference, text, []);
        var parcels = await Newest(zone, other.Rules.FactTypeOf(Clearance.Flow) ?? other.Rules.FactTypeOf(key)!, cancellation);
        var traffic = await Task.Run(() => difference.Regions.Select(r => Counted(r, parcels, cancellation)).ToImmutableArray(), cancellation);
        return new PolicyComparison(one, other, difference, text, traffic);
    }

    private static Traffic? Counted(Region region, List<Facts> parcels, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var covered = parcels.ConvertAll(region.Covers);
        return covered.Count > 0 && covered.TrueForAll(c => c is null) ? null : new Traffic(covered.Count(c => c == true), covered.Count);
    }

    // Opened in memory only. What the fact type of today does not read is left out.
    private async Task<List<Facts>> Newest(string zone, FactType type, CancellationToken cancellation)
    {
        var parcels = new List<Facts>();
        var (read, next) = (0, (string?)null);
        do
        {
            var page = await _log.Search(
                new DecisionQuery(Zone: zone, Take: Math.Min(DecisionTable.LargestPage, MostParcels - read), After: next), cancellation);
            parcels.AddRange(page.Records.Select(r => Facts.Read(type, Encoding.UTF8.GetBytes(_log.Open(r).Facts)).Facts).OfType<Facts>());
            (read, next) = (read + page.Records.Length, page.Next);
        }
        while (next is not null && read < MostParcels);
        return parcels;
    }
}
