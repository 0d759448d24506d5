using System.Collections.Immutable;
using Policy.Engine.Analysis;
using Policy.Engine.Expressions;
using Policy.Engine.Regions;

namespace Policy.Engine.Cases;

/// <summary>What cases show of a scorecard: bins, grade bands and overrides.</summary>
internal sealed class ScorecardWatch
{
    private const int MostScores = 5;

    private readonly Subject _subject;
    private readonly ScorecardDocument _card;
    private readonly Cover _cover;
    private readonly Budget _budget;
    private readonly LimitSpace _limits;
    private readonly ScorecardReading _reading;
    private readonly ImmutableArray<Expression> _inputs;
    private readonly ImmutableArray<ImmutableArray<UnaryTests>> _tests;
    private readonly ImmutableArray<ImmutableArray<WatchedCell>> _cells;
    private readonly Space _space;

    // The scores that can be reached, each with where; null when they cannot be told.
    private readonly ImmutableArray<(decimal Score, Box Box)>? _scores;

    public ScorecardWatch(Subject subject, ScorecardDocument card, Budget budget)
    {
        (_subject, _card, _budget, _cover) = (subject, card, budget, new Cover(budget));
        var builder = new SpaceBuilder();
        _reading = new ScorecardReading(subject, card, builder);
        _limits = new LimitSpace(subject, builder);
        _inputs = [.. card.Characteristics.Select(c => subject.Expression(c.Input))];
        foreach (var (characteristic, input) in card.Characteristics.Zip(_inputs)) _limits.Input(characteristic.Input, input);
        _tests = [.. card.Characteristics.Select((c, i) => c.Bins.Select(b => subject.Cell(i, b.When, _inputs[i].Type)).ToImmutableArray())];
        _cells = [.. _tests.Select((bins, i) => bins.Select(b => _limits.Cell(i, b)).ToImmutableArray())];
        _space = builder.Build();
        budget.Begin(2);
        _scores = ScorecardFindings.Groups(_space, [_reading], []) is { } groups
            ? Scores.Of(_space, (card.Base, 0), groups, budget)?.Reached[^1].Select(s => (s.Key.One, s.Value)).OrderBy(s => s.One).ToImmutableArray()
            : null;
    }

    public Watch Watch()
    {
        var lines = new List<WatchedLine>();
        for (var i = 0; i < _card.Characteristics.Length; i++)
        {
            var bins = _reading.Bins(_space, i);
            for (var j = 0; j < bins.Length; j++) lines.Add(Bin(lines.Count, i, j, bins));
        }

        for (var i = 0; i < _card.Grades.Length; i++) lines.Add(Band(lines.Count, i));
        var overrides = _reading.Overrides(_space).Lines;
        for (var i = 0; i < _card.Overrides.Length; i++) lines.Add(Override(lines.Count, i, overrides));
        return new Watch(_subject, [.. lines], [.. _limits.Absences(_space)], See);
    }

    private WatchedLine Bin(int place, int characteristic, int bin, ImmutableArray<Box> bins) =>
        new(place, ItemKind.Bin, $"{_card.Characteristics[characteristic].Id}/{bin + 1}", [_cells[characteristic][bin]])
        {
            Never = () => Free(bins[bin], bins[..bin], out _) == Answer.No,
            Where = goal =>
            {
                var box = _limits.Narrowed(bins[bin], goal);
                return Free(box, bins[..bin], out var free) == Answer.Yes ? [free, box] : [box];
            },
        };

    private WatchedLine Band(int place, int band)
    {
        var (grade, tests) = (_card.Grades[band].Grade, _reading.Grades[band]);
        var number = _card.Grades.Take(band).Count(g => g.Grade == grade) + 1;
        var axis = Axis.Of(DataType.Number)!;
        var limits = Limit.Of(CellSets.Of(tests, axis), ValueSet.All(axis)).Where(l => Reached(l.Below).Any() && Reached(l.Above).Any());
        return new WatchedLine(place, ItemKind.Band, number == 1 ? grade : $"{grade}#{number}", [new WatchedCell(_inputs.Length, "score", [.. limits])])
        {
            Never = () => _scores is { } scores && !scores.Any(s => BandOf(s.Score) == band),
            Where = goal => goal.Values is { } values
                ? Reached(values)
                : (_scores ?? []).Where(s => BandOf(s.Score) == band).Select(s => s.Box).Take(MostScores),
        };
    }

    private WatchedLine Override(int place, int index, ImmutableArray<Line> overrides)
    {
        ImmutableArray<Box> own = [.. overrides.Where(l => l.Position == index).Select(l => l.Box)];
        ImmutableArray<Box> earlier = [.. overrides.Where(l => l.Position < index).Select(l => l.Box)];
        return new WatchedLine(place, ItemKind.Override, _card.Overrides[index].Id, [])
        {
            Never = () => own.All(box => Free(box, earlier, out _) == Answer.No),
            Where = _ => own.SelectMany(box => Free(box, earlier, out var free) == Answer.Yes ? [free, box] : (Box[])[box]),
        };
    }

    private IEnumerable<Box> Reached(ValueSet values) =>
        (_scores ?? []).Where(s => values.Contains(Value.Number(s.Score))).Select(s => s.Box).Take(MostScores);

    private Answer Free(Box box, ImmutableArray<Box> earlier, out Box free)
    {
        _budget.Begin();
        return _cover.Uncovered(box, earlier, out free);
    }

    private Sight See(Facts facts)
    {
        var evaluation = _subject.Evaluate(facts);
        var frame = Cases.Watch.FrameOf(_subject, facts);
        if (evaluation.Outputs.Kind != ValueKind.Object) return new Sight(evaluation, [], []);
        var outputs = evaluation.Outputs.AsObject();
        Value[] values = [.. _inputs.Select(i => i.Evaluate(frame)), outputs["score"]];
        var (failing, decided) = (new List<int>(), new HashSet<int>());
        for (var i = 0; i < _tests.Length; i++) First(_tests[i], values[i], always: true);
        First(_reading.Grades, outputs["score"], outputs["override"].IsNull);
        foreach (var overriding in _card.Overrides)
        {
            if (outputs["override"] == Value.Text(overriding.Id)) decided.Add(failing.Count);
            failing.Add(SightPass.Several);
        }

        return new Sight(evaluation, [.. decided], [new SightPass(values, [.. failing])]);

        // Of bins and bands the first that holds counts.
        void First(ImmutableArray<UnaryTests> tests, Value value, bool always)
        {
            var found = !always;
            foreach (var test in tests)
            {
                var holds = test.Test(frame, value) is true;
                if (holds && !found) decided.Add(failing.Count);
                found |= holds;
                failing.Add(holds ? SightPass.None : 0);
            }
        }
    }

    private int BandOf(decimal score)
    {
        var frame = new Frame { Facts = Expressions.Binding.Binder.NoFacts, Document = _card.Key };
        for (var i = 0; i < _reading.Grades.Length; i++)
            if (_reading.Grades[i].Test(frame, Value.Number(score)) is true) return i;
        return -1;
    }
}
