using System.Collections.Immutable;
using Policy.Engine.Expressions;

namespace Policy.Engine.Tables;

/// <summary>One evaluation of a table: one pass, or one per line.</summary>
internal sealed class TableRun(TableParts parts, HitSelection selection, Frame frame, bool trace)
{
    private readonly Value[] _inputs = new Value[parts.Inputs.Length];
    private readonly List<int> _hits = [];
    private readonly List<int> _decided = [];
    private readonly HashSet<int> _matched = [];
    private readonly ImmutableArray<string>.Builder _matchedIds = ImmutableArray.CreateBuilder<string>();
    private readonly List<TracePass>? _passes = trace ? [] : null;

    /// <summary>Ids of the rows that decided, each once, in order.</summary>
    public ImmutableArray<string> Matched => _matchedIds.ToImmutable();

    public Trace? Trace(string document) => _passes is null ? null : new Trace(document, [.. _passes]);

    public Value Pass(int? line)
    {
        frame.Current = null;
        for (var i = 0; i < _inputs.Length; i++) _inputs[i] = parts.Inputs[i].Evaluate(frame);

        _hits.Clear();
        _decided.Clear();
        var tried = _passes is null ? null : new List<(int Row, bool InPeriod, List<TraceCell> Cells)>();
        for (var row = 0; row < parts.Rows.Length; row++)
        {
            if (!Hits(row, tried)) continue;
            _hits.Add(row);
            if (selection.StopsAtFirst) break;
        }

        var output = selection.Select(_hits, _decided, frame);
        foreach (var row in _decided)
            if (_matched.Add(row)) _matchedIds.Add(parts.Rows[row].Id);
        if (_passes is not null)
        {
            var decided = new HashSet<int>(_decided);
            _passes.Add(new TracePass(line, [.. tried!.Select(t => Item(decided, t))], output));
        }

        return output;
    }

    private bool Hits(int row, List<(int Row, bool InPeriod, List<TraceCell> Cells)>? tried)
    {
        var line = parts.Rows[row];
        frame.Current = line.Id;
        var inPeriod = line.Period.Includes(frame);
        var cells = tried is null ? null : new List<TraceCell>();
        tried?.Add((row, inPeriod, cells!));
        if (!inPeriod) return false;
        for (var i = 0; i < _inputs.Length; i++)
        {
            var test = line.When[i];
            var holds = test.Test(frame, _inputs[i]);
            cells?.Add(new TraceCell(parts.Inputs[i].Text, test.Text, _inputs[i], holds));
            if (holds is not true) return false;
        }

        return true;
    }

    private TraceItem Item(HashSet<int> decided, (int Row, bool InPeriod, List<TraceCell> Cells) tried) => new(
        parts.Rows[tried.Row].Id, tried.InPeriod, _hits.BinarySearch(tried.Row) >= 0, decided.Contains(tried.Row), [.. tried.Cells]);
}
