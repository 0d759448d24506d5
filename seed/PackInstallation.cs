using System.Collections.Immutable;
using System.Text;
using Policy.Rules;
using Policy.Rules.Decisions;
using Policy.Rules.Policies;
using Policy.Rules.Releases;
using Policy.Rules.Simulations;

namespace Policy.Seed;

/// <summary>Installs the packs by the commands that people use too: draft, simulation, review by another, release.</summary>
internal sealed class PackInstallation(PolicyStore store, SimulationStore simulations)
{
    private const int Parcels = 50;

    private const string Comment = "政策包 / Policy pack";

    private static readonly Actor Author = new("pack-author", Role.Author);
    private static readonly Actor Approver = new("pack-approver", Role.Approver);
    private static readonly Actor Administrator = new("pack-administrator", Role.Administrator);

    public async Task Install(CancellationToken cancellation)
    {
        var zones = (await store.Zones(cancellation)).Select(z => z.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var zone in PolicyPacks.Zones.Where(z => !zones.Contains(z.Key)))
            Value(await store.AddZone(zone, Administrator, cancellation));
        var published = new HashSet<(string, DateTimeOffset)>();
        foreach (var zone in PolicyPacks.Zones)
        {
            var own = await store.Releases(zone.Key, cancellation);
            published.UnionWith(own.Where(IsPack).Select(r => (zone.Key, r.EffectiveFrom)));
        }

        foreach (var release in PolicyPacks.Releases.Where(r => !published.Contains((r.Zone, r.EffectiveFrom))))
            await Publish(release, cancellation);
    }

    private static bool IsPack(Release release) =>
        release.Cause == ReleaseCause.Published && release.By == Approver.Name && release.Comment == Comment;

    // The documents of a release may need one another: they are simulated together, and then reviewed each after those it reads.
    private async Task Publish(PackRelease release, CancellationToken cancellation)
    {
        var versions = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (document, _) in release.Documents)
        {
            if (await Approved(release, document, cancellation) is { } version) versions[document.Key] = version;
            else await Draft(release, document, cancellation);
        }

        var left = release.Documents.Select(d => d.Document.Key).Where(k => !versions.ContainsKey(k)).ToImmutableArray();
        if (!left.IsEmpty) await Simulate(release, cancellation);
        foreach (var key in left) versions[key] = await Approve(release, key, cancellation);
        var command = new PublishRelease(
            release.Zone, [.. versions.Select(v => new PolicyReference(v.Key, v.Value))], release.EffectiveFrom, Comment, Approver);
        Value(await store.Execute(command, cancellation));
    }

    /// <summary>The version that has this content; null when there is none.</summary>
    private async Task<int?> Approved(PackRelease release, Document document, CancellationToken cancellation)
    {
        var hash = DocumentJson.Hash(document);
        return (await store.Versions(release.Zone, document.Key, cancellation)).FirstOrDefault(v => v.Hash == hash)?.Number;
    }

    private async Task Draft(PackRelease release, Document document, CancellationToken cancellation)
    {
        var (zone, key) = (release.Zone, document.Key);
        var json = Encoding.UTF8.GetString(DocumentJson.Write(document));
        var draft = (await store.Policy(zone, key, release.EffectiveFrom, cancellation))?.Draft;
        if (draft is null) Value(await store.Execute(new SaveDraft(zone, key, json, null, Author), cancellation));
        else if (draft.Json != json || draft.Editors is not [var editor] || editor != Author.Name)
            throw new InvalidOperationException($"{zone}/{key} has a draft of its own; publish or discard it, then start again.");
    }

    // The first release of all replaces nothing, so there is nothing to compare it with.
    private async Task Simulate(PackRelease release, CancellationToken cancellation)
    {
        var inForce = await store.DocumentsInForce(release.Zone, release.EffectiveFrom, cancellation);
        if (inForce.All(d => d.Key != Clearance.Flow)) return;
        var request = new SimulationRequest(
            release.Zone,
            new SimulationCandidate([.. release.Documents.Select(d => d.Document.Key)]),
            new SimulationSource(Generated: new GeneratedParcels(Parcels, Seed: 1, "normal", release.From)),
            new SimulationBaseline(At: release.EffectiveFrom));
        Value(await simulations.Run(request, Author, cancellation));
    }

    private async Task<int> Approve(PackRelease release, string key, CancellationToken cancellation)
    {
        var draft = (await store.Policy(release.Zone, key, release.EffectiveFrom, cancellation))!.Draft!;
        if (draft.State != DraftState.Submitted)
            Value(await store.Execute(new SubmitDraft(release.Zone, key, Comment, Author, release.EffectiveFrom), cancellation));
        return Value(await store.Execute(new ApproveDraft(release.Zone, key, Comment, Approver), cancellation)).Number;
    }

    private static T Value<T>(Result<T> result)
    {
        if (result.Succeeded) return result.Value;
        var problems = result.Refusal.Problems.Select(p => $"{p.Document} {p.Pointer}: {p.Code} {p.Message.En}");
        throw new InvalidOperationException(
            string.Join(Environment.NewLine, [$"{result.Refusal.Code}: {result.Refusal.Message.En}", .. problems]));
    }
}
