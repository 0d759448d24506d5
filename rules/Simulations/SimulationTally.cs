using System.Collections.Immutable;
using Policy.Engine;
using Policy.Rules.Decisions;

namespace Policy.Rules.Simulations;

/// <summary>Decides parcels by the two and counts. Tallies of parts add up to the tally of the whole.</summary>
internal sealed class SimulationTally(SimulatedRules baseline, SimulatedRules candidate, SimulationOptions options)
{
    private readonly SideTally _before = new(baseline);
    private readonly SideTally _after = new(candidate);
    private readonly Dictionary<(string Before, string After), int> _outcomes = [];
    private readonly Dictionary<(string Before, string After), int> _channels = [];
    private readonly List<(long Place, ChangedParcel Parcel)> _examples = [];
    private readonly GroupTally _groups = new();
    private int _total;
    private int _frauds;
    private int _changed;
    private int _skipped;

    /// <summary>Decides a parcel by both, or skips one that fits neither.</summary>
    public void Decide(long place, ReadOnlyMemory<byte> json)
    {
        if (Read(place, json) is { } facts) Count(place, facts, baseline.Judge(facts), candidate.Judge(facts));
        else _skipped++;
    }

    /// <summary>Adds the counts of other parcels.</summary>
    public void Add(SimulationTally other)
    {
        _total += other._total;
        _changed += other._changed;
        _skipped += other._skipped;
        _before.Add(other._before);
        _after.Add(other._after);
        _groups.Add(other._groups);
        _frauds += other._frauds;
        foreach (var (transition, count) in other._outcomes) Add(_outcomes, transition, count);
        foreach (var (transition, count) in other._channels) Add(_channels, transition, count);
        _examples.AddRange(other._examples);
    }

    public SimulationReport Report() => new(
        _total,
        _changed,
        _skipped,
        Sorted(_outcomes),
        Sorted(_channels),
        Kpis(),
        Rows(),
        _groups.Report(),
        [.. _examples.OrderBy(e => e.Place).Take(options.Examples).Select(e => e.Parcel)]);

    private static void Add<T>(Dictionary<T, int> counts, T what, int count)
        where T : notnull => counts[what] = counts.GetValueOrDefault(what) + count;

    private Facts? Read(long place, ReadOnlyMemory<byte> json)
    {
        var first = baseline.FactType ?? candidate.FactType!;
        var (facts, problems) = Facts.Read(first, json);
        if (facts is null && candidate.FactType is { } other && !ReferenceEquals(other, first)) (facts, _) = Facts.Read(other, json);
        if (facts is null) options.Unread?.Invoke(place, problems);
        return facts;
    }

    private void Count(long place, Facts facts, Judgement before, Judgement after)
    {
        _total++;
        _before.Count(before);
        _after.Count(after);
        Add(_outcomes, (before.Outcome, after.Outcome), 1);
        Add(_channels, (before.Channel, after.Channel), 1);
        var changed = !candidate.AreSame(before, after);
        if (baseline.IsClearance)
        {
            _groups.Count(facts, before, after, changed);
            CountFraud(facts, before, after);
        }

        if (!changed) return;
        _changed++;
        if (_examples.Count < options.Examples) _examples.Add((place, ChangedParcel.Of(facts, before, after, place)));
    }

    // Generated parcels, and recorded ones that somebody has labelled, carry the truth.
    private void CountFraud(Facts facts, Judgement before, Judgement after)
    {
        if (facts.Content["extra"] is not { Kind: ValueKind.Object } extra || extra.AsObject()["label"] is not { Kind: ValueKind.Object } label
            || label.AsObject()["pattern"].IsNull) return;
        _frauds++;
        if (before.Channel == "red") _before.Caught++;
        if (after.Channel == "red") _after.Caught++;
    }

