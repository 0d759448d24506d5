using System.Globalization;
using Policy.Rules;
using Policy.Seed;

namespace Policy.Host.Cli;

/// <summary>The layout of policy packs: <c>zone/yyyy-MM-dd/key.json</c> holds what is new in a zone on a day; the rest
/// carries over from earlier days and from the zone's parent.</summary>
internal static class PackLayout
{
    /// <summary>Every release that the documents make up; null when some document lies in no such folder, or all lie
    /// in one, which then is a plain set.</summary>
    public static IEnumerable<(string Zone, DateOnly From, IReadOnlyList<LoadedDocument> Documents)>? Of(
        IReadOnlyCollection<LoadedDocument> documents)
    {
        var placed = documents.Select(Place).ToList();
        if (placed.Contains(null) || placed.Select(p => (p!.Zone, p.From)).Distinct().Count() < 2) return null;
        var own = placed.Select(p => p!).ToLookup(p => p.Zone);
        return from zone in own.Select(z => z.Key)
               from day in Line(zone).SelectMany(z => own[z]).Select(p => p.From).Distinct().Order()
               select (zone, day, InForce(own, zone, day));
    }

    private static IReadOnlyList<LoadedDocument> InForce(ILookup<string, Placed> own, string zone, DateOnly day)
    {
        var inForce = new List<LoadedDocument>();
        var newest =
            from ancestor in Line(zone)
            from versions in own[ancestor].Where(p => p.From <= day).GroupBy(p => p.Loaded.Document.Key)
            select versions.MaxBy(p => p.From)!.Loaded;
        foreach (var loaded in newest)
        {
            if (loaded.Document is not OverlayDocument) inForce.RemoveAll(d => d.Document.Key == loaded.Document.Key);
            inForce.Add(loaded);
        }

        return inForce;
    }

    /// <summary>The zone and its ancestors, the root first; a zone that is not known lies beneath the root.</summary>
    private static IEnumerable<string> Line(string zone)
    {
        var known = PolicyPacks.Zones.FirstOrDefault(z => z.Key == zone);
        var parent = known is null ? PolicyPacks.Zones[0].Key : known.Parent;
        return parent is null ? [zone] : Line(parent).Append(zone);
    }

    private static Placed? Place(LoadedDocument loaded)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(loaded.Origin.File));
        var (zone, day) = (Path.GetFileName(Path.GetDirectoryName(folder)), Path.GetFileName(folder));
        var culture = CultureInfo.InvariantCulture;
        var isDay = DateOnly.TryParseExact(day, "yyyy-MM-dd", culture, DateTimeStyles.None, out var from);
        return isDay && zone is { Length: > 0 } ? new Placed(zone, from, loaded) : null;
    }

    private sealed record Placed(string Zone, DateOnly From, LoadedDocument Loaded);
}
