using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Policy.Admin.Common;
using Policy.Engine;
using Policy.Rules;
using Policy.Rules.Policies;
using Policy.Rules.Releases;

namespace Policy.Admin.Policies;

/// <summary>Hands the officer's commands to the store and shows its answers.</summary>
public sealed partial class LifecycleBar
{
    private Draft? _conflict;
    private DraftMerge? _merge;
    private LifecycleStep? _asked;
    private ImmutableArray<Diagnostic> _refused = [];
    private ImmutableArray<UnprovedProperty> _unproved = [];

    /// <summary>The work on the draft.</summary>
    [Parameter, EditorRequired]
    public required DraftSession Session { get; set; }

    /// <summary>Who is signed in.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <summary>Told when the store or the draft changed.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    [Inject]
    private PolicyStore Store { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private DraftRights Rights => DraftRights.Of(
        View.Draft, Session.Changed, Session.HasErrors, Session.Publishable, Session.Simulated, Actor, T);

    private PolicyView View => Session.View!;

    private IEnumerable<(string Stage, bool Now)> Stages
    {
        get
        {
            var now = Session.Stage;
            return Enum.GetValues<Stage>().Select(s => (s.ToString(), s == now));
        }
    }

    private string Next => Session.Changed ? T["Next.Save"] : Session.Stage switch
    {
        Stage.Draft when View.Draft is { State: DraftState.Rejected } => T["Next.Rejected"],
        Stage.Draft => T["Next.Submit"],
        Stage.Submitted => T["Next.Approve", string.Join(", ", View.Draft!.Editors)],
        Stage.Approved => T["Next.Publish", View.Current!.Number],
        _ when Session.TakesEffect is { } from => T["Next.Scheduled", View.Current!.Number, Display.Minute(from)],
        _ => T["Next.Live"],
    };

    private async Task Save()
    {
        var saved = await Session.Save(Actor, CancellationToken.None);
        if (saved.Succeeded) Snackbar.Add(T["Saved"], MudBlazor.Severity.Success);
        else if (saved.Refusal.Code == "stale-draft")
        {
            _merge = await Session.AcceptConflict(CancellationToken.None);
            _conflict = Session.View?.Draft;
        }
        else Snackbar.Show(saved.Refusal);
        await Changed.InvokeAsync();
    }

    private async Task KeepMine()
    {
        _conflict = null;
        await Save();
    }

    private async Task TakeBoth()
    {
        _conflict = null;
        Session.EditText(_merge!.Json!);
        await Save();
    }

    private async Task TakeTheirs()
    {
        _conflict = null;
        await Reload();
    }

    private async Task Reload()
    {
        await Session.Load(View.Zone, View.Key, CancellationToken.None);
        await Changed.InvokeAsync();
    }

    private async Task Ask(LifecycleStep step)
    {
        _unproved = step == LifecycleStep.Submit ? await Task.Run(Session.Unproved) : [];
        (_asked, _refused) = (step, []);
    }

    private void Simulate() => Navigation.NavigateTo($"/policies/{View.Zone}/{View.Key}/simulation");

    private Task Carry(LifecycleAnswer answer)
    {
        var step = _asked;
        _asked = null;
        var (zone, key, comment) = (View.Zone, View.Key, answer.Comment);
        return step switch
        {
            LifecycleStep.Submit => Answer(
                Store.Execute(new SubmitDraft(zone, key, comment, Actor, answer.EffectiveFrom, answer.Waivers), CancellationToken.None),
                T["Submitted"]),
            LifecycleStep.Approve => Answer(
                Store.Execute(
                    new ApproveDraft(zone, key, comment, Actor, View.Draft?.Submission?.Grounds.Hash), CancellationToken.None),
                T["Approved"]),
            LifecycleStep.Reject => Answer(Store.Execute(new RejectDraft(zone, key, comment, Actor), CancellationToken.None), T["Rejected"]),
            _ => Answer(
                Store.Execute(
                    new PublishRelease(zone, [new(key, View.Current!.Number)], answer.EffectiveFrom, comment, Actor),
                    CancellationToken.None),
                T["Published"]),
        };
    }

    private async Task Answer<TValue>(Task<Result<TValue>> command, string done)
    {
        var result = await command;
        if (!result.Succeeded)
        {
            _refused = result.Refusal.Problems;
            Snackbar.Show(result.Refusal);
            return;
        }

        Snackbar.Add(done, MudBlazor.Severity.Success);
        await Reload();
    }
}
