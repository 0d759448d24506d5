using System.Collections.Immutable;
using System.Text.Json;
using Policy.Rules.Audit;
using Policy.Rules.Releases;
using Policy.Rules.Storage;

namespace Policy.Rules.Policies;

/// <summary>What happened to a policy.</summary>
public enum HistoryKind
{
    /// <summary>It was begun in its zone.</summary>
    Created,

    /// <summary>Its draft was begun or saved.</summary>
    Edited,

    /// <summary>Its draft was given up.</summary>
    Discarded,

    /// <summary>Its draft was submitted.</summary>
    Submitted,

    /// <summary>Its draft was sent back.</summary>
    Rejected,

    /// <summary>Its draft became a version.</summary>
    Approved,

    /// <summary>Somebody commented on it.</summary>
    Commented,

    /// <summary>A comment was settled.</summary>
    Settled,

    /// <summary>A release of the zone brought it, or another content of it.</summary>
    Released,

    /// <summary>A release of the zone took the zone's own part of it away.</summary>
    Withdrawn,
}

/// <summary>One thing that happened to a policy in a zone.</summary>
/// <param name="Kind">What.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="By">Who did it.</param>
/// <param name="Comment">What was said; empty for nothing.</param>
/// <param name="Hash">The event's hash in the audit chain.</param>
public sealed record HistoryEntry(HistoryKind Kind, DateTimeOffset At, string By, string Comment, string Hash)
{
    /// <summary>Number of the version that was approved, or that the release brought; null when neither.</summary>
    public int? Version { get; init; }

    /// <summary>Number of the release; null when it is none.</summary>
    public int? Release { get; init; }

    /// <summary>Why there is the release; null when it is none.</summary>
    public ReleaseCause? Cause { get; init; }

    /// <summary>From when on it applies: of a release, or as a submission asks; null at once, or when it means nothing.</summary>
    public DateTimeOffset? EffectiveFrom { get; init; }

    /// <summary>Content hash of the document; null where none was fixed.</summary>
    public string? Content { get; init; }

    /// <summary>Number of the comment; null when it is none.</summary>
    public int? Number { get; init; }

    /// <summary>Row of the comment; null: the document.</summary>
    public string? Row { get; init; }

    /// <summary>Column of the comment; null: the row.</summary>
    public string? Column { get; init; }
}

/// <summary>Makes a history of stored events: pure.</summary>
internal static class PolicyHistory
{
    /// <summary>What an event of the policy's own stream is in its history.</summary>
    /// <param name="next">The event; the text of drafts may be left out.</param>
    /// <param name="hash">Its hash.</param>
    public static HistoryEntry Of(EventLine next, string hash)
    {
        var said = new HistoryEntry(
            Kinds[next.Type], next.Content.GetProperty("at").GetDateTimeOffset(), next.Text("by"), next.Text("comment"), hash);
        return said.Kind switch
        {
            HistoryKind.Submitted => said with
            {
                EffectiveFrom = Part<DateTimeOffset?>("effectiveFrom"),
                Content = Part<ReviewGrounds>("grounds")!.Candidate,
            },
            HistoryKind.Approved => said with { Version = Part<int>("number"), Content = next.Text("hash") },
            HistoryKind.Commented => Comment(said, Part<PolicyComment>("comment")!),
            HistoryKind.Settled => said with { Number = Part<int>("number") },
            _ => said,
        };

        T? Part<T>(string member) =>
            next.Content.TryGetProperty(member, out var part) ? part.Deserialize<T>(StoreJson.Options) : default;
    }

    /// <summary>What the releases of the zone did to the policy: those that brought it, another content of it, or took it
    /// away, each compared with what would have applied at its instant without it.</summary>
    /// <param name="key">Key of the policy.</param>
    /// <param name="releases">All releases of the zone, of their entries at least that of the policy.</param>
    /// <param name="hash">Hash of the event that made a release.</param>
    public static IEnumerable<HistoryEntry> Of(string key, IEnumerable<Release> releases, Func<Release, string> hash)
    {
        var known = Timeline.Empty;
        foreach (var release in releases.OrderBy(r => r.Number))
        {
            var before = Entry(known.InForce(release.EffectiveFrom));
            var after = Entry(release);
            known = known.Add(release);
            if (before?.Hash == after?.Hash && Own(before) == Own(after)) continue;
            yield return new HistoryEntry(
                Own(before) is not null && Own(after) is null ? HistoryKind.Withdrawn : HistoryKind.Released,
                release.RecordedAt, release.By, release.Comment, hash(release))
            {
                Version = Own(after),
                Release = release.Number,
                Cause = release.Cause,
                EffectiveFrom = release.EffectiveFrom,
                Content = after?.Hash,
            };

            int? Own(ReleaseEntry? entry) => entry?.Layers.LastOrDefault(l => l.Zone == release.Zone)?.Version;
        }

        ReleaseEntry? Entry(Release? release) => release?.Entries.FirstOrDefault(e => e.Key == key);
    }

    private static readonly ImmutableDictionary<string, HistoryKind> Kinds = ImmutableDictionary.CreateRange(
        StringComparer.Ordinal,
        new Dictionary<string, HistoryKind>
        {
            [nameof(PolicyCreated)] = HistoryKind.Created,
            [nameof(DraftEdited)] = HistoryKind.Edited,
            [nameof(DraftDiscarded)] = HistoryKind.Discarded,
            [nameof(DraftSubmitted)] = HistoryKind.Submitted,
            [nameof(DraftRejected)] = HistoryKind.Rejected,
            [nameof(VersionApproved)] = HistoryKind.Approved,
            [nameof(CommentAdded)] = HistoryKind.Commented,
            [nameof(CommentResolved)] = HistoryKind.Settled,
        });

    private static HistoryEntry Comment(HistoryEntry said, PolicyComment comment) =>
        said with { Comment = comment.Text, Number = comment.Number, Row = comment.Row, Column = comment.Column };
}
