using System.Collections.Immutable;
using System.Text;
using Microsoft.AspNetCore.Components;
using Policy.Admin.Common;
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
    private Replayed? _replayed;
    private PersonalTexts? _personal;
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
        (_loaded, _replayed, _explained) = (false, null, null);
        _record = await Log.Find(DeclarationNo, CancellationToken.None);
        if (_record is not null)
        {
            _zone = (await Store.Zones(CancellationToken.None)).FirstOrDefault(z => z.Key == _record.Zone);
            _view = DecisionView.Parse(_record.Decision);
            _release = await Active.Find(_record, CancellationToken.None);
            _facts = Display.Indent(Log.Mask(_record).Facts);
        }

        _loaded = true;
    }

    private void Repeat() => _replayed = Replay.Of(Log.Open(_record!), _release!);

    private void Explain()
    {
        if (_release!.Rules.FactTypeOf(Clearance.Flow) is not { } type) return;
        if (Facts.Read(type, Encoding.UTF8.GetBytes(Log.Open(_record!).Facts)).Facts is not { } facts) return;
        _personal = PersonalTexts.Of(facts);
        _explained = Clearance.Decide(_release, facts, trace: true).Evaluation.Steps;
    }

    private string? Address(Reason reason) => reason.Document is null ? null
        : $"/releases/{_record!.Zone}/{_record.ReleaseNumber}/{reason.Document}"
            + (reason.Row is { } row ? $"?row={Uri.EscapeDataString(row)}" : "");
}
