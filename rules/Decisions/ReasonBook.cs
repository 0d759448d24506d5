using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Policy.Engine;
using Policy.Rules.Policies;
using Policy.Rules.Releases;

namespace Policy.Rules.Decisions;

/// <summary>Why a decision is as it is: a row that decided, or a fault.</summary>
/// <param name="Step">Step of the flow; null for a fault outside the steps.</param>
/// <param name="Document">Key of the document.</param>
/// <param name="Layer">The document's version nearest to the zone; null when the release does not have the document.</param>
/// <param name="Row">Id of the row; of a fault its item, null for none.</param>
/// <param name="Text">What it says.</param>
/// <param name="LegalBasis">The legal act behind it; null when none is named.</param>
/// <param name="IsRow">False for a fault.</param>
internal sealed record Reason(
    string? Step, string Document, Layer? Layer, string? Row, LocalizedText Text, string? LegalBasis, bool IsRow);

/// <summary>The reasons that a release's rows give, each made once.</summary>
internal sealed class ReasonBook
{
    private static readonly ConditionalWeakTable<CompiledRelease, ReasonBook> Books = [];

    private readonly CompiledRelease _release;
    private readonly ImmutableDictionary<string, Layer> _layers;
    private readonly ConcurrentDictionary<(string? Step, string Document, string Row), Reason> _reasons = new();

    private ReasonBook(CompiledRelease release)
    {
        _release = release;
        _layers = release.Release.Entries.ToImmutableDictionary(e => e.Key, e => e.Layers[^1], StringComparer.Ordinal);
    }

    public static ReasonBook Of(CompiledRelease release) => Books.GetValue(release, r => new ReasonBook(r));

    /// <summary>The rows that decided in the steps that count, then the faults.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="faults">What went wrong, in it and beyond.</param>
    /// <param name="key">Key of the document, when it is no flow.</param>
    public ImmutableArray<Reason> Reasons(Evaluation evaluation, ImmutableArray<Fault> faults, string? key = null)
    {
        var reasons = ImmutableArray.CreateBuilder<Reason>();
        if (key is not null && evaluation.Steps.IsEmpty)
        {
            foreach (var row in evaluation.Matched.Distinct(StringComparer.Ordinal))
                reasons.Add(_reasons.GetOrAdd((null, key, row), Make, this));
        }

        foreach (var step in evaluation.Steps.Where(s => !s.Shadow))
        {
            foreach (var row in step.Evaluation.Matched.Distinct(StringComparer.Ordinal))
                reasons.Add(_reasons.GetOrAdd((step.Step, step.Document, row), Make, this));
        }

        foreach (var fault in faults)
        {
            var step = evaluation.Steps.Where(s => s.Document == fault.Document).Select(s => s.Step).FirstOrDefault();
            reasons.Add(new Reason(
                step, fault.Document, _layers.GetValueOrDefault(fault.Document), fault.Item, fault.Message, null, IsRow: false));
        }

        return reasons.ToImmutable();
    }

    private static Reason Make((string? Step, string Document, string Row) of, ReasonBook book)
    {
        var document = book._release.Rules.Document(of.Document);
        var (text, legalBasis) = ReasonText.Of(document, of.Row);
        return new Reason(
            of.Step,
            of.Document,
            book._layers.GetValueOrDefault(of.Document),
            of.Row,
            text,
            legalBasis ?? document?.LegalBasis,
            IsRow: true);
    }
}
