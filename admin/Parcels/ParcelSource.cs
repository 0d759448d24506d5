using System.Text;
using Policy.Admin.Common;
using Policy.Rules.Decisions;
using Policy.Rules.Simulations;

namespace Policy.Admin.Parcels;

/// <summary>Where parcels to try come from. The one last tried in a zone stays while the officer moves between its
/// policies.</summary>
public sealed class ParcelSource(IEnumerable<IDeclarationGenerator> generators, DecisionLog log, TimeProvider time)
{
    private readonly Dictionary<string, string> _last = new(StringComparer.Ordinal);

    /// <summary>True when parcels can be generated.</summary>
    public bool Generates => generators.Any();

    /// <summary>Profiles of generated parcels.</summary>
    public IReadOnlyList<string> Profiles => generators.FirstOrDefault()?.Profiles ?? [];

    /// <summary>The parcel last tried in a zone, else a generated one, else an empty object.</summary>
    public string Current(string zone) => _last.TryGetValue(zone, out var parcel) ? parcel : Generated(zone, 1, Profiles.FirstOrDefault() ?? "");

    /// <summary>Keeps the parcel as the one last tried.</summary>
    public void Keep(string zone, string parcel) => _last[zone] = parcel;

    /// <summary>A generated parcel of today.</summary>
    public string Generated(string zone, int seed, string profile) => generators.FirstOrDefault() is { } generator
        ? Display.Indent(Encoding.UTF8.GetString(generator.Generate(zone, 1, seed, profile, Display.Day(time.GetUtcNow())).First().Span))
        : "{}";

    /// <summary>The facts of a recorded decision, personal fields masked; null when there is none.</summary>
    public async Task<string?> Recorded(string declarationNo, CancellationToken cancellation)
    {
        var record = await log.Find(declarationNo, cancellation);
        return record is null ? null : Display.Indent(log.Mask(record).Facts);
    }
}
