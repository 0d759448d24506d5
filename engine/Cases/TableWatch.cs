using System.Collections.Immutable;
using Policy.Engine.Analysis;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions;

namespace Policy.Engine.Cases;

/// <summary>What cases show of a decision table: rows, and the default.</summary>
internal sealed class TableWatch
{
    private readonly Subject _subject;
    private readonly DecisionTableDocument _table;
    private readonly LimitSpace _limits;
    private readonly ImmutableArray<Expression> _inputs;
    private readonly ImmutableArray<ImmutableArray<UnaryTests>> _tests;
    private readonly ImmutableArray<ImmutableArray<WatchedCell>> _cells;
    private readonly Space _space;
    private readonly Model _model;
    private readonly Cover _cover;
    private readonly Budget _budget;
    private readonly Dictionary<string, int> _places;

    public TableWatch(Subject subject, DecisionTableDocument table, Budget budget)
    {
        (_subject, _table, _budget, _cover) = (subject, table, budget, new Cover(budget));
        _places = table.Rows.Select((row, place) => (row.Id, place)).ToDictionary(r => r.Id, r => r.place, StringComparer.Ordinal);
        var builder = new SpaceBuilder();
        var reading = new TableReading(subject, table, builder);
        _limits = new LimitSpace(subject, builder);
        _inputs = [.. table.Inputs.Select(i => subject.Expression(i.Expression))];
        foreach (var (input, expression) in table.Inputs.Zip(_inputs)) _limits.Input(input.Expression, expression);
        if (table.Rows.Any(r => (r.From ?? r.To) is not null)) _limits.Day();
        _tests = [.. table.Rows.Select(r => r.When.Select((cell, column) => subject.Cell(column, cell, _inputs[column].Type)).ToImmutableArray())];
        _cells = [.. table.Rows.Select(Cells)];
        _space = builder.Build();
        _model = reading.In(_space);
    }

    public Watch Watch()
    {
        var lines = _model.Lines.Select((line, at) => (line, at)).OrderBy(l => l.line.Position)
            .Select(l => Row(l.line, _model.FirstWins ? _model.Lines.Take(l.at) : [])).ToList();
        if (_model.HasDefault && _table.HitPolicy != HitPolicy.CollectCount) lines.Add(Otherwise());
        return new Watch(_subject, [.. lines], [.. _limits.Absences(_space)], See);
    }

    private ImmutableArray<WatchedCell> Cells(TableRow row, int place)
    {
        var cells = _tests[place].Select((test, column) => _limits.Cell(column, test)).ToImmutableArray();
        return (row.From ?? row.To) is null ? cells : cells.Add(_limits.Period(_inputs.Length, row.From, row.To));
    }

    private WatchedLine Row(Line line, IEnumerable<Line> earlier) => new(line.Position, ItemKind.Row, line.Id, _cells[line.Position])
    {
        Note = _table.Rows[line.Position].Note,
        Never = () => Free(line.Box, earlier, out _) == Answer.No,
        Where = goal =>
        {
            var box = _limits.Narrowed(line.Box, goal);
            return Free(box, earlier.Concat(Clashing(line)), out var free) == Answer.Yes ? [free, box] : [box];
        },
    };

    /// <summary>The rows that make it a fault when they hit too.</summary>
    private IEnumerable<Line> Clashing(Line line) => _model.Policy switch
    {
        HitPolicy.Unique => _model.Lines.Where(l => l != line),
        HitPolicy.Any => _model.Lines.Where(l => l.Outcome != line.Outcome),
        _ => [],
    };

    private WatchedLine Otherwise() => new(_table.Rows.Length, ItemKind.Otherwise, "", [])
    {
        Never = () => Free(_space.All, _model.Lines, out _) == Answer.No,
        Where = _ => Free(_space.All, _model.Lines, out var free) == Answer.Yes ? [free] : [],
    };

    private Answer Free(Box box, IEnumerable<Line> others, out Box free)
    {
        _budget.Begin();
        return _cover.Uncovered(box, [.. others.Select(l => l.Box)], out free);
    }

    private Sight See(Facts facts)
    {
        var evaluation = _subject.Evaluate(facts);
        var frame = Cases.Watch.FrameOf(_subject, facts);
        var passes = Items(facts, frame).Select(_ => Pass(facts, frame)).ToImmutableArray();
        var decided = evaluation.Matched.Select(id => _places[id]).ToImmutableHashSet();
        var missed = passes.Any(p => p.Failing.AsSpan(0, _table.Rows.Length).IndexOf(SightPass.None) < 0);
        return new Sight(evaluation, missed ? decided.Add(_table.Rows.Length) : decided, passes);
    }

    /// <summary>Puts one item after the other into the frame; without <c>forEach</c> there is one pass.</summary>
    private IEnumerable<int> Items(Facts facts, Frame frame)
    {
        if (!_subject.Items.IsEach) yield return 0;
        else if (facts.Content[_subject.Items.Slot] is { IsNull: false } list)
        {
            for (var i = 0; i < list.AsList().Length; i++)
            {
                frame.Item = list.AsList()[i].AsObject();
                yield return i;
            }
        }
    }

    private SightPass Pass(Facts facts, Frame frame)
    {
        Value[] values = [.. _inputs.Select(i => i.Evaluate(frame)), Cases.Watch.DayOf(facts)];
        return new SightPass(values, [.. _table.Rows.Select((row, place) => SightPass.Only(Holds(row, place, values, frame, facts))), SightPass.Several]);
    }

    private IEnumerable<bool> Holds(TableRow row, int place, Value[] values, Frame frame, Facts facts)
    {
        for (var column = 0; column < _inputs.Length; column++) yield return _tests[place][column].Test(frame, values[column]) is true;
        yield return new Period(row.From, row.To).Includes(facts.AsOf);
    }
}
