using Policy.Rules.Audit;

namespace Policy.Rules.Policies;

/// <summary>A policy of a zone as its events leave it.</summary>
/// <param name="Id">Key of the stream: <c>zone/key</c>.</param>
/// <param name="Zone">Key of the zone.</param>
/// <param name="Key">Key of the document.</param>
/// <param name="Versions">How many versions there are; the newest has this number.</param>
/// <param name="Draft">The draft; null when there is none.</param>
/// <param name="Length">Events in the stream.</param>
/// <param name="Head">Hash of the last event.</param>
internal sealed record PolicyState(
    string Id, string Zone, string Key, int Versions, Draft? Draft, long Length, string Head)
{
    public static string Stream(string zone, string key) => $"{zone}/{key}";

    public static PolicyState Begin(string zone, string key) =>
        new(Stream(zone, key), zone, key, Versions: 0, Draft: null, Length: 0, Head: "");

    public PolicyState After(AuditedEvent next)
    {
        var state = next switch
        {
            PolicyCreated => this,
            DraftEdited edited => this with { Draft = Edit(edited) },
            DraftSubmitted submitted => this with { Draft = Said(DraftState.Submitted, submitted.Comment) },
            DraftRejected rejected => this with { Draft = Said(DraftState.Rejected, rejected.Comment) },
            VersionApproved approved => this with { Versions = approved.Number, Draft = null },
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

    private Draft Said(DraftState state, string comment) =>
        Draft! with { State = state, Comment = string.IsNullOrWhiteSpace(comment) ? null : comment };
}
