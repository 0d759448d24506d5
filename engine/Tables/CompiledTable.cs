using System.Buffers;
using System.Collections.Immutable;
using Policy.Engine.Compiling;
using Policy.Engine.Indexing;
using Policy.Engine.Expressions;
using Policy.Engine.Tables.Lookup;

namespace Policy.Engine.Tables;

/// <summary>A decision table that finds its rows by index.</summary>
internal sealed class CompiledTable : CompiledExpressions
{
    private readonly TableParts _parts;
    private readonly ItemScope _items;
    private readonly RowFinder _finder;
    private readonly HitSelection _selection;
    private readonly LineCombination? _combination;
    private readonly TableTrace _trace;

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
        _combination = items.IsEach ? LineCombination.Of(document.HitPolicy, parts) : null;
        if (!items.IsEach && _selection.WithoutHit is { } outputs) _withoutHit = new Evaluation { Outputs = outputs };
    }

    public override Evaluation Evaluate(Context facts, Value[] decisions, DateOnly? asOf, bool trace)
    {
        if (!trace && !_items.IsEach && _finder.TryFirst(facts, asOf, out var row)
            && (row < 0 ? _withoutHit : _parts.Rows[row].Evaluation) is { } known) return known;
        var frame = Frame.Rent(facts, decisions, asOf, Source.Key);
        var decided = new NumberBuffer(stackalloc int[32]);
        var passes = trace ? ImmutableArray.CreateBuilder<TracePass>() : null;
        var outputs = _items.IsEach ? EachLine(facts[_items.Slot], frame, ref decided, passes) : Pass(null, frame, ref decided, passes);
        var evaluation = Shared(decided.All, frame, passes) ?? new Evaluation
        {
            Outputs = outputs,
            Matched = Ids(decided.All),
            Faults = frame.Faults,
            Trace = passes is null ? null : new Trace(Source.Key, passes.ToImmutable()),
        };
        decided.Dispose();
        frame.Return();
        return evaluation;
    }

    /// <summary>The evaluation made beforehand, where all depends on the deciding row alone.</summary>
    private Evaluation? Shared(ReadOnlySpan<int> decided, Frame frame, ImmutableArray<TracePass>.Builder? passes)
    {
        if (passes is not null || frame.HasFaults) return null;
        if (decided.IsEmpty) return _withoutHit;
        return decided.Length == 1 ? _parts.Rows[decided[0]].Evaluation : null;
    }

    private Value Pass(int? line, Frame frame, ref NumberBuffer decided, ImmutableArray<TracePass>.Builder? passes)
    {
        var hits = new NumberBuffer(stackalloc int[32]);
        var values = _finder.Find(frame, ref hits);
        var before = decided.Count;
        var output = _selection.Select(hits.All, ref decided, frame);
        hits.Dispose();
        passes?.Add(_trace.Of(line, frame, values, decided.All[before..], output));
        return output;
    }

    private Value EachLine(Value list, Frame frame, ref NumberBuffer decided, ImmutableArray<TracePass>.Builder? passes)
    {
        var lines = list.IsNull ? [] : list.AsList();
        var results = ArrayPool<Value>.Shared.Rent(lines.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            frame.Item = lines[i].AsObject();
            results[i] = Pass(i + 1, frame, ref decided, passes);
        }

        frame.Current = null;
        var all = results.AsSpan(0, lines.Length);
        var output = _combination is null ? Value.List(ImmutableArray.Create<Value>(all)) : _combination.Of(all, frame);
        all.Clear();
        ArrayPool<Value>.Shared.Return(results);
        return output;
    }

    /// <summary>Ids of the rows, each once, in order.</summary>
    private ImmutableArray<string> Ids(ReadOnlySpan<int> rows)
    {
        if (rows.IsEmpty) return [];
        if (!rows.ContainsAnyExcept(rows[0])) return _parts.Rows[rows[0]].Ids;
        var ids = ImmutableArray.CreateBuilder<string>(rows.Length);
        var seen = _items.IsEach ? new HashSet<int>() : null;
        foreach (var row in rows)
            if (seen?.Add(row) != false) ids.Add(_parts.Rows[row].Id);
        return ids.DrainToImmutable();
    }
}
