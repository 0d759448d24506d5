using System.Collections.Immutable;
using System.Globalization;

namespace Policy.Rules.Policies;

/// <summary>An immutable version of a policy of a zone: a document or an overlay of the parent's.</summary>
/// <param name="Zone">Key of the zone.</param>
/// <param name="Key">Key of the document.</param>
/// <param name="Number">Counts from 1 within zone and key.</param>
/// <param name="Json">Canonical JSON of the document.</param>
/// <param name="Hash">Content hash, <c>sha256:…</c>.</param>
/// <param name="Authors">Who wrote it.</param>
/// <param name="ApprovedBy">Who approved it.</param>
/// <param name="Comment">The approver's comment.</param>
/// <param name="RecordedAt">When it was approved.</param>
/// <param name="Grounds">What was approved; it may be published only in the place of what it was approved to replace.</param>
/// <param name="Simulation">Hash of the simulation report behind the approval; null where nothing was in force to compare with.</param>
public sealed record PolicyVersion(
    string Zone,
    string Key,
    int Number,
    string Json,
    string Hash,
    ImmutableArray<string> Authors,
    string ApprovedBy,
    string Comment,
    DateTimeOffset RecordedAt,
    ReviewGrounds Grounds,
    string? Simulation)
{
    /// <summary>Identity in the store: <c>zone/key/number</c>.</summary>
    public string Id => IdOf(Zone, Key, Number);

    internal static string IdOf(string zone, string key, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{zone}/{key}/{number}");
}

/// <summary>The version of one zone that takes part in a composed document.</summary>
/// <param name="Zone">Key of the zone.</param>
/// <param name="Version">Version number in that zone.</param>
public sealed record Layer(string Zone, int Version);
