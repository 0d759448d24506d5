using System.Collections.Immutable;
using Policy.Rules.Audit;

namespace Policy.Rules.Policies;

/// <summary>A policy of a zone as its events leave it.</summary>
/// <param name="Id">Key of the stream: <c>zone/key</c>.</param>
/// <param name="Zone">Key of the zone.</param>
/// <param name="Key">Key of the document.</param>
/// <param name="Versions">How many versions there are; the newest has this number.</param>
/// <param name="Draft">The draft; null when there is none.</param>
/// <param name="Comments">How many comments there were.</param>
/// <param name="OpenComments">Those that are not settled.</param>
/// <param name="Length">Events in the stream.</param>
/// <param name="Head">Hash of the last event.</param>
internal sealed record PolicyState(
    string Id, string Zone, string Key, int Versions, Draft? Draft, int Comments, ImmutableArray<PolicyComment> OpenComments,
    long Length, string Head)
{
    public static string Stream(string zone, string key) => $"{zone}/{key}";

    public static PolicyState Begin(string zone, string key) =>
        new(Stream(zone, key), zone, key, Versions: 0, Draft: null, Comments: 0, [], Length: 0, Head: "");

    public PolicyState After(AuditedEvent next)
    {
        var state = next switch
        {
            PolicyCreated => this,
            DraftEdited edited => this with { Draft = Edit(edited) },
            DraftDiscarded => this with { Draft = null },
            DraftSubmitted submitted => this with { Draft = Submit(submitted) },
            DraftRejected rejected => this with { Draft = Said(DraftState.Rejected, rejected.Comment) with { Submission = null } },
            VersionApproved approved => this with { Versions = approved.Number, Draft = null },
            CommentAdded added => this with { Comments = added.Comment.Number, OpenComments = OpenComments.Add(added.Comment) },
            CommentResolved resolved => this with { OpenComments = OpenComments.RemoveAll(c => c.Number == resolved.Number) },
            _ => throw new InvalidOperationException($"A policy has no event {next.GetType().Name}."),
        };
        return state with { Length = Length + 1, Head = EventChain.Hash(Id, Length + 1, next) };
    }

    private Draft Edit(DraftEdited edited) => new(
        edited.Json,
        edited.ETag,
        Draft?.BaseVersion ?? Versions,
        DraftState.Draft,
        Draft is null ? [edited.By] : Draft.Editors.Contains(edited.By) ? Draft.Editors : Draft.Editors.Add(edited.By),
        edited.At,
        Draft is { State: not DraftState.Submitted } ? Draft.Comment : null);

    private Draft Submit(DraftSubmitted submitted) => Said(DraftState.Submitted, submitted.Comment) with
    {
        Submission = new Submission(submitted.By, submitted.At, submitted.EffectiveFrom, submitted.Grounds),
    };

    private Draft Said(DraftState state, string comment) =>
        Draft! with { State = state, Comment = string.IsNullOrWhiteSpace(comment) ? null : comment };
}
