using Microsoft.Extensions.Localization;
using Policy.Engine;
using Policy.Rules;
using Policy.Rules.Policies;

namespace Policy.Admin.Policies;

/// <summary>Why a person cannot take a step now, in words; null when the step is open. The store decides in the end;
/// this only spares people a refusal.</summary>
public sealed record DraftRights(string? Save, string? Submit, string? Simulate, string? Approve, string? Reject, string? Publish)
{
    /// <summary>The steps of a draft for a person.</summary>
    public static DraftRights Of(DraftSession session, Actor actor, IStringLocalizer<Texts> texts)
    {
        var draft = session.View?.Draft;
        var errors = session.Problems.Any(p => p.Severity == Severity.Error);
        var submitted = draft?.State == DraftState.Submitted;
        string? author = actor.Role == Role.Author ? null : texts["Why.AuthorOnly"].Value;
        string? approver = actor.Role == Role.Approver ? null : texts["Why.ApproverOnly"].Value;
        string? unsaved = session.Changed ? texts["Why.Unsaved"].Value : null;
        string? noDraft = draft is null ? texts["Why.NoDraft"].Value : null;
        string? notSubmitted = submitted ? null : texts["Why.NotSubmitted"].Value;
        string? broken = errors ? texts["Why.Errors"].Value : null;
        return new(
            Save: author ?? (session.Changed ? null : texts["Why.NothingToSave"].Value),
            Submit: author ?? noDraft ?? unsaved ?? (submitted ? texts["Why.AlreadySubmitted"].Value : null) ?? broken,
            Simulate: noDraft ?? unsaved ?? broken,
            Approve: approver ?? notSubmitted ?? (draft!.Editors.Contains(actor.Name) ? texts["Why.OwnDraft"].Value : null) ?? broken,
            Reject: approver ?? notSubmitted,
            Publish: approver ?? (session.Publishable ? null : texts["Why.NothingToPublish"].Value));
    }
}
