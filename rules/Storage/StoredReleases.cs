using System.Collections.Concurrent;
using Marten;
using Policy.Rules.Releases;

namespace Policy.Rules.Storage;

/// <summary>The releases of the zones in memory. A release never changes, so only newer ones are read; releases share the
/// entries they have in common, as the next one differs from the last by a few of hundreds.</summary>
internal sealed class StoredReleases
{
    private readonly ConcurrentDictionary<string, (string Head, Timeline Timeline)> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ReleaseEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>Where the streams of all zones end, seen at one moment.</summary>
    public static async Task<IReadOnlyList<ZoneHead>> Heads(IQuerySession session, CancellationToken cancellation) =>
        await session.Query<ZoneState>().Select(s => new ZoneHead(s.Id, s.Zone, s.Releases, s.Trial, s.Head)).ToListAsync(cancellation);

    /// <summary>The releases of a zone as the store has them now; none for an unknown zone.</summary>
    public async Task<Timeline> Of(IQuerySession session, string zone, CancellationToken cancellation)
    {
        var head = await session.Query<ZoneState>().Where(s => s.Id == zone)
            .Select(s => new ZoneHead(s.Id, s.Zone, s.Releases, s.Trial, s.Head)).FirstOrDefaultAsync(cancellation);
        return head is null ? Timeline.Empty : await Of(session, head, cancellation);
    }

    /// <summary>The releases of a zone up to where its stream ends; of the same end what is in memory is still so.</summary>
    public async Task<Timeline> Of(IQuerySession session, ZoneHead head, CancellationToken cancellation)
    {
        if (_known.TryGetValue(head.Id, out var known) && known.Head == head.Head) return known.Timeline;
        var timeline = await Newer(session, head, known.Timeline ?? Timeline.Empty, cancellation);
        _known[head.Id] = (head.Head, timeline);
        return timeline;
    }

    // A store that was restored from a backup may have another release under a number, or none: what was known is then forgotten.
    private async Task<Timeline> Newer(IQuerySession session, ZoneHead head, Timeline known, CancellationToken cancellation)
    {
        var (zone, last, end) = (head.Id, known.LastNumber, head.Releases);
        var read = await session.Query<Release>()
            .Where(r => r.Zone == zone && r.Number >= last && r.Number <= end).OrderBy(r => r.Number).ToListAsync(cancellation);
        if (last == 0) return new Timeline(read.Select(Sharing));
        return read is [var same, ..] && IsSame(same, known.All[^1])
            ? known.Add(read.Skip(1).Select(Sharing))
            : await Newer(session, head, Timeline.Empty, cancellation);
    }

    private static bool IsSame(Release one, Release other) =>
        one.Number == other.Number && one.Hash == other.Hash && one.EffectiveFrom == other.EffectiveFrom && one.RecordedAt == other.RecordedAt;

    private Release Sharing(Release release) => release with { Entries = [.. release.Entries.Select(Shared)] };

    private ReleaseEntry Shared(ReleaseEntry entry) => _entries.GetOrAdd(
        $"{entry.Key} {entry.Hash} {string.Join(' ', entry.Layers.Select(l => $"{l.Zone}/{l.Version}"))}", entry);
}

/// <summary>Where the stream of a zone ends.</summary>
/// <param name="Id">Key of the zone.</param>
/// <param name="Zone">The zone.</param>
/// <param name="Releases">How many releases it has.</param>
/// <param name="Trial">Number of the trial that runs; null when none does.</param>
/// <param name="Head">Hash of the last event, and so of all before it.</param>
internal sealed record ZoneHead(string Id, Zone Zone, int Releases, int? Trial, string Head);
