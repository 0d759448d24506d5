using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Components;
using Policy.Admin.Common;
using Policy.Admin.Parcels;
using Policy.Admin.Policies;
using Policy.Engine;
using Policy.Rules;
using Policy.Rules.Decisions;
using Policy.Rules.Simulations;

namespace Policy.Admin.Simulations;

/// <summary>Decides many parcels with the draft and with what is in force, and shows what differs.</summary>
public sealed partial class SimulationPage
{
    private const int Most = 20_000;
    private const int Examples = 50;
    private const int ProgressEvery = 250;

    private CancellationTokenSource? _running;
    private SimulationReport? _report;
    private string _zone = "";
    private string? _failure;
    private string? _profile;
    private bool _loaded;
    private bool _recorded;
    private int _seed = 1;
    private int _count = 2_000;
    private int _done;
    private int _skipped;

    /// <summary>Key of the zone.</summary>
    [Parameter]
    public string Zone { get; set; } = "";

    /// <summary>Key of the policy.</summary>
    [Parameter]
    public string Key { get; set; } = "";

    [Inject]
    private PolicyStore Store { get; set; } = null!;

    [Inject]
    private DraftSession Session { get; set; } = null!;

    [Inject]
    private ParcelSource Source { get; set; } = null!;

    [Inject]
    private IEnumerable<IDeclarationGenerator> Generators { get; set; } = [];

    [Inject]
    private DecisionLog Log { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private bool Running => _running is not null;

    private string? Why =>
        Session.View is null ? T["Policy.Unknown", Key, Zone].Value
        : Session.Baseline is null ? T["Try.NoRelease"].Value
        : Session.View.Draft is null && !Session.Publishable ? T["Why.NoDraft"].Value
        : Session.Candidate is null ? T["Why.Errors"].Value
        : null;

    /// <inheritdoc/>
    public void Dispose() => _running?.Cancel();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _profile = Source.Profiles.FirstOrDefault();
        _recorded = !Source.Generates;
        _zone = Display.Text((await Store.Zones(CancellationToken.None)).FirstOrDefault(z => z.Key == Zone)?.Title, Zone);
        await Session.Load(Zone, Key, CancellationToken.None);
        _loaded = true;
    }

    private void Stop() => _running?.Cancel();

    private async Task Run()
    {
        if (Running) return;
        _count = Math.Clamp(_count, 1, Most);
        (_report, _failure, _done, _skipped) = (null, null, 0, 0);
        using var running = _running = new CancellationTokenSource();
        try
        {
            var facts = _recorded ? Recorded(running.Token) : Generated(running.Token);
            _report = await Task.Run(
                () => Simulation.Run(Session.Baseline!, Session.Candidate!, facts, Examples, running.Token),
                running.Token);
        }
        catch (OperationCanceledException)
        {
            _failure = T["Simulation.Stopped"];
        }
        finally
        {
            _running = null;
        }
    }

    private async IAsyncEnumerable<Facts> Generated([EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var json in Generators.First().Generate(Zone, _count, _seed, _profile ?? "", Display.Day(Time.GetUtcNow())))
        {
            cancellation.ThrowIfCancellationRequested();
            if (await Count(json) is { } facts) yield return facts;
        }
    }

    private async IAsyncEnumerable<Facts> Recorded([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var record in Log.Recent(Zone, _count, cancellation))
        {
            if (await Count(Encoding.UTF8.GetBytes(record.Facts)) is { } facts) yield return facts;
        }
    }

    // A recorded parcel may no longer fit the fact type in force; such parcels are counted, not hidden.
    private async Task<Facts?> Count(ReadOnlyMemory<byte> json)
    {
        var facts = Facts.Read(Session.Baseline!.Rules.FactTypeOf(Clearance.Flow)!, json).Facts;
        if (facts is null) _skipped++;
        if (++_done % ProgressEvery == 0) await InvokeAsync(StateHasChanged);
        return facts;
    }
}
