using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Policy.Admin.Common;
using Policy.Rules;
using Policy.Rules.Comparisons;
using Policy.Rules.Policies;
using Policy.Rules.Releases;

namespace Policy.Admin.Diffs;

/// <summary>Two sides of a policy, chosen by whoever looks, and how they differ.</summary>
public sealed partial class DiffPage
{
    private static readonly ComparedSide InForce = new(null, SideKind.InForce);
    private static readonly ComparedSide Draft = new(null, SideKind.Draft);

    private ComparedSide _from = InForce;
    private ComparedSide _to = Draft;
    private ImmutableArray<Zone> _zones = [];
    private ImmutableArray<VersionApproved> _versions = [];
    private ImmutableArray<Release> _releases = [];
    private PolicyView? _view;
    private PolicyComparison? _comparison;
    private Refusal? _refusal;
    private CancellationTokenSource? _running;

    /// <summary>Key of the zone.</summary>
    [Parameter]
    public string Zone { get; set; } = "";

    /// <summary>Key of the policy.</summary>
    [Parameter]
    public string Key { get; set; } = "";

    /// <summary>The earlier side, as <see cref="ComparedSide.Parse"/> reads it; null or unreadable: what is in force.</summary>
    [SupplyParameterFromQuery]
    public string? From { get; set; }

    /// <summary>The later side; null or unreadable: the draft, or what is in force where there is none.</summary>
    [SupplyParameterFromQuery]
    public string? To { get; set; }

    [Inject]
    private PolicyStore Store { get; set; } = null!;

    [Inject]
    private PolicyComparer Comparer { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private string Title => Display.Text(_comparison?.After.Document.Title ?? _view?.InForce?.Title, Key);

    /// <inheritdoc/>
    public void Dispose() => Stop();

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        Stop();
        var running = _running = new CancellationTokenSource();
        var token = running.Token;
        (_comparison, _refusal) = (null, null);
        try
        {
            _zones = await Store.Zones(token);
            _versions = await Store.Versions(Zone, Key, token);
            _releases = await Store.Releases(Zone, token);
            _view = await Store.Policy(Zone, Key, Time.GetUtcNow(), token);
            _from = Side(From) ?? InForce;
            _to = Side(To) ?? (_view?.Draft is null ? InForce : Draft);
            StateHasChanged();
            var compared = await Comparer.Compare(Zone, Key, _from, _to, token);
            if (_running == running) (_comparison, _refusal) = (compared.Value, compared.Refusal);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // Somebody chose another side, or left.
        }
    }

    private static ComparedSide? Side(string? text) => text is null ? null : ComparedSide.Parse(text);

    private void Choose(string name, string? side) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(
        new Dictionary<string, object?> { ["from"] = _from.ToString(), ["to"] = _to.ToString(), [name] = side }));

    // What there is to choose from; what the address names is among it, there or not.
    private IEnumerable<(string Group, IReadOnlyList<ComparedSide> Sides)> Choices(ComparedSide chosen)
    {
        List<ComparedSide> here = [InForce];
        if (_view?.Draft is not null) here.Add(Draft);
        var versions = _versions.Select(v => new ComparedSide(null, SideKind.Version, v.Number)).ToList();
        var releases = _releases.Where(r => r.Entries.Any(e => e.Key == Key))
            .Select(r => new ComparedSide(null, SideKind.Release, r.Number)).ToList();
        var zones = _zones.Where(z => z.Key != Zone).Select(z => new ComparedSide(z.Key, SideKind.InForce)).ToList();
        if (!here.Concat(versions).Concat(releases).Concat(zones).Contains(chosen)) here.Add(chosen);
        yield return (ZoneName(Zone), here);
        if (versions.Count > 0) yield return (T["Tab.Versions"], versions);
        if (releases.Count > 0) yield return (T["Releases"], releases);
        if (zones.Count > 0) yield return (T["Diff.Zones"], zones);
    }

    private string Name(ComparedSide side)
    {
        string place = side.Kind switch
        {
            SideKind.InForce => T["Tab.InForce"],
            SideKind.Draft => T["Tab.Draft"],
            SideKind.Version => $"v{side.Number}",
            _ => T["Release.Short", side.Number],
        };
        return side.Zone is null ? place : $"{ZoneName(side.Zone)} · {place}";
    }

    private string ZoneName(string key) => Display.Text(_zones.FirstOrDefault(z => z.Key == key)?.Title, key);

    private void Stop()
    {
        _running?.Cancel();
        _running?.Dispose();
        _running = null;
    }
}
