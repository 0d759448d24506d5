using System.Collections.Immutable;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions;
using Policy.Engine.Expressions.Syntax;
using Policy.Engine.Regions;

namespace Policy.Engine.Analysis;

/// <summary>Reads a decision table into boxes.</summary>
internal sealed class TableReading : IReading
{
    private readonly Subject _subject;
    private readonly DecisionTableDocument _table;
    private readonly SpaceBuilder _builder;
    private readonly ImmutableArray<(Node Syntax, DataType Type, int? Dimension)> _inputs;
    private readonly ImmutableArray<OutputColumn> _outputs;
    private readonly List<(TableRow Row, List<Side> Sides, Outcome Outcome, ImmutableArray<int>? Ranks)> _rows = [];
    private readonly Outcome _otherwise;

    public TableReading(Subject subject, DecisionTableDocument table, SpaceBuilder builder)
    {
        (_subject, _table, _builder) = (subject, table, builder);
        _inputs = [.. table.Inputs.Select((input, column) => Input(input, column))];
        _outputs = [.. table.Outputs.Select(o => new OutputColumn(o))];
        foreach (var row in table.Rows) Read(row);
        _otherwise = table.Outputs.Any(o => o.Default is not null) ? Default() : Outcome.None;
    }

    public Model In(Space space)
    {
        var lines = _rows
            .Select((r, position) => new Line(r.Row.Id, position, space.BoxOf(r.Sides), r.Outcome))
            .ToImmutableArray();
        var ranked = _rows.TrueForAll(r => r.Ranks is not null);
        var order = ranked ? lines.OrderBy(l => _rows[l.Position].Ranks!.Value, Lexical).ThenBy(l => l.Position).ToImmutableArray() : lines;
        var byPriority = _table.HitPolicy == HitPolicy.Priority && ranked;
        return new Model(
            _table.HitPolicy, byPriority ? order : lines, byPriority || _table.HitPolicy == HitPolicy.First, _otherwise,
            _table.Outputs.Any(o => o.Default is not null))
        {
            Places = order.Select((line, place) => (line, place)).ToDictionary(p => p.line, p => p.place),
        };
    }

    private static readonly Comparer<ImmutableArray<int>> Lexical = Comparer<ImmutableArray<int>>.Create(
        static (a, b) => a.AsSpan().SequenceCompareTo(b.AsSpan()));

    private (Node Syntax, DataType Type, int? Dimension) Input(TableInput input, int column)
    {
        var expression = _subject.Expression(input.Expression);
        var type = expression.Type.IsKnown ? expression.Type : Tested(column) ?? expression.Type;
        return (expression.Syntax, expression.Type, _builder.Input(_subject, expression.Syntax, type));
    }

    /// <summary>What the cells of a column test for when nothing is known of its input; another kind of value would be a
    /// fault in them.</summary>
    private DataType? Tested(int column)
    {
        var cells = _table.Rows.Select(r => _subject.Cell(column, r.When[column], DataType.Any)).Where(c => !c.IsAny).ToList();
        var kinds = cells.SelectMany(c => c.Syntax.Items.Items).Select(i => i switch
        {
            Literal literal => literal.Value.Kind,
            Comparison { Operand: Literal operand } => operand.Value.Kind,
            _ => ValueKind.Object,
        }).Where(k => k != ValueKind.Null).Distinct().ToList();
        return kinds is [var only and not (ValueKind.Object or ValueKind.Boolean)] ? new DataType(only) : null;
    }

    private void Read(TableRow row)
    {
        var sides = new List<Side>();
        for (var column = 0; column < _inputs.Length; column++)
        {
            var (input, type, dimension) = _inputs[column];
            var cell = _subject.Cell(column, row.When[column], type);
            if (cell.IsAny) continue;
            sides.Add(dimension is { } d && CellSets.Of(cell, _builder.AxisOf(d)) is { } set
                ? _builder.Use(d, set)
                : _builder.Condition(input, cell));
        }

        if (_builder.Period(row.From, row.To) is { } period) sides.Add(period);
        var (outcome, ranks) = Given(row.Then);
        _rows.Add((row, sides, outcome, ranks));
    }

    private Outcome Default()
    {
        var given = Given(_table.Outputs.Select(o => o.Default ?? "null")).Outcome;
        return _table.HitPolicy is HitPolicy.RuleOrder or HitPolicy.OutputOrder or HitPolicy.Collect
            ? Outcome.Of(Value.List([given.Value])) with { IsConstant = given.IsConstant }
            : given;
    }

    private (Outcome Outcome, ImmutableArray<int>? Ranks) Given(IEnumerable<string> cells)
    {
        var (values, constant) = (new List<(string, Value)>(), true);
        ImmutableArray<int>? ranks = [];
        foreach (var text in cells)
        {
            var output = _outputs[values.Count];
            var cell = _subject.Expression(text);
            constant &= cell.Constant is not null;
            values.Add((output.Name, cell.Constant ?? Value.Object(Context.Of(("expression", Value.Text(Printer.Print(cell.Syntax)))))));
            if (!output.Values.IsEmpty) ranks = cell.Constant is { } value ? ranks?.Add(output.Rank(value)) : null;
        }

        var aggregated = _table.HitPolicy is HitPolicy.CollectSum or HitPolicy.CollectMin or HitPolicy.CollectMax;
        var given = aggregated ? values[0].Item2 : Value.Object(Context.Of([.. values]));
        return (Outcome.Of(given) with { IsConstant = constant }, ranks);
    }
}
