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
    private readonly CompiledRelease _release;
    private readonly ImmutableDictionary<string, Layer> _layers;
    private readonly ConcurrentDictionary<Place, Reason> _reasons = new();

    public ReasonBook(CompiledRelease release)
    {
        _release = release;
        _layers = release.Release.Entries.ToImmutableDictionary(e => e.Key, e => e.Layers[^1], StringComparer.Ordinal);
    }

    /// <summary>The rows that decided in the steps that count, then the faults.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="faults">What went wrong, in it and beyond.</param>
    /// <param name="key">Key of the document, when it is no flow.</param>
    public ImmutableArray<Reason> Reasons(Evaluation evaluation, ImmutableArray<Fault> faults, string? key = null)
    {
        var reasons = ImmutableArray.CreateBuilder<Reason>();
        if (key is not null && evaluation.Steps.IsEmpty) Add(reasons, null, key, evaluation.Matched);
        foreach (var step in evaluation.Steps)
            if (!step.Shadow) Add(reasons, step.Step, step.Document, step.Evaluation.Matched);

        foreach (var fault in faults)
        {
            var step = evaluation.Steps.Where(s => s.Document == fault.Document).Select(s => s.Step).FirstOrDefault();
            reasons.Add(new Reason(
                step, fault.Document, _layers.GetValueOrDefault(fault.Document), fault.Item, fault.Message, null, IsRow: false));
        }

        return reasons.ToImmutable();
    }

    private void Add(ImmutableArray<Reason>.Builder reasons, string? step, string document, ImmutableArray<string> rows)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows.IndexOf(rows[i], 0, i, StringComparer.Ordinal) < 0)
                reasons.Add(_reasons.GetOrAdd(new Place(step, document, rows[i]), Make, this));
        }
    }

    private static Reason Make(Place of, ReasonBook book)
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

    // By reference: compiled documents have each id once, and hashing three texts for each row of each parcel costs more than
    // the rest of a reason.
    private readonly struct Place(string? step, string document, string row) : IEquatable<Place>
    {
        public string? Step { get; } = step;

        public string Document { get; } = document;

        public string Row { get; } = row;

        public bool Equals(Place other) =>
            ReferenceEquals(Row, other.Row) && ReferenceEquals(Step, other.Step) && ReferenceEquals(Document, other.Document);

        public override bool Equals(object? obj) => obj is Place other && Equals(other);

        public override int GetHashCode() => RuntimeHelpers.GetHashCode(Row) ^ (RuntimeHelpers.GetHashCode(Step) * 31);
    }
}
