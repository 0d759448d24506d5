using System.Collections.Immutable;
using System.Text;
using Microsoft.AspNetCore.Components;
using Policy.Admin.Common;
using Policy.Admin.Parcels;
using Policy.Engine;
using Policy.Rules;
using Policy.Rules.Decisions;
using Policy.Rules.Releases;

namespace Policy.Admin.Decisions;

/// <summary>A recorded decision: what was decided, by which rows, why; explained and replayed on demand.</summary>
public sealed partial class DecisionPage
{
    private DecisionRecord? _record;
    private Zone? _zone;
    private DecisionView? _view;
    private CompiledRelease? _release;
    private ImmutableArray<StepEvaluation>? _explained;
    private string _facts = "";
    private bool? _same;
    private bool _loaded;

    /// <summary>Number of the declaration.</summary>
    [Parameter]
    public string DeclarationNo { get; set; } = "";

    [Inject]
    private PolicyStore Store { get; set; } = null!;

    [Inject]
    private DecisionLog Log { get; set; } = null!;

    [Inject]
    private ActiveReleases Active { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        (_loaded, _same, _explained) = (false, null, null);
        _record = await Log.Find(DeclarationNo, CancellationToken.None);
        if (_record is not null)
        {
            _zone = (await Store.Zones(CancellationToken.None)).FirstOrDefault(z => z.Key == _record.Zone);
            _view = DecisionView.Parse(_record.Decision);
            _release = await Active.Find(_record.Zone, _record.ReleaseNumber, CancellationToken.None);
            _facts = _release?.Rules.FactTypeOf(Clearance.Flow) is { } type
                ? Display.Indent(Personal.Mask(_record.Facts, type))
                : T["Decision.FactsHidden"];
        }

        _loaded = true;
    }

    private void Replay() => _same = Again(trace: false) is { } decision && decision.Json == _record!.Decision;

    private void Explain() => _explained = Again(trace: true)?.Evaluation.Steps;

    private Decision? Again(bool trace)
    {
        var type = _release!.Rules.FactTypeOf(Clearance.Flow);
        return type is not null && Facts.Read(type, Encoding.UTF8.GetBytes(_record!.Facts)).Facts is { } facts
            ? Clearance.Decide(_release, facts, trace)
            : null;
    }

    private string? Address(Reason reason) => reason.Document is null ? null
        : $"/releases/{_record!.Zone}/{_record.ReleaseNumber}/{reason.Document}"
            + (reason.Row is { } row ? $"?row={Uri.EscapeDataString(row)}" : "");
}
