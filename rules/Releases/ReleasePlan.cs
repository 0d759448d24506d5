using System.Collections.Immutable;
using Policy.Engine.Overlays;
using Policy.Rules.Policies;

namespace Policy.Rules.Releases;

/// <summary>What a planner has to know.</summary>
/// <param name="Zones">All zones.</param>
/// <param name="Timelines">Their releases, by zone.</param>
/// <param name="Authored">The authored document (or overlay) of a version of a key.</param>
/// <param name="Waived">Ids of the properties that a version of a key need not keep.</param>
internal sealed record PlanGround(
    ImmutableArray<Zone> Zones,
    IReadOnlyDictionary<string, Timeline> Timelines,
    Func<string, Layer, Document> Authored,
    Func<string, Layer, ImmutableArray<string>> Waived);

/// <summary>What is to change in a zone from an instant on.</summary>
/// <param name="Zone">Key of the zone.</param>
/// <param name="At">The instant.</param>
/// <param name="Versions">The zone's own version by key; null: the zone has none of its own any more.</param>
/// <param name="Cause">Cause of the release at that instant; all others are inherited.</param>
/// <param name="By">Who changes it.</param>
/// <param name="Comment">Why.</param>
/// <param name="RecordedAt">When it is recorded.</param>
internal sealed record ReleaseChange(
    string Zone,
    DateTimeOffset At,
    ImmutableSortedDictionary<string, int?> Versions,
    ReleaseCause Cause,
    string By,
    string Comment,
    DateTimeOffset RecordedAt);

/// <summary>A release to be.</summary>
/// <param name="Release">The release.</param>
/// <param name="Documents">Its composed documents by key.</param>
/// <param name="Waived">By key of a document, ids of the properties that it need not keep.</param>
/// <param name="Above">What the zones above have in force then, by zone.</param>
internal sealed record PlannedRelease(
    Release Release,
    ImmutableSortedDictionary<string, Document> Documents,
    ImmutableSortedDictionary<string, ImmutableArray<string>> Waived,
    ImmutableSortedDictionary<string, PlannedContent> Above);

/// <summary>What a zone has in force.</summary>
/// <param name="Hash">Content hash of its release.</param>
/// <param name="Documents">Gives its composed documents by key.</param>
internal sealed record PlannedContent(string Hash, Func<ImmutableSortedDictionary<string, Document>> Documents);

/// <summary>Plans the releases that a change makes: pure. The zone gets a release at the instant; its later releases
/// are made anew where they still had what was changed; every zone below is made anew at that instant and at each later
/// one at which it or its parent changes, its own versions on the parent's content of then. A release that would equal
/// the one in force is left out.</summary>
internal sealed partial class ReleasePlan
{
    private readonly PlanGround _ground;
    private readonly ReleaseChange _change;
    private readonly Dictionary<string, Timeline> _timelines;
    private readonly Dictionary<string, (OverlayResult Result, string Hash)> _composed = new(StringComparer.Ordinal);
    private readonly ImmutableArray<PlannedRelease>.Builder _planned = ImmutableArray.CreateBuilder<PlannedRelease>();

    private ReleasePlan(PlanGround ground, ReleaseChange change)
    {
        (_ground, _change) = (ground, change);
        _timelines = new(ground.Timelines, StringComparer.Ordinal);
    }

    /// <summary>Plans a change, parents before children and earlier before later. Refused:
    /// <c>nothing-to-publish</c>, <c>parent-locked</c>, <c>errors</c> of an overlay; then nothing is planned.</summary>
    public static Result<ImmutableArray<PlannedRelease>> Make(PlanGround ground, ReleaseChange change)
    {
        var plan = new ReleasePlan(ground, change);
        var zone = ground.Zones.Single(z => z.Key == change.Zone);
        var timeline = plan._timelines[change.Zone];
        var before = Own(change.Zone, timeline.InForce(change.At));
        if (change.Versions.All(c => Version(before, c.Key) == c.Value)) return Refusals.NothingToPublish;

        var instants = timeline.BreakpointsAfter(change.At).Prepend(change.At).ToImmutableSortedSet();
        var owns = OwnAfter(change, timeline, before, instants);
        if (plan.Add(zone, instants, t => owns[t]) is { } refusal) return refusal;
        return plan._planned.ToImmutable();
    }

    /// <summary>Plans the releases of a zone that was just added: its parent's, at each instant they changed.</summary>
    public static ImmutableArray<PlannedRelease> Inherit(PlanGround ground, ReleaseChange change)
    {
        var plan = new ReleasePlan(ground, change);
        var zone = ground.Zones.Single(z => z.Key == change.Zone);
        var instants = plan.ParentOf(zone).Effective.Select(r => r.EffectiveFrom).ToImmutableSortedSet();
        _ = plan.Add(zone, instants, _ => Own(zone.Key, null));
        return plan._planned.ToImmutable();
    }

    /// <summary>The zone's own versions in a release, by key.</summary>
    public static ImmutableSortedDictionary<string, int> Own(string zone, Release? release) =>
        (release?.Entries ?? []).Where(e => e.Layers[^1].Zone == zone)
            .ToImmutableSortedDictionary(e => e.Key, e => e.Layers[^1].Version, StringComparer.Ordinal);

    // A changed key is carried from release to release until one has another version of it than was replaced.
    private static Dictionary<DateTimeOffset, ImmutableSortedDictionary<string, int>> OwnAfter(
        ReleaseChange change,
        Timeline timeline,
        ImmutableSortedDictionary<string, int> before,
        ImmutableSortedSet<DateTimeOffset> instants)
    {
        var owns = new Dictionary<DateTimeOffset, ImmutableSortedDictionary<string, int>>();
        var carried = change.Versions;
        foreach (var instant in instants)
        {
            var own = Own(change.Zone, timeline.InForce(instant));
            foreach (var (key, version) in carried)
            {
                if (Version(own, key) != Version(before, key)) carried = carried.Remove(key);
                else if (version is { } number) own = own.SetItem(key, number);
                else own = own.Remove(key);
            }

            owns[instant] = own;
        }

        return owns;
    }

