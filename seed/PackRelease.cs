using System.Collections.Immutable;
using Policy.Rules;

namespace Policy.Seed;

/// <summary>One release of a zone as it stands in <c>packs/zone/date</c>: the documents that are new or changed then.</summary>
/// <param name="Zone">Key of the zone.</param>
/// <param name="From">First day (UTC+8) on which it applies.</param>
/// <param name="Documents">Its documents, each after those it reads.</param>
public sealed record PackRelease(string Zone, DateOnly From, ImmutableArray<LoadedDocument> Documents)
{
    /// <summary>The first instant of <see cref="From"/> in the time of every pilot zone.</summary>
    public DateTimeOffset EffectiveFrom => new(From, TimeOnly.MinValue, TimeSpan.FromHours(8));

    internal static PackRelease Of(string zone, DateOnly from, IEnumerable<LoadedDocument> documents)
    {
        var waiting = documents.OrderBy(d => d.Document.Key, StringComparer.Ordinal).ToList();
        var ordered = ImmutableArray.CreateBuilder<LoadedDocument>();
        while (waiting.Count > 0)
        {
            var keys = waiting.Select(d => d.Document.Key).ToHashSet(StringComparer.Ordinal);
            var next = waiting.Find(d => !Reads(d.Document).Any(keys.Contains))
                ?? throw new InvalidOperationException($"The documents of {zone} {from:O} read one another in a circle.");
            waiting.Remove(next);
            ordered.Add(next);
        }

        return new PackRelease(zone, from, ordered.ToImmutable());
    }

    private static IEnumerable<string> Reads(Document document) =>
        [document.Facts, .. document.Requires.Values, .. document.Functions.Values, .. (document as FlowDocument)?.Steps.Select(s => s.Use) ?? []];
}
