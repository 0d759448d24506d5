using System.Collections.Immutable;
using Marten;
using Policy.Engine.Analysis;
using Policy.Rules.Policies;
using Policy.Rules.Releases;

namespace Policy.Rules;

/// <summary>What a version changes in the zones below, before it takes effect.</summary>
public sealed partial class PolicyStore
{
    // Many zones are compared in one answer: what takes longer is said to be undecided.
    private static readonly AnalysisOptions ImpactLimits = new() { Steps = 5_000_000 };

    /// <summary>Compares, for every zone below that inherits or overlays a policy, what it decides now with what it would decide with
    /// the draft or a version in force. The instant is that for which the draft was submitted, else now. Nothing is stored.
    /// Refused: <c>unknown-zone</c>, <c>no-draft</c>, <c>unknown-version</c>, and what the zone itself refuses: <c>errors</c>,
    /// <c>parent-locked</c>.</summary>
    /// <param name="zone">Key of the zone.</param>
    /// <param name="key">Key of the policy.</param>
    /// <param name="version">Number of the version; null: the draft.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<Result<Impact>> Impact(string zone, string key, int? version, CancellationToken cancellation)
    {
        await using var session = _store.QuerySession();
        var zones = await Zones(session, cancellation);
        if (zones.All(z => z.Key != zone)) return Refusals.UnknownZone(zone);
        var state = await session.LoadAsync<PolicyState>(PolicyState.Stream(zone, key), cancellation);
        if (version is { } wanted && (state is null || wanted < 1 || wanted > state.Versions))
            return Refusals.UnknownVersion(zone, new PolicyReference(key, wanted));
        if (version is null && state?.Draft is null) return Refusals.NoDraft(key);
        var draft = version is null ? Read(key, state!.Draft!.Json) : null;
        if (draft is { Document: null }) return Refusals.Errors(zone, draft.Problems);

        var now = _clock.GetUtcNow();
        var at = version is null && state!.Draft!.Submission?.EffectiveFrom is { } from && from > now ? from : now;
        var number = version ?? state!.Versions + 1;
        var change = new ReleaseChange(
            zone, at, ImmutableSortedDictionary<string, int?>.Empty.Add(key, number), ReleaseCause.Published, "", "", now);
        var ground = await PlanGround(session, zones, zone, at, change, cancellation, draft?.Document);
        var plan = ReleasePlan.Below(ground, change);
        if (!plan.Succeeded) return plan.Refusal;
        return new Impact(at, await Compared(session, ground, key, at, plan.Value, cancellation));
    }

    // Zones that had the same and get the same are compared once.
    private async Task<ImmutableArray<ZoneImpact>> Compared(
        IQuerySession session, PlanGround ground, string key, DateTimeOffset at, ImmutableArray<ZonePlan> plans, CancellationToken cancellation)
    {
        var (checks, known) = (new ReleaseChecks(_compiler), new Dictionary<(string?, string), Difference?>());
        var found = ImmutableArray.CreateBuilder<ZoneImpact>();
        foreach (var (zone, planned) in plans)
        {
            if (!planned.Succeeded)
            {
                found.Add(new ZoneImpact(zone, null, planned.Refusal));
                continue;
            }

            var before = ground.Timelines[zone].InForce(at);
            var same = (before?.Hash, planned.Value.Release.Hash);
            if (!known.TryGetValue(same, out var difference))
            {
                var was = _compiler.Compile(await Documents(session, before, cancellation)).RuleSet;
                var becomes = _compiler.Compile(planned.Value.Documents.Values).RuleSet;
                known[same] = difference = was?.Document(key) is null || becomes is null
                    ? null
                    : Difference.Between(was, becomes, key, ImpactLimits, cancellation);
            }

            found.Add(new ZoneImpact(zone, difference, checks.Check(planned.Value)));
        }

        return found.ToImmutable();
    }
}