    private static int? Version(ImmutableSortedDictionary<string, int> own, string key) =>
        own.TryGetValue(key, out var version) ? version : null;

    private Timeline ParentOf(Zone zone) => zone.Parent is null ? Timeline.Empty : _timelines[zone.Parent];

    private Refusal? Add(
        Zone zone,
        ImmutableSortedSet<DateTimeOffset> instants,
        Func<DateTimeOffset, ImmutableSortedDictionary<string, int>> own)
    {
        foreach (var instant in instants)
        {
            var composed = Compose(zone, ParentOf(zone).InForce(instant), own(instant));
            if (!composed.Succeeded) return composed.Refusal;
            if (SameEntries(composed.Value, _timelines[zone.Key].InForce(instant))) continue;
            Add(zone, instant, composed.Value);
        }

        foreach (var child in _ground.Zones.Where(z => z.Parent == zone.Key))
        {
            var before = _timelines[child.Key];
            var childInstants = instants.Union(instants.IsEmpty ? [] : before.BreakpointsAfter(instants.Min));
            if (Add(child, childInstants, t => Own(child.Key, before.InForce(t))) is { } refusal) return refusal;
        }

        return null;
    }

    private void Add(Zone zone, DateTimeOffset instant, ImmutableArray<ReleaseEntry> entries)
    {
        var timeline = _timelines[zone.Key];
        var caused = zone.Key == _change.Zone && instant == _change.At;
        var release = new Release(
            zone.Key,
            timeline.LastNumber + 1,
            instant,
            Composition.Hash(entries),
            entries,
            caused ? _change.Cause : ReleaseCause.Inherited,
            _change.By,
            _change.Comment,
            _change.RecordedAt);
        _timelines[zone.Key] = timeline.Add(release);
        _planned.Add(new PlannedRelease(release, Documents(entries), Waived(entries), Above(zone, instant)));
    }

    private ImmutableSortedDictionary<string, Document> Documents(ImmutableArray<ReleaseEntry> entries) =>
        entries.ToImmutableSortedDictionary(e => e.Key, e => Compose(e.Key, e.Layers).Result.Document!, StringComparer.Ordinal);

    private ImmutableSortedDictionary<string, ImmutableArray<string>> Waived(ImmutableArray<ReleaseEntry> entries) => entries
        .Select(e => (e.Key, Ids: e.Layers.SelectMany(l => _ground.Waived(e.Key, l)).ToImmutableArray()))
        .Where(w => !w.Ids.IsEmpty)
        .ToImmutableSortedDictionary(w => w.Key, w => w.Ids, StringComparer.Ordinal);

    private ImmutableSortedDictionary<string, PlannedContent> Above(Zone zone, DateTimeOffset instant)
    {
        var above = ImmutableSortedDictionary.CreateBuilder<string, PlannedContent>(StringComparer.Ordinal);
        for (var at = zone; at.Parent is { } parent; at = _ground.Zones.Single(z => z.Key == parent))
        {
            if (_timelines[parent].InForce(instant) is { } release)
                above[parent] = new PlannedContent(release.Hash, () => Documents(release.Entries));
        }

        return above.ToImmutable();
    }

    private Result<ImmutableArray<ReleaseEntry>> Compose(
        Zone zone, Release? parent, ImmutableSortedDictionary<string, int> own)
    {
        var below = (parent?.Entries ?? []).ToImmutableSortedDictionary(e => e.Key, e => e, StringComparer.Ordinal);
        var entries = ImmutableArray.CreateBuilder<ReleaseEntry>();
        foreach (var key in below.Keys.Union(own.Keys).Order(StringComparer.Ordinal))
        {
            if (!own.TryGetValue(key, out var version))
            {
                entries.Add(below[key]);
                continue;
            }

            // A whole document takes the place of all layers below it; the check against the parent's locks needs them.
            var layer = new Layer(zone.Key, version);
            var ground = below.TryGetValue(key, out var entry) ? entry.Layers : [];
            var (result, hash) = Compose(key, ground.Add(layer));
            if (result.Document is null) return Refusals.NotComposed(zone.Key, result.Problems);
            var isOverlay = _ground.Authored(key, layer) is OverlayDocument;
            entries.Add(new ReleaseEntry(key, isOverlay ? ground.Add(layer) : [layer], hash));
        }

        return entries.ToImmutable();
    }

    private (OverlayResult Result, string Hash) Compose(string key, ImmutableArray<Layer> layers)
    {
        var name = key + string.Concat(layers.Select(l => $" {l.Zone}/{l.Version}"));
        if (_composed.TryGetValue(name, out var known)) return known;
        var parent = layers.Length == 1 ? null : Compose(key, layers[..^1]).Result.Document;
        var result = Composition.Compose(parent, _ground.Authored(key, layers[^1]));
        return _composed[name] = (result, result.Document is null ? "" : DocumentJson.Hash(result.Document));
    }

    private static bool SameEntries(ImmutableArray<ReleaseEntry> entries, Release? release)
    {
        var others = release?.Entries ?? [];
        return entries.Length == others.Length && entries.Zip(others).All(pair =>
            pair.First.Key == pair.Second.Key
            && pair.First.Hash == pair.Second.Hash
            && pair.First.Layers.SequenceEqual(pair.Second.Layers));
    }
}
