using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Policy.Engine.Compiling;
using Policy.Engine.Indexing;
using Policy.Engine.Expressions;
using Policy.Engine.Tables.Lookup;

namespace Policy.Engine.Tables;

/// <summary>A decision table that finds its rows by index.</summary>
internal sealed class CompiledTable : CompiledExpressions
{
    // Among the rows that hit, line by line.
    private const int EndOfLine = -1;

    private readonly TableParts _parts;
    private readonly ItemScope _items;
    private readonly RowFinder _finder;
    private readonly HitSelection _selection;
    private readonly LineCombination? _combination;
    private readonly TableTrace _trace;
    private readonly Recent _recent = new();

    // What is given without a hit, when it depends on nothing.
    private readonly Evaluation? _withoutHit;

    public CompiledTable(DecisionTableDocument document, Surroundings surroundings, ItemScope items, TableParts parts, TableIndex index)
        : base(document, surroundings, TableOutputs.TypeOf(document, parts.Outputs, parts.Shape, items.IsEach))
    {
        (_parts, _items) = (parts, items);
        var first = document.HitPolicy == HitPolicy.First;
        _finder = new RowFinder(parts, index, [.. parts.Inputs.Select(i => new InputReader(i, surroundings.Facts, items))], first);
        _trace = new TableTrace(parts, _finder, first);
        _selection = new HitSelection(document.HitPolicy, parts);
        _combination = items.IsEach ? LineCombination.Of(parts) : null;
        if (!items.IsEach && _selection.WithoutHit is { } outputs) _withoutHit = new Evaluation { Outputs = outputs };
    }

    protected override Evaluation? AtOnce(Context facts, DateOnly? asOf)
    {
        if (_items.IsEach || !_finder.TryFirst(facts, asOf, out var row)) return null;
        return row < 0 ? _withoutHit : _parts.Rows[row].Evaluation;
    }

    public override Evaluation Evaluate(Frame frame, bool trace)
    {
        if (!trace && AtOnce(frame.Facts, frame.AsOf) is { } known) return known;
        var hits = new NumberBuffer(stackalloc int[32]);
        var decided = new NumberBuffer(stackalloc int[32]);
        var evaluation = _items.IsEach ? EachLine(frame, trace, ref hits, ref decided) : Once(frame, trace, ref hits, ref decided);
        hits.Dispose();
        decided.Dispose();
        return evaluation;
    }

    private Evaluation Once(Frame frame, bool trace, ref NumberBuffer hits, ref NumberBuffer decided)
    {
        var values = _finder.Find(frame, ref hits);
        var constant = !trace && _selection.IsConstant(hits.All) && !frame.HasFaults;
        if (constant && Known(hits.All) is { } known) return known;
        var outputs = _selection.Select(hits.All, ref decided, frame);
        var evaluation = Made(outputs, decided.All, frame, trace ? [_trace.Of(null, frame, values, decided.All, outputs)] : null);
        return constant && !frame.HasFaults ? _recent.Keep(hits.All, evaluation) : evaluation;
    }

    /// <summary>The evaluation made before, where all depends on the rows that hit alone.</summary>
    private Evaluation? Known(ReadOnlySpan<int> hits)
    {
        if (hits.IsEmpty) return _withoutHit;
        return hits.Length == 1 && _parts.Rows[hits[0]].Evaluation is { } known ? known : _recent.Find(hits);
    }

    private Evaluation EachLine(Frame frame, bool trace, ref NumberBuffer hits, ref NumberBuffer decided)
    {
        var lines = frame.Facts[_items.Slot] is { IsNull: false } list ? list.AsList() : [];
        var width = _combination?.Width ?? 1;
        var cells = ArrayPool<Value>.Shared.Rent(lines.Length * width);
        var passes = trace ? ImmutableArray.CreateBuilder<TracePass>(lines.Length) : null;
        var constant = !trace;
        for (var i = 0; i < lines.Length; i++)
        {
            frame.Item = lines[i].AsObject();
            var (hit, before) = (hits.Count, decided.Count);
            var values = _finder.Find(frame, ref hits);
            constant &= _selection.IsConstant(hits.All[hit..]);
            var output = Line(hits.All[hit..], frame, trace, ref decided, cells.AsSpan(i * width, width));
            passes?.Add(_trace.Of(i + 1, frame, values, decided.All[before..], output));
            hits.Add(EndOfLine);
        }

        frame.Current = null;
        constant &= !frame.HasFaults;
        var evaluation = constant ? _recent.Find(hits.All) : null;
        if (evaluation is null)
        {
            var all = cells.AsSpan(0, lines.Length * width);
            var outputs = _combination is null ? Value.List(ImmutableArray.Create<Value>(all)) : _combination.Of(all, frame);
            evaluation = Made(outputs, decided.All, frame, passes);
            if (constant && !frame.HasFaults) _recent.Keep(hits.All, evaluation);
        }

        cells.AsSpan(0, lines.Length * width).Clear();
        ArrayPool<Value>.Shared.Return(cells);
        return evaluation;
    }

    /// <summary>What the hits of a line amount to: as a whole, and output by output when outputs are combined, where only those
    /// who explain want the whole.</summary>
    private Value Line(ReadOnlySpan<int> hits, Frame frame, bool trace, ref NumberBuffer decided, Span<Value> outputs)
    {
        if (_combination is not null && !trace && _selection.TrySingle(hits, ref decided, frame, outputs)) return default;
        var whole = _selection.Select(hits, ref decided, frame);
        if (_combination is null) outputs[0] = whole;
        else _combination.Spread(whole, outputs);
        return whole;
    }

    private Evaluation Made(Value outputs, ReadOnlySpan<int> decided, Frame frame, IEnumerable<TracePass>? passes) => new()
    {
        Outputs = outputs,
        Matched = Ids(decided),
        Faults = frame.Faults,
        Trace = passes is null ? null : new Trace(Source.Key, [.. passes]),
    };

    /// <summary>Ids of the rows, each once, in order.</summary>
    private ImmutableArray<string> Ids(ReadOnlySpan<int> rows)
    {
        if (rows.IsEmpty) return [];
        if (!rows.ContainsAnyExcept(rows[0])) return _parts.Rows[rows[0]].Ids;
        var distinct = new NumberBuffer(stackalloc int[32]);
        foreach (var row in rows)
            if (!_items.IsEach || !distinct.All.Contains(row)) distinct.Add(row);
        var ids = new string[distinct.Count];
        for (var i = 0; i < ids.Length; i++) ids[i] = _parts.Rows[distinct.All[i]].Id;
        distinct.Dispose();
        return ImmutableCollectionsMarshal.AsImmutableArray(ids);
    }
}
