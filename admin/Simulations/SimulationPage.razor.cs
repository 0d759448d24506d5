using System.Text;
using Microsoft.AspNetCore.Components;
using Policy.Admin.Common;
using Policy.Admin.Parcels;
using Policy.Admin.Policies;
using Policy.Rules;
using Policy.Rules.Simulations;

namespace Policy.Admin.Simulations;

/// <summary>Has many parcels decided with the draft and with what is in force, and shows what differs. Simulations are
/// stored: the page shows the one that runs, else the newest of exactly this content, else the newest.</summary>
public sealed partial class SimulationPage
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _left = new();
    private StoredSimulation? _shown;
    private Refusal? _refusal;
    private string? _hash;
    private string _zone = "";
    private string? _profile;
    private DateOnly _from;
    private DateOnly _to;
    private bool _loaded;
    private bool _recorded;
    private int _seed = 1;
    private int _count = 2_000;

    /// <summary>Key of the zone.</summary>
    [Parameter]
    public string Zone { get; set; } = "";

    /// <summary>Key of the policy.</summary>
    [Parameter]
    public string Key { get; set; } = "";

    [Inject]
    private PolicyStore Store { get; set; } = null!;

    [Inject]
    private SimulationStore Simulations { get; set; } = null!;

    [Inject]
    private DraftSession Session { get; set; } = null!;

    [Inject]
    private ParcelSource Source { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private bool Open => _shown is { IsOpen: true };

    private string? Why =>
        Session.View is null ? T["Policy.Unknown", Key, Zone].Value
        : Session.View.Draft is null && !Session.Publishable ? T["Why.NoDraft"].Value
        : Session.HasErrors ? T["Why.Errors"].Value
        : null;

    // Why the simulation shown does not say what publishing would bring now; null when it does.
    private string? Outdated =>
        _shown!.Candidates.GetValueOrDefault(Key) != _hash ? T["Simulation.Outdated"].Value
        : _shown.Baseline.Hash != Session.Baseline?.Release.Hash && Session.Baseline is not null ? T["Simulation.OtherBaseline"].Value
        : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _left.Cancel();
        _left.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        (_profile, _recorded) = (Source.Profiles.FirstOrDefault(), !Source.Generates);
        _to = Display.Day(Time.GetUtcNow()).AddDays(1);
        _from = _to.AddDays(-30);
        _zone = Display.Text((await Store.Zones(CancellationToken.None)).FirstOrDefault(z => z.Key == Zone)?.Title, Zone);
        await Session.Load(Zone, Key, CancellationToken.None);
        _hash = Hash(Session.View?.Draft?.Json ?? Session.View?.Current?.Json);
        var known = await Simulations.List(Zone, Key, 20, CancellationToken.None);
        _shown = known.FirstOrDefault(s => s.IsOpen)
            ?? known.FirstOrDefault(s => s.State == SimulationState.Done && s.Candidates.GetValueOrDefault(Key) == _hash)
            ?? known.FirstOrDefault();
        _loaded = true;
        if (Open) _ = Follow(_left.Token);
    }

    private static string? Hash(string? json) =>
        json is not null && DocumentJson.Read(Encoding.UTF8.GetBytes(json)).Document is { } document ? DocumentJson.Hash(document) : null;

    private async Task Run()
    {
        if (Open) return;
        var source = _recorded
            ? new SimulationSource(Recorded: new(Begin(_from), Begin(_to)))
            : new SimulationSource(Generated: new(_count, _seed, _profile ?? ""));
        var request = new SimulationRequest(Zone, SimulationCandidate.Of(Key), source);
        var started = await Simulations.Start(request, await Current.Get(), CancellationToken.None);
        _refusal = started.Refusal;
        if (!started.Succeeded) return;
        _shown = started.Value;
        _hash = started.Value.Candidates[Key];
        _ = Follow(_left.Token);
    }

    private async Task Stop()
    {
        var cancelled = await Simulations.Cancel(_shown!.Id, await Current.Get(), CancellationToken.None);
        _refusal = cancelled.Refusal;
        if (cancelled.Succeeded) _shown = cancelled.Value;
    }

    // Looks at the simulation until it has ended or the page is left.
    private async Task Follow(CancellationToken left)
    {
        try
        {
            while (Open)
            {
                await Task.Delay(LookEvery, Time, left);
                var now = await Simulations.Find(_shown!.Id, left);
                await InvokeAsync(() =>
                {
                    _shown = now;
                    StateHasChanged();
                });
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left; the simulation goes on.
        }
    }

    private static DateTimeOffset Begin(DateOnly day) => Display.ZoneInstant(day.ToDateTime(TimeOnly.MinValue));

    private string Against(ReleaseMark baseline) =>
        baseline.Number == 0 ? T["Simulation.AgainstNothing"] : T["Simulation.Against", baseline.Number];

    private string Parcels(SimulationSource source) => source switch
    {
        { Recorded: { } recorded } => T["Simulation.RecordedFrom", Display.Minute(recorded.From), Display.Minute(recorded.To)],
        { Generated: { } generated } => T[
            "Simulation.GeneratedOf", Display.Count(generated.Count), T[$"Profile.{generated.Profile}"].Value, generated.Seed, $"{generated.Day:yyyy-MM-dd}"],
        _ => "",
    };
}
