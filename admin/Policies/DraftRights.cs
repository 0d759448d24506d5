using Microsoft.Extensions.Localization;
using Policy.Rules;
using Policy.Rules.Policies;

namespace Policy.Admin.Policies;

/// <summary>Why a person cannot take a step now, in words; null when the step is open. The store decides in the end;
/// this only spares people a refusal.</summary>
public sealed record DraftRights(string? Save, string? Submit, string? Simulate, string? Approve, string? Reject, string? Publish)
{
    /// <summary>The steps of a draft for a person.</summary>
    /// <param name="draft">The saved draft; null when there is none.</param>
    /// <param name="changed">True when there are edits that are not saved.</param>
    /// <param name="errors">True when the draft cannot be compiled.</param>
    /// <param name="publishable">True when the newest version is in no release.</param>
    /// <param name="simulated">True when what was submitted was simulated.</param>
    /// <param name="actor">The person.</param>
    /// <param name="texts">The texts.</param>
    public static DraftRights Of(
        Draft? draft, bool changed, bool errors, bool publishable, bool simulated, Actor actor, IStringLocalizer<Texts> texts)
    {
        var submitted = draft?.State == DraftState.Submitted;
        string? author = actor.Role == Role.Author ? null : texts["Why.AuthorOnly"].Value;
        string? approver = actor.Role == Role.Approver ? null : texts["Why.ApproverOnly"].Value;
        string? unsaved = changed ? texts["Why.Unsaved"].Value : null;
        string? noDraft = draft is null ? texts["Why.NoDraft"].Value : null;
        string? notSubmitted = submitted ? null : texts["Why.NotSubmitted"].Value;
        string? broken = errors ? texts["Why.Errors"].Value : null;
        return new(
            Save: author ?? (changed ? null : texts["Why.NothingToSave"].Value),
            Submit: author ?? noDraft ?? unsaved ?? (submitted ? texts["Why.AlreadySubmitted"].Value : null) ?? broken,
            Simulate: (publishable ? null : noDraft) ?? unsaved ?? broken,
            Approve: approver ?? notSubmitted ?? (draft!.Editors.Contains(actor.Name) ? texts["Why.OwnDraft"].Value : null) ?? broken
                ?? (simulated ? null : texts["Why.NotSimulated"].Value),
            Reject: approver ?? notSubmitted,
            Publish: approver ?? (publishable ? null : texts["Why.NothingToPublish"].Value));
    }
}
