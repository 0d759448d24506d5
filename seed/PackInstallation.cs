using System.Collections.Immutable;
using System.Text;
using Policy.Engine;
using Policy.Rules;
using Policy.Rules.Policies;
using Policy.Rules.Releases;

namespace Policy.Seed;

/// <summary>Installs the packs by the commands that people use too: draft, review by another, release.</summary>
internal static class PackInstallation
{
    private const string Comment = "政策包 / Policy pack";

    private static readonly Actor Author = new("pack-author", Role.Author);
    private static readonly Actor Approver = new("pack-approver", Role.Approver);
    private static readonly Actor Administrator = new("pack-administrator", Role.Administrator);

    public static async Task Install(PolicyStore store, CancellationToken cancellation)
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
            await Publish(store, release, cancellation);
    }

    private static bool IsPack(Release release) =>
        release.Cause == ReleaseCause.Published && release.By == Approver.Name && release.Comment == Comment;

    private static async Task Publish(PolicyStore store, PackRelease release, CancellationToken cancellation)
    {
        var versions = ImmutableArray.CreateBuilder<PolicyReference>();
        foreach (var loaded in release.Documents)
            versions.Add(await Approved(store, release, loaded.Document, cancellation));
        var command = new PublishRelease(release.Zone, versions.ToImmutable(), release.EffectiveFrom, Comment, Approver);
        Value(await store.Execute(command, cancellation));
    }

    private static async Task<PolicyReference> Approved(
        PolicyStore store, PackRelease release, Document document, CancellationToken cancellation)
    {
        var (zone, key) = (release.Zone, document.Key);
        var hash = DocumentJson.Hash(document);
        var known = await store.Versions(zone, key, cancellation);
        if (known.FirstOrDefault(v => v.Hash == hash) is { } existing) return new PolicyReference(key, existing.Number);

        var json = Encoding.UTF8.GetString(DocumentJson.Write(document));
        var draft = (await store.Policy(zone, key, release.EffectiveFrom, cancellation))?.Draft;
        if (draft is not null && (draft.Json != json || draft.Editors is not [var editor] || editor != Author.Name))
            throw new InvalidOperationException($"{zone}/{key} has a draft of its own; publish or discard it, then start again.");
        if (draft?.State != DraftState.Submitted)
        {
            Value(await store.Execute(new SaveDraft(zone, key, json, draft?.ETag, Author), cancellation));
            Value(await store.Execute(new SubmitDraft(zone, key, Comment, Author), cancellation));
        }

        var version = Value(await store.Execute(new ApproveDraft(zone, key, Comment, Approver), cancellation));
        return new PolicyReference(key, version.Number);
    }

    private static T Value<T>(Result<T> result)
    {
        if (result.Succeeded) return result.Value;
        var problems = result.Refusal.Problems.Select(p => $"{p.Document} {p.Pointer}: {p.Code} {p.Message.En}");
        throw new InvalidOperationException(
            string.Join(Environment.NewLine, [$"{result.Refusal.Code}: {result.Refusal.Message.En}", .. problems]));
    }
}
