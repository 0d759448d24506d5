using Marten;
using Policy.Engine.Analysis;
using Policy.Engine;
using Policy.Rules.Audit;
using Policy.Rules.Policies;

namespace Policy.Rules;

/// <summary>Puts the edits of two officers together.</summary>
public sealed partial class PolicyStore
{
    /// <summary>What a stale save and the draft that overtook it amount to together. They are merged when they changed different rows
    /// and no facts are decided otherwise by both; else both are shown. Nothing is stored. Null when there is no draft, or none of
    /// that ETag ever was.</summary>
    /// <param name="zone">Key of the zone.</param>
    /// <param name="key">Key of the document.</param>
    /// <param name="start">ETag of the draft that the edit started from; null: there was none, and it started from the newest version.</param>
    /// <param name="json">The edit.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<DraftMerge?> Merge(string zone, string key, string? start, string json, CancellationToken cancellation)
    {
        await using var session = _store.QuerySession();
        var events = await session.Events.FetchStreamAsync(PolicyState.Stream(zone, key), token: cancellation);
        var state = events.Aggregate(PolicyState.Begin(zone, key), (s, e) => s.After((AuditedEvent)e.Data));
        if (state.Draft is not { } theirs) return null;
        var from = start is null
            ? await StartOf(session, state, cancellation)
            : events.Select(e => e.Data).OfType<DraftEdited>().LastOrDefault(e => e.ETag == start)?.Json;
        if (from is null) return null;

        var (merged, conflicts) = DocumentMerge.Of(from, json, theirs.Json);
        if (merged is null) return new DraftMerge(null, theirs.ETag, conflicts, null, true);
        var zones = await Zones(session, cancellation);
        var ground = await GroundInForce(session, zones, zone, _clock.GetUtcNow(), cancellation);
        RuleSet? Rules(string text) => DraftCheck.Of(zone, key, text, [], ground, _compiler) is { Candidate.Rules: { } rules } ? rules : null;
        if (Rules(from) is not { } origin || Rules(json) is not { } mine || Rules(theirs.Json) is not { } other)
            return new DraftMerge(null, theirs.ETag, [], null, false);
        var shared = SharedChange.Of(origin, mine, other, key, cancellation: cancellation);
        return new DraftMerge(shared.IsNone ? merged : null, theirs.ETag, [], shared.Region, shared.IsDecided);
    }

    // A first draft begins with the newest version, or with what is in force; an overlay begins empty.
    private async Task<string?> StartOf(IQuerySession session, PolicyState state, CancellationToken cancellation)
    {
        if (state.Versions == 0) return null;
        return (await session.LoadAsync<PolicyVersion>(PolicyVersion.IdOf(state.Zone, state.Key, state.Versions), cancellation))?.Json;
    }
}
