using System.Collections.Immutable;
using System.Text.Json;
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
    private readonly StoredReleases _releases;
    private readonly StoredDocuments _documents;
    private readonly ReleaseChecks _checks;
    private readonly RuleCompiler _compiler;
    private readonly TimeProvider _clock;

    internal PolicyStore(
        IDocumentStore store,
        NpgsqlDataSource source,
        StoredReleases releases,
        StoredDocuments documents,
        ReleaseChecks checks,
        RuleCompiler compiler,
        TimeProvider clock) =>
        (_store, _source, _releases, _documents, _checks, _compiler, _clock) = (store, source, releases, documents, checks, compiler, clock);

    /// <summary>Brings the database schema up to date; several hosts may start at once.</summary>
    public Task PrepareSchema(CancellationToken cancellation = default) => StoreSchema.Apply(_store, _source, cancellation);

    /// <summary>All zones, parents before children.</summary>
    public async Task<ImmutableArray<Zone>> Zones(CancellationToken cancellation)
    {
        await using var session = _store.QuerySession();
        return await Zones(session, cancellation);
    }

    /// <summary>The policies a zone has or inherits at a time, and drafts, by key; empty for an unknown zone.</summary>
    public async Task<ImmutableArray<PolicySummary>> Policies(string zone, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var session = _store.QuerySession();
        var own = (await States(zone, cancellation)).ToDictionary(s => s.Key, StringComparer.Ordinal);
        var entries = (await Timeline(session, zone, cancellation)).InForce(at)?.Entries ?? [];
        var inForce = entries.ToDictionary(e => e.Key, StringComparer.Ordinal);
        var documents = await _documents.Composed(session, entries.Select(e => e.Hash), cancellation);
        return [.. inForce.Keys.Union(own.Keys).Order(StringComparer.Ordinal).Select(key => PolicySummary.Of(
            zone, key, inForce.TryGetValue(key, out var entry) ? documents[entry.Hash] : null, entry?.Layers ?? [], own.GetValueOrDefault(key)))];
    }

    /// <summary>One policy; null when the zone neither has nor inherits it.</summary>
    public async Task<PolicyView?> Policy(string zone, string key, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var session = _store.QuerySession();
        var state = await session.LoadAsync<PolicyState>(PolicyState.Stream(zone, key), cancellation);
        var entry = (await Timeline(session, zone, cancellation)).InForce(at)?.Entries.FirstOrDefault(e => e.Key == key);
        if (state is null && entry is null) return null;
        var document = entry is null ? null : (await _documents.Composed(session, [entry.Hash], cancellation))[entry.Hash];
        var newest = state is { Versions: > 0 and var number } ? await Version(session, zone, key, number, cancellation) : null;
        return new PolicyView(zone, key, document, entry?.Layers ?? [], newest, state?.Draft, state?.OpenComments ?? []);
    }

    /// <summary>The approvals of the zone's own versions of a policy, newest first; <see cref="Version(string, string, int, CancellationToken)"/>
    /// gives the document of one.</summary>
    public async Task<ImmutableArray<VersionApproved>> Versions(string zone, string key, CancellationToken cancellation)
    {
        // From the events, which do not have the documents: a long list of many versions would fill the memory.
        await using var command = _source.CreateCommand(
            "select data from policy.mt_events where stream_id = $1 and type = 'version_approved' order by version desc");
        command.Parameters.Add(new() { Value = PolicyState.Stream(zone, key) });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var versions = ImmutableArray.CreateBuilder<VersionApproved>();
        while (await reader.ReadAsync(cancellation))
            versions.Add(JsonSerializer.Deserialize<VersionApproved>(reader.GetString(0), StoreJson.Options)!);
        return versions.ToImmutable();
    }

    /// <summary>One of the zone's own versions of a policy; null when there is none of that number.</summary>
    public async Task<PolicyVersion?> Version(string zone, string key, int number, CancellationToken cancellation)
    {
        await using var session = _store.QuerySession();
        return await Version(session, zone, key, number, cancellation);
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

    private Task<Timeline> Timeline(IQuerySession session, string zone, CancellationToken cancellation) =>
        _releases.Of(session, zone, cancellation);

    private async Task<ImmutableArray<Document>> Documents(
        IQuerySession session, Release? release, CancellationToken cancellation)
    {
        if (release is null) return [];
        var documents = await _documents.Composed(session, release.Entries.Select(e => e.Hash), cancellation);
        return [.. release.Entries.Select(e => documents[e.Hash])];
    }

    private static Task<PolicyVersion?> Version(
        IQuerySession session, string zone, string key, int number, CancellationToken cancellation) =>
        session.LoadAsync<PolicyVersion>(PolicyVersion.IdOf(zone, key, number), cancellation);

    // Without the texts of drafts.
    private async Task<List<PolicyState>> States(string zone, CancellationToken cancellation)
    {
        await using var command = _source.CreateCommand(
            "select jsonb_set(data, '{draft,json}', '\"\"', false) from policy.mt_doc_policystate where data ->> 'zone' = $1");
        command.Parameters.Add(new() { Value = zone });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var states = new List<PolicyState>();
        while (await reader.ReadAsync(cancellation)) states.Add(JsonSerializer.Deserialize<PolicyState>(reader.GetString(0), StoreJson.Options)!);
        return states;
    }
}
