using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions;
using Policy.Engine.Regions;
using Policy.Engine.Tables.Lookup;

namespace Policy.Engine.Tables;

/// <summary>Compiles the rows of a table, column by column.</summary>
internal sealed class RowCompiler
{
    private readonly DecisionTableDocument _document;
    private readonly Reporter _reporter;
    private readonly InputColumn[] _inputs;
    private readonly CellColumn<ReadCell>[] _when;
    private readonly CellColumn<Expression>[] _then;

    // By column and row: the number of the cell in its column.
    private readonly int[][] _tests;
    private readonly int[][] _results;

    public RowCompiler(
        DecisionTableDocument document, ImmutableArray<Expression?> inputs, ImmutableArray<OutputColumn> outputs, Scope scope, Reporter reporter)
    {
        (_document, _reporter) = (document, reporter);
        _inputs = [.. inputs.Select(i => new InputColumn(i?.Type ?? DataType.Any, scope))];
        _when = [.. _inputs.Select(i => new CellColumn<ReadCell>(i.Compile))];
        _then = [.. outputs.Select(o => new CellColumn<Expression>((text, at) => o.Compile(text, scope, at)))];
        _tests = Array.ConvertAll(_when, _ => new int[document.Rows.Length]);
        _results = Array.ConvertAll(_then, _ => new int[document.Rows.Length]);
    }

    /// <summary>Compiles all cells; what is wrong is reported.</summary>
    public void Read(Surroundings surroundings)
    {
        for (var i = 0; i < _document.Rows.Length; i++)
        {
            var row = _document.Rows[i];
            if ((row.From ?? row.To) is not null) surroundings.CheckPeriod(row.From, row.To, _reporter.At("rows").At(i));
            Read(row.When, _when, _tests, i, "when");
            Read(row.Then, _then, _results, i, "then");
        }
    }

    /// <summary>The rows, once all cells are sound.</summary>
    public ImmutableArray<TableLine> Lines(Shape shape, bool each)
    {
        var results = new Dictionary<ImmutableArray<Expression>, RowResult>(new SameCells());
        var alone = !each && TableCompiler.IsSingleHit(_document.HitPolicy);
        var lines = ImmutableArray.CreateBuilder<TableLine>(_document.Rows.Length);
        for (var i = 0; i < _document.Rows.Length; i++) lines.Add(Line(i, shape, alone, results));
        return lines.MoveToImmutable();
    }

    /// <summary>The index over the cells that are sets of values, and over the periods.</summary>
    public TableIndex Index()
    {
        var columns = new List<IndexColumn>();
        for (var i = 0; i < _when.Length; i++)
            if (_inputs[i].Axis is { } axis) columns.Add(new IndexColumn(i, axis, [.. _when[i].Distinct.Select(c => c!.Set)], _tests[i]));
        if (_document.Rows.Any(r => (r.From ?? r.To) is not null)) columns.Add(Periods());
        return new TableIndex(columns, _document.Rows.Length);
    }

    private void Read<T>(ImmutableArray<string> texts, CellColumn<T>[] columns, int[][] numbers, int row, string member)
        where T : class
    {
        for (var i = 0; i < texts.Length && i < columns.Length; i++)
        {
            var number = numbers[i][row] = columns[i].Number(texts[i]);
            columns[i].Report(number, _reporter, row, member, i);
        }
    }

    private TableLine Line(int row, Shape shape, bool alone, Dictionary<ImmutableArray<Expression>, RowResult> results)
    {
        var source = _document.Rows[row];
        var (then, outputs) = Result(row, shape, results);
        var line = new TableLine(source.Id, new Period(source.From, source.To), When(row), then) { Conditions = Conditions(row), Outputs = outputs };
        if (!alone || outputs is null) return line;
        return line with { Evaluation = new Evaluation { Outputs = Value.Object(outputs), Matched = line.Ids } };
    }

    private ImmutableArray<int> Conditions(int row)
    {
        var conditions = ImmutableArray<int>.Empty;
        for (var i = 0; i < _when.Length; i++)
            if (_when[i][_tests[i][row]]!.IsCondition) conditions = conditions.Add(i);
        return conditions;
    }

    private IndexColumn Periods()
    {
        var axis = Axis.Of(DataType.Date)!;
        var days = _document.Rows.Select(r => (r.From, r.To)).Distinct().ToList();
        var numbers = days.Select((d, i) => (d, i)).ToDictionary(p => p.d, p => p.i);
        return new IndexColumn(_when.Length, axis, [.. days.Select(d => new Period(d.From, d.To).Days(axis))], [.. _document.Rows.Select(r => numbers[(r.From, r.To)])]);
    }

    private ImmutableArray<InputCell> When(int row)
    {
        var cells = new InputCell[_when.Length];
        for (var i = 0; i < cells.Length; i++) cells[i] = _when[i][_tests[i][row]]!.Cell;
        return ImmutableCollectionsMarshal.AsImmutableArray(cells);
    }

    private RowResult Result(int row, Shape shape, Dictionary<ImmutableArray<Expression>, RowResult> results)
    {
        var cells = new Expression[_then.Length];
        for (var i = 0; i < cells.Length; i++) cells[i] = _then[i][_results[i][row]]!;
        var then = ImmutableCollectionsMarshal.AsImmutableArray(cells);
        if (results.TryGetValue(then, out var known)) return known;
        var isConstant = Array.TrueForAll(cells, c => c.Constant is not null);
        return results[then] = new RowResult(then, isConstant ? new Context(shape, Array.ConvertAll(cells, c => c.Constant!.Value)) : null);
    }

    /// <summary>The output cells of a row, and the outputs when these depend on nothing.</summary>
    private sealed record RowResult(ImmutableArray<Expression> Then, Context? Outputs);

    /// <summary>Rows with the same output cells share them and their outputs.</summary>
    private sealed class SameCells : IEqualityComparer<ImmutableArray<Expression>>
    {
        public bool Equals(ImmutableArray<Expression> x, ImmutableArray<Expression> y)
        {
            for (var i = 0; i < x.Length; i++)
                if (!ReferenceEquals(x[i], y[i])) return false;
            return true;
        }

        public int GetHashCode(ImmutableArray<Expression> cells)
        {
            var hash = 0;
            foreach (var cell in cells) hash = HashCode.Combine(hash, RuntimeHelpers.GetHashCode(cell));
            return hash;
        }
    }
}
