using System.Collections.Immutable;
using System.Globalization;
using Policy.Engine.Overlays;
using Policy.Engine;
using Policy.Rules;
using Policy.Rules.Simulations;

namespace Policy.Seed;

/// <summary>The policy packs that come with the platform: real policies of the pilot zones, by zone and date.</summary>
public static class PolicyPacks
{
    private static readonly Lazy<ImmutableArray<PackRelease>> Read = new(ReadPacks);

    /// <summary>The zones, parents before children.</summary>
    public static ImmutableArray<Zone> Zones { get; } =
    [
        new("national", new("全国", "National"), null, ZoneStatus.Approved),
        new("hangzhou", new("中国（杭州）跨境电子商务综合试验区", "Hangzhou pilot zone"), "national", ZoneStatus.Approved),
        new("guangzhou", new("中国（广州）跨境电子商务综合试验区", "Guangzhou pilot zone"), "national", ZoneStatus.Approved),
        new("qingdao", new("中国（青岛）跨境电子商务综合试验区", "Qingdao pilot zone"), "national", ZoneStatus.Approved),
        new("zhangjiagang", new("张家港跨境电子商务园区", "Zhangjiagang sub-zone"), "hangzhou", ZoneStatus.SubZone),
    ];

    /// <summary>All releases by date; on the same date parents before children.</summary>
    public static ImmutableArray<PackRelease> Releases => Read.Value;

    /// <summary>The built-in fact types in their newest form, for documents that come without their own.</summary>
    public static ImmutableArray<Document> FactTypes =>
        [.. Documents("national", DateOnly.MaxValue).Where(d => d is FactTypeDocument)];

    /// <summary>The documents that apply in a zone on a day (UTC+8), overlays composed; empty for an unknown zone and
    /// before the first release.</summary>
    public static ImmutableArray<Document> Documents(string zone, DateOnly day) =>
        [.. Composed(zone, day).Values];

    /// <summary>Adds the zones and publishes every release in date order. What is there already stays as it is, so it may
    /// run at every start and goes on after an interruption. Throws <see cref="InvalidOperationException"/> with the
    /// refusal when the store refuses a pack.</summary>
    public static Task Install(PolicyStore store, SimulationStore simulations, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(simulations);
        return new PackInstallation(store, simulations).Install(cancellation);
    }

    private static ImmutableSortedDictionary<string, Document> Composed(string zone, DateOnly day)
    {
        var known = Zones.FirstOrDefault(z => z.Key == zone);
        var documents = known?.Parent is { } parent
            ? Composed(parent, day)
            : ImmutableSortedDictionary.Create<string, Document>(StringComparer.Ordinal);
        var own = Releases.Where(r => r.Zone == zone && r.From <= day)
            .SelectMany(r => r.Documents)
            .GroupBy(d => d.Document.Key, d => d.Document, StringComparer.Ordinal)
            .Select(versions => versions.Last());
        return documents.SetItems(own.Select(d => KeyValuePair.Create(d.Key, Compose(documents.GetValueOrDefault(d.Key), d))));
    }

    private static Document Compose(Document? parent, Document own)
    {
        if (own is not OverlayDocument overlay) return own;
        if (parent is null) throw new InvalidOperationException($"The pack's overlay {own.Key} has no document to overlay.");
        var (document, problems) = Overlay.Apply(parent, overlay);
        return document ?? throw new InvalidOperationException(Texts(problems));
    }

    private static ImmutableArray<PackRelease> ReadPacks()
    {
        var (documents, problems) = DocumentFiles.Read(Files());
        if (!problems.IsEmpty) throw new InvalidOperationException(Texts(problems.Select(p => p.Problem)));
        var rank = Zones.Select((zone, position) => (zone.Key, position)).ToDictionary(z => z.Key, z => z.position, StringComparer.Ordinal);
        return
        [
            .. documents
                .GroupBy(d => d.Origin.File[..d.Origin.File.LastIndexOf('/')], StringComparer.Ordinal)
                .Select(folder => (Parts: folder.Key.Split('/'), Documents: folder))
                .Select(f => PackRelease.Of(f.Parts[1], DateOnly.ParseExact(f.Parts[2], "yyyy-MM-dd", CultureInfo.InvariantCulture), f.Documents))
                .OrderBy(r => r.From)
                .ThenBy(r => rank[r.Zone]),
        ];
    }

    private static IEnumerable<DocumentFile> Files()
    {
        var assembly = typeof(PolicyPacks).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("packs", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var text = new byte[stream.Length];
            stream.ReadExactly(text);
            yield return new DocumentFile(name.Replace('\\', '/'), text);
        }
    }

    private static string Texts(IEnumerable<Diagnostic> problems) =>
        string.Join(Environment.NewLine, problems.Select(p => $"{p.Document} {p.Pointer}: {p.Code} {p.Message.En}"));
}
