using System.Collections.Immutable;
using System.Runtime.CompilerServices;
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

    // By row whose outputs are computed: what they amounted to last.
    private readonly Evaluation?[] _computed;

    // The outputs of lines are constant, and one row decides: they cannot go wrong.
    private readonly bool _sound;

    // What is given without a hit, when it depends on nothing.
    private readonly Evaluation? _withoutHit;

    public CompiledTable(DecisionTableDocument document, Surroundings surroundings, ItemScope items, TableParts parts, TableIndex index)
        : base(document, surroundings, TableOutputs.TypeOf(document, parts.Outputs, parts.Shape, items.IsEach))
    {
        (_parts, _items) = (parts, items);
        var first = document.HitPolicy == HitPolicy.First;
        _finder = new RowFinder(parts, index, [.. parts.Inputs.Select(Reader)], first);
        _trace = new TableTrace(parts, _finder, first);
        _selection = new HitSelection(document.HitPolicy, parts);
        _combination = items.IsEach ? LineCombination.Of(parts) : null;
        if (!items.IsEach && _selection.WithoutHit is { } outputs) _withoutHit = new Evaluation { Outputs = outputs };

        _computed = parts.Rows.All(r => r.Outputs is not null) ? [] : new Evaluation?[parts.Rows.Length];
        _sound = first && _selection.WithoutHit is not null && _computed.Length == 0;

        InputReader Reader(Expression input, int place) =>
            new(input, surroundings.Facts, items, parts.Rows.Any(r => r.Conditions.Contains(place)));
    }

    protected override Evaluation? AtOnce(Context facts, DateOnly? asOf)
    {
        if (_items.IsEach || !_finder.TryFirst(facts, asOf, out var row)) return null;
        return row < 0 ? _withoutHit : _parts.Rows[row].Evaluation;
    }

    [SkipLocalsInit]
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
        _finder.Find(frame, ref hits);
        var constant = !trace && _selection.IsConstant(hits.All) && !frame.HasFaults;
        if (constant && Known(hits.All) is { } known) return known;
        var room = frame.Outputs(_parts.Outputs.Length).AsSpan(0, _parts.Outputs.Length);
        if (!trace && !frame.HasFaults && _selection.TrySingle(hits.All, ref decided, frame, room)) return Computed(hits.All[0], room, frame);
        var outputs = _selection.Select(hits.All, ref decided, frame);
        var evaluation = Made(outputs, decided.All, frame, trace ? [_trace.Of(null, frame, _finder.Values(frame), decided.All, outputs)] : null);
        return constant && !frame.HasFaults ? _recent.Keep(hits.All, evaluation) : evaluation;
    }

    /// <summary>The evaluation of a row whose outputs were computed; the last one when they are the same again. Of the facts
    /// nothing is kept.</summary>
    private Evaluation Computed(int row, ReadOnlySpan<Value> outputs, Frame frame)
    {
        ref var last = ref _computed[row];
        if (!frame.HasFaults && last is { } known && AreSame(known.Outputs.AsObject().Values, outputs)) return known;
        var made = Made(Value.Object(new Context(_parts.Shape, outputs.ToArray())), [row], frame, null);
        var isPlain = !frame.HasFaults;
        for (var i = 0; i < outputs.Length; i++) isPlain &= outputs[i].IsPlain || _parts.Rows[row].Then[i].Constant is not null;
        if (isPlain) last = made;
        return made;
    }

    private static bool AreSame(ReadOnlySpan<Value> one, ReadOnlySpan<Value> other)
    {
        for (var i = 0; i < one.Length; i++)
            if (!one[i].IsSame(in other[i])) return false;
        return true;
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
        var cells = frame.Outputs(lines.Length * width);
        var passes = trace ? ImmutableArray.CreateBuilder<TracePass>(lines.Length) : null;
        var constant = !trace;
        for (var i = 0; i < lines.Length; i++)
        {
            frame.Item = lines[i].AsObject();
            var (hit, before) = (hits.Count, decided.Count);
            _finder.Find(frame, ref hits);
            constant &= _selection.IsConstant(hits.All[hit..]);
            if (_sound && !trace)
            {
                hits.Add(EndOfLine);
                continue;
            }

            var output = Line(hits.All[hit..], frame, trace, ref decided, cells.AsSpan(i * width, width));
            passes?.Add(_trace.Of(i + 1, frame, _finder.Values(frame), decided.All[before..], output));
            hits.Add(EndOfLine);
        }

        frame.Current = null;
        constant &= !frame.HasFaults;
        var evaluation = constant ? _recent.Find(hits.All) : null;
        if (evaluation is null)
        {
            if (_sound && !trace) Lines(hits.All, frame, ref decided, cells);
            var all = cells.AsSpan(0, lines.Length * width);
            var outputs = _combination is null ? Value.List(ImmutableArray.Create<Value>(all)) : _combination.Of(all, frame);
            evaluation = Made(outputs, decided.All, frame, passes);
            if (constant && !frame.HasFaults) _recent.Keep(hits.All, evaluation);
        }

        return evaluation;
    }

    /// <summary>The outputs of all lines, when these cannot go wrong and were put off: mostly the evaluation is known.</summary>
    private void Lines(ReadOnlySpan<int> hits, Frame frame, ref NumberBuffer decided, Value[] cells)
    {
        var width = _combination?.Width ?? 1;
        for (var line = 0; !hits.IsEmpty; line++)
        {
            var end = hits.IndexOf(EndOfLine);
            Line(hits[..end], frame, false, ref decided, cells.AsSpan(line * width, width));
            hits = hits[(end + 1)..];
        }
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
