using System.Collections.Immutable;
using Marten;
using Policy.Rules.Decisions;
using Policy.Rules.Policies;
using Policy.Rules.Releases;
using Policy.Rules.Simulations;

namespace Policy.Rules;

/// <summary>What drafts are checked with.</summary>
public sealed partial class PolicyStore
{
    private static readonly ImmutableSortedDictionary<string, Document> NoDocuments =
        ImmutableSortedDictionary.Create<string, Document>(StringComparer.Ordinal);

    private static readonly ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, Document>> NothingAbove =
        ImmutableSortedDictionary.Create<string, ImmutableSortedDictionary<string, Document>>(StringComparer.Ordinal);

    // A draft may go on when it is sound with what is in force then, or with what is approved to come: a new field of a
    // fact type, for example, is approved before the table that reads it, and both are published together.
    private async Task<DraftCheck> Check(
        IQuerySession session,
        string zone,
        string key,
        string json,
        ImmutableArray<Waiver> waivers,
        DateTimeOffset at,
        CancellationToken cancellation)
    {
        var zones = await Zones(session, cancellation);
        var inForce = DraftCheck.Of(zone, key, json, waivers, await GroundInForce(session, zones, zone, at, cancellation), _compiler);
        if (inForce.Refusal is null) return inForce;
        var toCome = DraftCheck.Of(zone, key, json, waivers, await GroundToCome(session, zones, zone, cancellation), _compiler);
        return toCome.Refusal is null ? toCome : inForce;
    }

    /// <summary>What stands for or against the zone's draft.</summary>
    private async Task<DraftReview?> Review(
        IQuerySession session,
        PolicyState? state,
        DateTimeOffset? effectiveFrom,
        ImmutableArray<Waiver> waivers,
        DateTimeOffset now,
        CancellationToken cancellation)
    {
        if (state?.Draft is not { } draft) return null;
        var at = effectiveFrom ?? now;
        var check = await Check(session, state.Zone, state.Key, draft.Json, waivers, at, cancellation);
        if (check.Refusal is not null) return new DraftReview(check, null, false, null);
        var replaced = _compiler.Compile((await InForce(session, state.Zone, at, cancellation)).Values).RuleSet;
        var grounds = ReviewGrounds.Of(check, replaced, waivers);
        var simulation = await SimulationStore.Of(session, state.Zone, state.Key, grounds.Candidate, cancellation);
        return new DraftReview(check, grounds, replaced?.Document(Clearance.Flow) is not null, simulation?.Hash);
    }

    private async Task<DraftGround> GroundInForce(
        IQuerySession session, ImmutableArray<Zone> zones, string zone, DateTimeOffset at, CancellationToken cancellation)
    {
        var toCome = await GroundToCome(session, zones, zone, cancellation);
        var above = NothingAbove;
        foreach (var (other, documents) in toCome.Above)
            above = above.Add(other, documents.SetItems(await InForce(session, other, at, cancellation)));
        return new DraftGround(toCome.Zone.SetItems(await InForce(session, zone, at, cancellation)), above, toCome.Parent);
    }

    private async Task<ImmutableSortedDictionary<string, Document>> InForce(
        IQuerySession session, string zone, DateTimeOffset at, CancellationToken cancellation)
    {
        var documents = await Documents(session, (await Timeline(session, zone, cancellation)).InForce(at), cancellation);
        return documents.ToImmutableSortedDictionary(d => d.Key, d => d, StringComparer.Ordinal);
    }

    // The newest versions from the root to the zone; an overlay that does not fit its ground is left out.
    private async Task<DraftGround> GroundToCome(
        IQuerySession session, ImmutableArray<Zone> zones, string zone, CancellationToken cancellation)
    {
        var path = Path(zones, zone);
        var newest = await Newest(session, path, cancellation);
        var authored = await _documents.Authored(
            session, newest.Select(n => PolicyVersion.IdOf(n.Zone, n.Key, n.Versions)), cancellation);
        var ground = new DraftGround(NoDocuments, NothingAbove, null);
        for (var i = 0; i < path.Length; i++)
        {
            if (i > 0) ground = new DraftGround(ground.Zone, ground.Above.Add(path[i - 1], ground.Zone), path[i - 1]);
            foreach (var (_, key, versions) in newest.Where(n => n.Zone == path[i]))
            {
                var own = authored[PolicyVersion.IdOf(path[i], key, versions)];
                var (document, _) = Composition.Compose(ground.Inherited(key), own);
                if (document is not null) ground = ground with { Zone = ground.Zone.SetItem(key, document) };
            }
        }

        return ground;
    }

    private static ImmutableArray<string> Path(ImmutableArray<Zone> zones, string zone)
    {
        var path = ImmutableArray.CreateBuilder<string>();
        for (var at = zones.FirstOrDefault(z => z.Key == zone); at is not null; at = zones.FirstOrDefault(z => z.Key == at.Parent))
            path.Insert(0, at.Key);
        return path.ToImmutable();
    }

    private static async Task<IReadOnlyList<NewestVersion>> Newest(
        IQuerySession session, IEnumerable<string> zones, CancellationToken cancellation)
    {
        var keys = zones.ToArray();
        return await session.Query<PolicyState>()
            .Where(s => s.Zone.IsOneOf(keys) && s.Versions > 0)
            .OrderBy(s => s.Id)
            .Select(s => new NewestVersion(s.Zone, s.Key, s.Versions))
            .ToListAsync(cancellation);
    }

    private sealed record NewestVersion(string Zone, string Key, int Versions);
}
