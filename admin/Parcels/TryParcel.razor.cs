using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Policy.Engine;
using Policy.Rules.Decisions;
using Policy.Rules.Releases;

namespace Policy.Admin.Parcels;

/// <summary>Tries a parcel on what is in force and on the draft; decides again on every change of either side.</summary>
public sealed partial class TryParcel
{
    private IReadOnlyList<ParcelField> _fields = [];
    private ImmutableArray<Diagnostic> _problems = [];
    private Trial? _before;
    private Trial? _after;
    private (CompiledRelease?, CompiledRelease?, string, string) _tried;
    private string _parcel = "{}";
    private string? _profile;
    private string _declarationNo = "";
    private int _seed = 1;
    private bool _notFound;
    private bool _raw;

    /// <summary>Key of the zone.</summary>
    [Parameter, EditorRequired]
    public required string Zone { get; set; }

    /// <summary>The document looked at.</summary>
    [Parameter, EditorRequired]
    public required Document Document { get; set; }

    /// <summary>What is in force; null when nothing is.</summary>
    [Parameter]
    public CompiledRelease? Baseline { get; set; }

    /// <summary>What would decide with the draft; null while it has errors.</summary>
    [Parameter]
    public CompiledRelease? Candidate { get; set; }

    /// <summary>True to decide with the draft too.</summary>
    [Parameter]
    public bool IsDraft { get; set; }

    /// <summary>Told why the document gave its result; null when it did not run.</summary>
    [Parameter]
    public EventCallback<Trace?> Traced { get; set; }

    /// <summary>Told to hide the panel.</summary>
    [Parameter]
    public EventCallback Closed { get; set; }

    [Inject]
    private ParcelSource Source { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _profile = Source.Profiles.FirstOrDefault();
        _parcel = Source.Current(Zone);
    }

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        var rules = (Candidate ?? Baseline)?.Rules;
        var root = rules?.FactTypeOf(Clearance.Flow) ?? rules?.FactTypeOf(Document.Key);
        _fields = root is null ? [] : ParcelForm.Fields(Document, root);
        return Decide();
    }

    private Task Take(string parcel)
    {
        _parcel = parcel;
        Source.Keep(Zone, parcel);
        return Decide();
    }

    private Task Set(ParcelField field, ChangeEventArgs change) => Take(ParcelForm.Set(_parcel, field, change.Value as string ?? ""));

    private Task Generate() => Take(Source.Generated(Zone, _seed++, _profile ?? ""));

    private async Task LoadRecorded()
    {
        var parcel = await Source.Recorded(_declarationNo.Trim(), CancellationToken.None);
        _notFound = parcel is null;
        if (parcel is not null) await Take(parcel);
    }

    private async Task Decide()
    {
        if (_tried == (Baseline, Candidate, Document.Key, _parcel)) return;
        _tried = (Baseline, Candidate, Document.Key, _parcel);
        _before = Baseline is null ? null : Trial.Run(Baseline, Document.Key, _parcel);
        _after = !IsDraft || Candidate is null ? null : Trial.Run(Candidate, Document.Key, _parcel);
        _problems = (_after ?? _before)?.Problems ?? [];
        await Traced.InvokeAsync((IsDraft ? _after : _before)?.Trace);
    }
}
