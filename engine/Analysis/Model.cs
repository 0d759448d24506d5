using System.Collections.Immutable;

namespace Policy.Engine.Analysis;

/// <summary>What a document gives somewhere.</summary>
/// <param name="Text">Tells outcomes apart: equal texts are equal outcomes.</param>
/// <param name="Value">The outcome as JSON shows it; FEEL text under <c>expression</c> where it depends on the facts.</param>
/// <param name="IsConstant">True when nothing in it depends on the facts.</param>
internal sealed record Outcome(string Text, Value Value, bool IsConstant = true)
{
    public static readonly Outcome None = new("null", Value.Null);

    public static Outcome Of(Value value) => new(value.ToString(), value);

    public static Outcome Fault(string code) => Of(Value.Object(Context.Of(("fault", Value.Text(code)))));
}

/// <summary>A row, entry or the like.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Position">Its place in the document.</param>
/// <param name="Box">Where it hits.</param>
/// <param name="Outcome">What it gives.</param>
internal sealed record Line(string Id, int Position, Box Box, Outcome Outcome);

/// <summary>A document as boxes.</summary>
/// <param name="Policy">The hit policy.</param>
/// <param name="Lines">The lines; those that win come first when <paramref name="FirstWins"/>.</param>
/// <param name="FirstWins">True when the first line that hits decides alone; else all that hit decide together.</param>
/// <param name="Otherwise">What is given when no line hits.</param>
/// <param name="HasDefault">True when that was said by the author.</param>
internal sealed record Model(HitPolicy Policy, ImmutableArray<Line> Lines, bool FirstWins, Outcome Otherwise, bool HasDefault)
{
    /// <summary>What the lines that hit amount to, with those that decide.</summary>
    public (Outcome Outcome, ImmutableArray<Line> Deciding) Decide(IReadOnlyList<Line> hits)
    {
        if (FirstWins && hits.Count > 0) return (hits[0].Outcome, [hits[0]]);
        if (Policy == HitPolicy.CollectCount) return (Outcome.Of(Value.Number(hits.Count)), [.. hits]);
        if (hits.Count == 0) return (Otherwise, []);
        return Policy switch
        {
            HitPolicy.Unique when hits.Count == 1 => (hits[0].Outcome, [hits[0]]),
            HitPolicy.Unique => (Outcome.Fault(DiagnosticCode.NotUnique), [.. hits]),
            HitPolicy.Any when hits.All(h => h.Outcome == hits[0].Outcome) => (hits[0].Outcome, [.. hits]),
            HitPolicy.Any when hits.All(h => h.Outcome.IsConstant) => (Outcome.Fault(DiagnosticCode.NotSame), [.. hits]),
            HitPolicy.CollectSum or HitPolicy.CollectMin or HitPolicy.CollectMax => (Aggregate(hits), [.. hits]),
            HitPolicy.OutputOrder => (Listed(hits.OrderBy(h => Places[h])), [.. hits]),
            _ => (Listed(hits), [.. hits]),
        };
    }

    /// <summary>The lines by the order of their outputs, for <see cref="HitPolicy.OutputOrder"/>.</summary>
    public Dictionary<Line, int> Places { get; init; } = [];

    private Outcome Aggregate(IReadOnlyList<Line> hits)
    {
        if (hits.Any(h => !h.Outcome.IsConstant)) return Listed(hits.OrderBy(h => h.Outcome.Text, StringComparer.Ordinal));
        if (hits.Any(h => h.Outcome.Value.IsNull)) return Outcome.Fault(DiagnosticCode.NothingToAggregate);
        var numbers = hits.Select(h => h.Outcome.Value.AsNumber()).ToList();
        try
        {
            return Outcome.Of(Value.Number(Policy switch
            {
                HitPolicy.CollectMin => numbers.Min(),
                HitPolicy.CollectMax => numbers.Max(),
                _ => numbers.Sum(),
            }));
        }
        catch (OverflowException)
        {
            return Outcome.Fault(DiagnosticCode.SumOverflow);
        }
    }

    private static Outcome Listed(IEnumerable<Line> hits)
    {
        var outcomes = hits.Select(h => h.Outcome).ToList();
        return Outcome.Of(Value.List([.. outcomes.Select(o => o.Value)])) with { IsConstant = outcomes.TrueForAll(o => o.IsConstant) };
    }
}
