using System.Collections.Immutable;
using System.Globalization;
using Policy.Rules.Policies;
using Policy.Rules.Trials;

namespace Policy.Rules.Releases;

/// <summary>Why there is a release.</summary>
public enum ReleaseCause
{
    /// <summary>Published in the zone.</summary>
    Published,

    /// <summary>The parent zone published, or an earlier release of the zone was added: the same overlays on new ground.</summary>
    Inherited,

    /// <summary>Rolled back to the content of an earlier release.</summary>
    RolledBack,

    /// <summary>Policies of the zone's own were withdrawn.</summary>
    Withdrawn,
}

/// <summary>An immutable, complete set of document versions of a zone with an effective-from instant.</summary>
/// <param name="Zone">Key of the zone.</param>
/// <param name="Number">Counts from 1 within the zone.</param>
/// <param name="EffectiveFrom">Declarations made from this instant on are decided by it, until a later release.</param>
/// <param name="Hash">Content hash over keys and composed documents, <c>sha256:…</c>.</param>
/// <param name="Entries">Its documents, by key.</param>
/// <param name="Cause">Why there is a release.</param>
/// <param name="By">Who caused it.</param>
/// <param name="Comment">The comment given.</param>
/// <param name="RecordedAt">When it was recorded. Of two releases with the same effective-from, the later number counts.</param>
public sealed record Release(
    string Zone,
    int Number,
    DateTimeOffset EffectiveFrom,
    string Hash,
    ImmutableArray<ReleaseEntry> Entries,
    ReleaseCause Cause,
    string By,
    string Comment,
    DateTimeOffset RecordedAt)
{
    /// <summary>Number of the trial whose candidate this is, beside the release of its number; null for a release that is published.</summary>
    public int? Trial { get; init; }

    /// <summary>Identity in the store: <c>zone/number</c>; of a candidate that of its trial.</summary>
    public string Id => Trial is { } trial ? StoredTrial.IdOf(Zone, trial) : IdOf(Zone, Number);

    internal static string IdOf(string zone, int number) => string.Create(CultureInfo.InvariantCulture, $"{zone}/{number}");
}

/// <summary>A document of a release.</summary>
/// <param name="Key">Key of the document.</param>
/// <param name="Layers">Versions it is composed of, the root zone's first; the last one is the zone nearest to the release.</param>
/// <param name="Hash">Content hash of the composed document.</param>
public sealed record ReleaseEntry(string Key, ImmutableArray<Layer> Layers, string Hash);
