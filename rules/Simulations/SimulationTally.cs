using System.Collections.Immutable;
using Policy.Engine;
using Policy.Rules.Decisions;
using Policy.Rules.Releases;

namespace Policy.Rules.Simulations;

/// <summary>Counts the decisions of the two, and makes the report.</summary>
internal sealed class SimulationTally(CompiledRelease baseline, CompiledRelease candidate, int examples)
{
    private readonly SideTally _before = new();
    private readonly SideTally _after = new();
    private readonly Dictionary<(string Before, string After), int> _outcomes = [];
    private readonly Dictionary<(string Before, string After), int> _channels = [];
    private readonly ImmutableArray<ChangedParcel>.Builder _examples = ImmutableArray.CreateBuilder<ChangedParcel>();
    private int _total;
    private int _changed;

    public void Add(Facts facts, Decision before, Decision after)
    {
        _total++;
        _before.Add(before);
        _after.Add(after);
        Count(_outcomes, (before.Outcome, after.Outcome));
        Count(_channels, (before.Channel, after.Channel));
        if (before.Outcome == after.Outcome && before.Channel == after.Channel) return;
        _changed++;
        if (_examples.Count < examples) _examples.Add(Example(facts, before, after));
    }

    public SimulationReport Report() => new(
        _total,
        _changed,
        Skipped: 0,
        Sorted(_outcomes),
        Sorted(_channels),
        Kpis(),
        Rows(),
        _examples.ToImmutable());

    private static void Count<T>(Dictionary<T, int> counts, T what)
        where T : notnull => counts[what] = counts.GetValueOrDefault(what) + 1;

    private ImmutableArray<Kpi> Kpis()
    {
        var (before, after) = (_before, _after);
        Kpi Share(string name, Func<SideTally, int> count) => new($"share.{name}", Part(count(before)), Part(count(after)));
        return
        [
            .. Clearance.Outcomes.Select(o => Share(o, side => side.Outcome(o))),
            Share("green", side => side.Green),
            new("inspections", before.Outcome("inspect"), after.Outcome("inspect")),
            new("faults", before.Faults, after.Faults),
            new("duty", before.Duty, after.Duty),
            new("vat", before.Vat, after.Vat),
            new("consumption", before.Consumption, after.Consumption),
        ];
    }

    private decimal Part(int count) => _total == 0 ? 0 : decimal.Round((decimal)count / _total, 6);

    private ImmutableArray<RowCounts> Rows() =>
    [
        .. _before.Rows.Keys.Union(_after.Rows.Keys)
            .Select(row => (Parts: row.Split('/', 2), Before: _before.Rows.GetValueOrDefault(row), After: _after.Rows.GetValueOrDefault(row)))
            .Select(r => new RowCounts(r.Parts[0], r.Parts[1], r.Before, r.After))
            .OrderBy(r => r.Document, StringComparer.Ordinal).ThenBy(r => r.Row, StringComparer.Ordinal),
    ];

    private ChangedParcel Example(Facts facts, Decision before, Decision after)
    {
        var (left, right) = (Reasons(baseline, before), Reasons(candidate, after));
        return new ChangedParcel(
            facts.Content["declarationNo"] is { Kind: ValueKind.Text } number ? number.AsText() : "",
            new Verdict(before.Outcome, before.Channel),
            new Verdict(after.Outcome, after.Channel),
            [.. OnlyIn(left, right, SimulationSide.Before), .. OnlyIn(right, left, SimulationSide.After)]);
    }

    private static ImmutableArray<Reason> Reasons(CompiledRelease release, Decision decision) =>
        ReasonBook.Of(release).Reasons(decision.Evaluation, decision.Faults);

    // The same row of another version is the same reason.
    private static IEnumerable<ChangedReason> OnlyIn(
        ImmutableArray<Reason> reasons, ImmutableArray<Reason> others, SimulationSide side) => reasons
        .ExceptBy(others.Select(WithoutVersion), WithoutVersion)
        .Select(r => new ChangedReason(
            side, r.Step, r.Document, r.Layer?.Version, r.Layer?.Zone, r.Row, r.IsRow ? r.Text : Fault, r.LegalBasis));

    private static Reason WithoutVersion(Reason reason) => reason with { Layer = null };

    private static LocalizedText Fault { get; } = new("故障，按最严处理", "a fault; decided closed");

    private static ImmutableArray<Transition> Sorted(Dictionary<(string Before, string After), int> counts) =>
    [
        .. counts.Select(c => new Transition(c.Key.Before, c.Key.After, c.Value))
            .OrderBy(t => t.Before, StringComparer.Ordinal).ThenBy(t => t.After, StringComparer.Ordinal),
    ];

    /// <summary>The counts of one of the two.</summary>
    private sealed class SideTally
    {
        private readonly Dictionary<string, int> _outcomes = new(StringComparer.Ordinal);

        public Dictionary<string, int> Rows { get; } = new(StringComparer.Ordinal);

        public int Green { get; private set; }

        public int Faults { get; private set; }

        public decimal Duty { get; private set; }

        public decimal Vat { get; private set; }

        public decimal Consumption { get; private set; }

        public int Outcome(string outcome) => _outcomes.GetValueOrDefault(outcome);

        public void Add(Decision decision)
        {
            Count(_outcomes, decision.Outcome);
            if (decision.Channel == "green") Green++;
            if (!decision.Faults.IsEmpty) Faults++;
            var outputs = new StepOutputs(decision.Evaluation);
            Duty += Amount(outputs, "duty");
            Vat += Amount(outputs, "vat");
            Consumption += Amount(outputs, "consumption");
            foreach (var row in decision.Rows) Count(Rows, row);
        }

        private static decimal Amount(StepOutputs outputs, string member) =>
            outputs.Of("tax", member) is { Kind: ValueKind.Number } amount ? amount.AsNumber() : 0;
    }
}
