using System.Collections.Immutable;
using Marten;
using Npgsql;
using Policy.Rules.Policies;
using Policy.Rules.Releases;
using Policy.Rules.Storage;

namespace Policy.Rules;

/// <summary>The versioned store of policies and releases: reads; the commands are in its other part.</summary>
public sealed partial class PolicyStore
{
    private readonly IDocumentStore _store;
    private readonly NpgsqlDataSource _source;
    private readonly StoredDocuments _documents;
    private readonly ReleaseChecks _checks;
    private readonly RuleCompiler _compiler;
    private readonly TimeProvider _clock;

    internal PolicyStore(
        IDocumentStore store,
        NpgsqlDataSource source,
        StoredDocuments documents,
        ReleaseChecks checks,
        RuleCompiler compiler,
        TimeProvider clock) =>
        (_store, _source, _documents, _checks, _compiler, _clock) = (store, source, documents, checks, compiler, clock);

    /// <summary>Brings the database schema up to date; several hosts may start at once.</summary>
    public Task PrepareSchema(CancellationToken cancellation = default) => StoreSchema.Apply(_store, _source, cancellation);

    /// <summary>All zones, parents before children.</summary>
    public async Task<ImmutableArray<Zone>> Zones(CancellationToken cancellation)
    {
        await using var session = _store.QuerySession();
        return await Zones(session, cancellation);
    }

    /// <summary>The policies a zone has or inherits at a time, and drafts, by key; empty for an unknown zone.</summary>
    public async Task<ImmutableArray<PolicyView>> Policies(string zone, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var session = _store.QuerySession();
        var states = await session.Query<PolicyState>().Where(s => s.Zone == zone).ToListAsync(cancellation);
        var release = (await Timeline(session, zone, cancellation)).InForce(at);
        return await Views(session, zone, release?.Entries ?? [], states, cancellation);
    }

    /// <summary>One policy; null when the zone neither has nor inherits it.</summary>
    public async Task<PolicyView?> Policy(string zone, string key, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var session = _store.QuerySession();
        var state = await session.LoadAsync<PolicyState>(PolicyState.Stream(zone, key), cancellation);
        var release = (await Timeline(session, zone, cancellation)).InForce(at);
        var views = await Views(
            session, zone, [.. (release?.Entries ?? []).Where(e => e.Key == key)], state is null ? [] : [state], cancellation);
        return views.SingleOrDefault();
    }

    /// <summary>The zone's own versions of a policy, newest first.</summary>
    public async Task<ImmutableArray<PolicyVersion>> Versions(string zone, string key, CancellationToken cancellation)
    {
        await using var session = _store.QuerySession();
        return [.. await session.Query<PolicyVersion>()
            .Where(v => v.Zone == zone && v.Key == key).OrderByDescending(v => v.Number).ToListAsync(cancellation)];
    }

    /// <summary>All releases of a zone, newest number first.</summary>
    public async Task<ImmutableArray<Release>> Releases(string zone, CancellationToken cancellation)
    {
        await using var session = _store.QuerySession();
        return [.. (await Timeline(session, zone, cancellation)).All.Reverse()];
    }

    /// <summary>When each release of a zone that took effect was activated, by number.</summary>
    public async Task<ImmutableSortedDictionary<int, DateTimeOffset>> Activations(string zone, CancellationToken cancellation)
    {
        await using var session = _store.QuerySession();
        return (await session.LoadAsync<ZoneState>(zone, cancellation))?.Activated ?? ImmutableSortedDictionary<int, DateTimeOffset>.Empty;
    }

    /// <summary>The composed documents of a release.</summary>
    public async Task<ImmutableArray<Document>> Documents(Release release, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(release);
        await using var session = _store.QuerySession();
        return await Documents(session, release, cancellation);
    }

    /// <summary>The composed documents of the release in force in a zone at a time; empty when none is.</summary>
    public async Task<ImmutableArray<Document>> DocumentsInForce(
        string zone, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var session = _store.QuerySession();
        var release = (await Timeline(session, zone, cancellation)).InForce(at);
        return await Documents(session, release, cancellation);
    }

    /// <summary>The release that was believed to be in force in a zone; null when there was none.</summary>
    /// <param name="zone">Key of the zone.</param>
    /// <param name="effective">The instant asked about: which rules govern it.</param>
    /// <param name="recorded">The instant of knowing: releases recorded later do not count.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<Release?> ReleaseInForce(
        string zone, DateTimeOffset effective, DateTimeOffset recorded, CancellationToken cancellation)
    {
        await using var session = _store.QuerySession();
        return (await Timeline(session, zone, cancellation)).AsRecorded(recorded).InForce(effective);
    }

    /// <summary>Compiles what the zone would decide with a draft in place: the documents in force at a time (and the
    /// newest versions of those that were never in force), with the draft (a document, or an overlay composed with the
    /// parent's) put in. Nothing is stored.</summary>
    public async Task<Candidate> Candidate(
        string zone, string key, string json, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var session = _store.QuerySession();
        var zones = await Zones(session, cancellation);
        var ground = await GroundInForce(session, zones, zone, at, cancellation);
        return DraftCheck.Of(zone, key, json, [], ground, _compiler).Candidate;
    }

    private static async Task<ImmutableArray<Zone>> Zones(IQuerySession session, CancellationToken cancellation)
    {
        var states = await session.Query<ZoneState>().ToListAsync(cancellation);
        return ParentsFirst(states.Select(s => s.Zone).OrderBy(z => z.Key, StringComparer.Ordinal).ToLookup(z => z.Parent), null);
    }

    private static ImmutableArray<Zone> ParentsFirst(ILookup<string?, Zone> byParent, string? parent) =>
        [.. byParent[parent].SelectMany(zone => ParentsFirst(byParent, zone.Key).Prepend(zone))];

    private static async Task<Timeline> Timeline(IQuerySession session, string zone, CancellationToken cancellation) =>
        new(await session.Query<Release>().Where(r => r.Zone == zone).ToListAsync(cancellation));

    private async Task<ImmutableArray<Document>> Documents(
        IQuerySession session, Release? release, CancellationToken cancellation)
    {
        if (release is null) return [];
        var documents = await _documents.Composed(session, release.Entries.Select(e => e.Hash), cancellation);
        return [.. release.Entries.Select(e => documents[e.Hash])];
    }

    private async Task<ImmutableArray<PolicyView>> Views(
        IQuerySession session,
        string zone,
        ImmutableArray<ReleaseEntry> entries,
        IReadOnlyList<PolicyState> states,
        CancellationToken cancellation)
    {
        var inForce = entries.ToDictionary(e => e.Key, StringComparer.Ordinal);
        var own = states.ToDictionary(s => s.Key, StringComparer.Ordinal);
        var documents = await _documents.Composed(session, entries.Select(e => e.Hash), cancellation);
        var newest = (await session.LoadManyAsync<PolicyVersion>(
                cancellation, [.. states.Where(s => s.Versions > 0).Select(s => PolicyVersion.IdOf(zone, s.Key, s.Versions))]))
            .ToDictionary(v => v.Key, StringComparer.Ordinal);
        return
        [
            .. inForce.Keys.Union(own.Keys).Order(StringComparer.Ordinal).Select(key => new PolicyView(
                zone,
                key,
                inForce.TryGetValue(key, out var entry) ? documents[entry.Hash] : null,
                entry?.Layers ?? [],
                newest.GetValueOrDefault(key),
                own.GetValueOrDefault(key)?.Draft,
                own.GetValueOrDefault(key)?.OpenComments ?? [])),
        ];
    }
}