    private ImmutableArray<Kpi> Kpis()
    {
        var (before, after) = (_before, _after);
        Kpi Share(string name, Func<SideTally, int> count) => new($"share.{name}", Part(count(before), _total), Part(count(after), _total));
        Kpi[] ofClearance = !baseline.IsClearance
            ? []
            : [
                Share("green", side => side.Channel("green")),
                Share("red", side => side.Channel("red")),
                .. _frauds == 0 ? Array.Empty<Kpi>() : [new("share.fraudCaught", Part(before.Caught, _frauds), Part(after.Caught, _frauds))],
                new("inspections", before.Outcome("inspect"), after.Outcome("inspect")),
            ];
        return
        [
            .. Outcomes().Select(o => Share(o, side => side.Outcome(o))),
            .. ofClearance,
            new("faults", before.Faults, after.Faults),
            .. baseline.Sums.Union(candidate.Sums).Select(name => new Kpi(name, before.Sum(name), after.Sum(name))),
        ];
    }

    // Those of the documents in their order, then what else came out.
    private IEnumerable<string> Outcomes() => baseline.Outcomes.Union(candidate.Outcomes)
        .Union(_before.Outcomes.Union(_after.Outcomes).Order(StringComparer.Ordinal));

    private static decimal Part(int count, int of) => of == 0 ? 0 : decimal.Round((decimal)count / of, 6);

    private ImmutableArray<RowCounts> Rows()
    {
        var (before, after) = (_before.Rows(), _after.Rows());
        return
        [
            .. before.Keys.Union(after.Keys)
                .Select(row => new RowCounts(row.Document, row.Row, before.GetValueOrDefault(row), after.GetValueOrDefault(row)))
                .OrderBy(r => r.Document, StringComparer.Ordinal).ThenBy(r => r.Row, StringComparer.Ordinal),
        ];
    }

    private static ImmutableArray<Transition> Sorted(Dictionary<(string Before, string After), int> counts) =>
    [
        .. counts.Select(c => new Transition(c.Key.Before, c.Key.After, c.Value))
            .OrderBy(t => t.Before, StringComparer.Ordinal).ThenBy(t => t.After, StringComparer.Ordinal),
    ];

    /// <summary>The counts of one of the two.</summary>
    private sealed class SideTally(SimulatedRules rules)
    {
        private readonly Dictionary<string, int> _outcomes = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _channels = new(StringComparer.Ordinal);

        // A release makes each reason of a row once.
        private readonly Dictionary<Reason, int> _rows = new(ReferenceEqualityComparer.Instance);
        private readonly decimal[] _sums = new decimal[rules.Amounts.Length];

        public IEnumerable<string> Outcomes => _outcomes.Keys;

        public int Faults { get; private set; }

        public int Caught { get; set; }

        public int Outcome(string outcome) => _outcomes.GetValueOrDefault(outcome);

        public int Channel(string channel) => _channels.GetValueOrDefault(channel);

        public decimal Sum(string name) => rules.Sums.IndexOf(name) is >= 0 and var i ? _sums[i] : 0;

        public Dictionary<(string Document, string Row), int> Rows() => _rows
            .GroupBy(r => (r.Key.Document, r.Key.Row!)).ToDictionary(g => g.Key, g => g.Sum(r => r.Value));

        public void Count(Judgement judgement)
        {
            SimulationTally.Add(_outcomes, judgement.Outcome, 1);
            SimulationTally.Add(_channels, judgement.Channel, 1);
            if (!judgement.Faults.IsEmpty) Faults++;
            for (var i = 0; i < _sums.Length; i++) _sums[i] += rules.Amounts[i].Of(judgement);
            for (var i = 0; i < judgement.Reasons.Length; i++)
            {
                if (judgement.Reasons[i] is { IsRow: true } row && !IsAmong(row, judgement.Reasons.AsSpan(0, i)))
                    SimulationTally.Add(_rows, row, 1);
            }
        }

        public void Add(SideTally other)
        {
            Faults += other.Faults;
            Caught += other.Caught;
            for (var i = 0; i < _sums.Length; i++) _sums[i] += other._sums[i];
            foreach (var (outcome, count) in other._outcomes) SimulationTally.Add(_outcomes, outcome, count);
            foreach (var (channel, count) in other._channels) SimulationTally.Add(_channels, channel, count);
            foreach (var (row, count) in other._rows) SimulationTally.Add(_rows, row, count);
        }

        // A document that decides in two steps counts once.
        private static bool IsAmong(Reason row, ReadOnlySpan<Reason> before)
        {
            foreach (var other in before)
                if (other.Row == row.Row && other.Document == row.Document) return true;
            return false;
        }
    }
}
