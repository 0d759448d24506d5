using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using MudBlazor;
using Policy.Admin.Comments;
using Policy.Admin.Common;
using Policy.Engine;
using Policy.Rules;
using Policy.Rules.Policies;
using Policy.Rules.Releases;

namespace Policy.Admin.Policies;

/// <summary>A policy of a zone: what is in force, the draft, the versions, the JSON.</summary>
public sealed partial class PolicyPage
{
    private const int InForceTab = 0;
    private const int DraftTab = 1;
    private const int BehaviourTabIndex = 2;
    private const int VersionsTabIndex = 3;

    private ImmutableArray<Zone> _zones = [];
    private Actor? _actor;
    private ImmutableArray<Diagnostic>? _probed;
    private Release? _inherited;
    private CommentBoard? _board;
    private CommentPanel? _panel;
    private bool _loaded;
    private int _tab;

    /// <summary>Key of the zone.</summary>
    [Parameter]
    public string Zone { get; set; } = "";

    /// <summary>Key of the policy.</summary>
    [Parameter]
    public string Key { get; set; } = "";

    /// <summary>The tab to open, <c>inForce</c>, <c>draft</c>, <c>behaviour</c> or <c>versions</c>; null: what the reader most likely wants.</summary>
    [SupplyParameterFromQuery]
    public string? Tab { get; set; }

    /// <summary>A row to mark; null for none.</summary>
    [SupplyParameterFromQuery]
    public string? Row { get; set; }

    private string Title => Display.Text((Session.Document ?? Session.View?.InForce)?.Title, Key);

    private string Kind => (Session.Document ?? Session.View?.InForce)?.Kind ?? "overlay";

    private bool CanEdit => _actor?.Role == Role.Author;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_loaded && Session.View?.Zone == Zone && Session.View.Key == Key) return;
        _loaded = false;
        _actor = await Current.Get();
        _zones = await Store.Zones(CancellationToken.None);
        await Session.Load(Zone, Key, CancellationToken.None);
        _board = new CommentBoard(Session.View?.Comments ?? [], (place, open) => _panel?.Pick(place, open));
        _inherited = InheritedChange(await Store.Releases(Zone, CancellationToken.None), Key, Time.GetUtcNow());
        _tab = Tab switch
        {
            "inForce" => InForceTab,
            "draft" => DraftTab,
            "behaviour" => BehaviourTabIndex,
            "versions" => VersionsTabIndex,
            _ => Row is null && (CanEdit || Session.View?.Draft is not null) ? DraftTab : InForceTab,
        };
        _loaded = true;
    }

    /// <summary>The first scheduled release by which a zone above changes the policy; null when there is none.</summary>
    internal static Release? InheritedChange(IEnumerable<Release> releases, string key, DateTimeOffset now)
    {
        var effective = releases.GroupBy(r => r.EffectiveFrom).Select(g => g.MaxBy(r => r.Number)!).OrderBy(r => r.EffectiveFrom).ToList();
        return effective.Zip(effective.Skip(1))
            .FirstOrDefault(p => p.Second.EffectiveFrom > now && p.Second.Cause == ReleaseCause.Inherited && Content(p.First) != Content(p.Second)).Second;

        string? Content(Release release) => release.Entries.FirstOrDefault(e => e.Key == key)?.Hash;
    }

    // Another tab or row of this policy keeps the work; any other page would drop it.
    private async Task AskBeforeLeaving(LocationChangingContext leaving)
    {
        var stays = Navigation.ToAbsoluteUri(leaving.TargetLocation).AbsolutePath == new Uri(Navigation.Uri).AbsolutePath;
        if (Session.Changed && !stays && !await Js.InvokeAsync<bool>("confirm", T["Policy.Leave"].Value))
            leaving.PreventNavigation();
    }

    private void Edit(Document document)
    {
        _probed = null;
        Session.Edit(document);
    }

    private void EditText(string text)
    {
        _probed = null;
        Session.EditText(text);
    }

    private void Probe(Document? document) => _probed = document is null ? null : Session.Probe(document);

    private void Refresh()
    {
        _probed = null;
        _board = _board! with { Open = Session.View?.Comments ?? [] };
    }

    private async Task<bool> AddComment(string text, CommentPlace place)
    {
        var said = await Store.Execute(new AddComment(Zone, Key, text, place.Row, place.Column, _actor!), CancellationToken.None);
        return Show(said);
    }

    // Each is an event of its own; the last answer has what stays open.
    private async Task SettleComments(IReadOnlyList<int> numbers)
    {
        foreach (var number in numbers)
        {
            if (!Show(await Store.Execute(new ResolveComment(Zone, Key, number, _actor!), CancellationToken.None))) return;
        }
    }

    private bool Show(Result<PolicyView> said)
    {
        if (!said.Succeeded)
        {
            Snackbar.Show(said.Refusal);
            return false;
        }

        _board = _board! with { Open = said.Value.Comments };
        StateHasChanged();
        return true;
    }

    private string ZoneName(string key) => Display.Text(_zones.FirstOrDefault(z => z.Key == key)?.Title, key);
}
