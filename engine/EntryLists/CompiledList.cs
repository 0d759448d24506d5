using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions;
using Policy.Engine.Indexing;

namespace Policy.Engine.EntryLists;

/// <summary>A list that finds its entries by index.</summary>
/// <param name="document">The list.</param>
/// <param name="surroundings">What its condition sees.</param>
/// <param name="items">What it runs over.</param>
/// <param name="when">The condition; null: always.</param>
/// <param name="columns">The columns.</param>
/// <param name="index">Finds the entries.</param>
/// <param name="effects">Place of each entry's effect, 0 being the strongest.</param>
internal sealed class CompiledList(
    ListDocument document, Surroundings surroundings, ItemScope items, Expression? when,
    MatchColumn[] columns, EntryIndex index, int[] effects)
    : CompiledExpressions(document, surroundings, TypeOf(document))
{
    /// <summary>Entries of a pass that match in part only and are shown all the same.</summary>
    private const int NearEntries = 100;

    private const int Outside = -1;

    private static readonly Shape OutputShape = new(["effect", "hits"]);
    private static readonly Shape HitShape = new(["id", "effect", "line"]);

    private static readonly Evaluation Nothing =
        new() { Outputs = Value.Object(new Context(OutputShape, [Value.Null, Value.List([])])) };

    private readonly Value[] _effects = [.. document.Effects.Select(Value.Text)];
    private readonly Recent _recent = new();
    private readonly int _otherwise = document.Otherwise is { } effect ? document.Effects.IndexOf(effect) : -1;
    private readonly int _lineSlot = items.IsEach && items.Type.Field("line") is { Type: FieldType.Number } ? items.Type.Shape.Slot("line") : -1;

    [SkipLocalsInit]
    public override Evaluation Evaluate(Frame frame, bool trace)
    {
        var passes = trace ? ImmutableArray.CreateBuilder<TracePass>() : null;
        var hits = new NumberBuffer(stackalloc int[16]);
        if (when is null || Conditions.Holds(when, frame))
        {
            if (!items.IsEach)
            {
                Match(frame.Facts, null, frame, passes, ref hits);
            }
            else if (frame.Facts[items.Slot] is { IsNull: false } list)
            {
                var lines = list.AsList();
                for (var i = 0; i < lines.Length; i++) Match(lines[i].AsObject(), i, frame, passes, ref hits);
            }
        }

        var evaluation = hits.Count == 0 ? Nothing : Hit(frame.Facts, hits.All);
        hits.Dispose();
        if (!frame.HasFaults && !trace) return evaluation;
        return evaluation with { Faults = frame.Faults, Trace = passes is null ? null : new Trace(Source.Key, passes.ToImmutable()) };
    }

    /// <summary>Adds the hits of an item, two numbers each: the item's position, 0 when there is only one, and the
    /// entry, or <see cref="Outside"/> for an item that is on no entry of a positive list.</summary>
    [SkipLocalsInit]
    private void Match(Context item, int? position, Frame frame, ImmutableArray<TracePass>.Builder? passes, ref NumberBuffer hits)
    {
        var ends = columns.Length <= 16 ? stackalloc int[16] : new int[columns.Length];
        var found = new NumberBuffer(stackalloc int[16]);
        var entries = new NumberBuffer(stackalloc int[16]);
        index.Look(item, ref found, ends);
        if (index.TakesAll || found.Count > 0) index.Hits(found.All, ends, ref entries);
        var before = hits.Count;
        foreach (var entry in entries.All)
        {
            if (!IsInPeriod(entry, frame)) continue;
            hits.Add(position ?? 0);
            hits.Add(entry);
        }

        var hit = hits.Count > before;
        if (passes is not null)
        {
            var near = new NumberBuffer(stackalloc int[16]);
            index.Near(found.All, ends, ref near);
            passes.Add(new TracePass(
                position + 1, Explained(item, frame.AsOf, found.All, ends, entries.All, near.All), Value.Boolean(hit)));
            near.Dispose();
        }

        found.Dispose();
        entries.Dispose();
        if (hit || _otherwise < 0) return;
        hits.Add(position ?? 0);
        hits.Add(Outside);
    }

    private bool IsInPeriod(int entry, Frame frame)
    {
        var source = document.Entries[entry];
        if ((source.From ?? source.To) is null) return true;
        if (frame.AsOf is null) frame.Current = source.Id;
        return PeriodOf(source).Includes(frame);
    }

    /// <summary>The evaluation of hits. Items mostly bear their positions as numbers: then the hits say it all.</summary>
    private Evaluation Hit(Context facts, ReadOnlySpan<int> found)
    {
        for (var i = 0; i < found.Length && items.IsEach; i += 2)
            if (!IsPosition(Line(facts, found[i]), found[i])) return Given(facts, found);
        return _recent.Find(found) ?? _recent.Keep(found, Given(facts, found));
    }

    private static bool IsPosition(Value line, int position) => line.AsNumber() is { Scale: 0 } number && number == position + 1;

    private Evaluation Given(Context facts, ReadOnlySpan<int> found)
    {
        var strongest = int.MaxValue;
        var hits = new Value[found.Length / 2];
        var ids = new string?[hits.Length];
        for (var i = 0; i < hits.Length; i++)
        {
            var (position, entry) = (found[2 * i], found[(2 * i) + 1]);
            var effect = entry == Outside ? _otherwise : effects[entry];
            strongest = Math.Min(strongest, effect);
            ids[i] = entry == Outside ? null : document.Entries[entry].Id;
            hits[i] = Value.Object(new Context(HitShape, [Value.Text(ids[i]), _effects[effect], Line(facts, position)]));
        }

        var hit = Value.List(ImmutableCollectionsMarshal.AsImmutableArray(hits));
        return new Evaluation
        {
            Outputs = Value.Object(new Context(OutputShape, [_effects[strongest], hit])),
            Matched = ids is [{ } only] ? [only] : [.. ids.OfType<string>().Distinct()],
        };
    }

    private Value Line(Context facts, int position)
    {
        if (!items.IsEach) return Value.Null;
        var line = _lineSlot < 0 ? Value.Null : facts[items.Slot].AsList()[position].AsObject()[_lineSlot];
        return line.IsNull ? Value.Number(position + 1) : line;
    }

    private ImmutableArray<TraceItem> Explained(
        Context item, DateOnly? asOf, ReadOnlySpan<int> found, ReadOnlySpan<int> ends, ReadOnlySpan<int> hits, ReadOnlySpan<int> near)
    {
        var tried = ImmutableArray.CreateBuilder<TraceItem>();
        var missed = 0;
        foreach (var entry in near)
        {
            var matches = hits.BinarySearch(entry) >= 0;
            if (!matches && ++missed > NearEntries) continue;
            var source = document.Entries[entry];
            var inPeriod = PeriodOf(source).Includes(asOf);
            var hit = matches && inPeriod;
            tried.Add(new TraceItem(source.Id, inPeriod, hit, hit, inPeriod ? Cells(source, item, found, ends) : []));
        }

        return tried.ToImmutable();
    }

    private ImmutableArray<TraceCell> Cells(ListEntry entry, Context item, ReadOnlySpan<int> found, ReadOnlySpan<int> ends)
    {
        var cells = ImmutableArray.CreateBuilder<TraceCell>();
        for (var i = 0; i < columns.Length; i++)
        {
            if (entry.Values[i] is not { } wanted) continue;
            var holds = EntryIndex.Of(i, found, ends).BinarySearch(columns[i].NumberOf(wanted)) >= 0;
            var value = item[columns[i].Slot];
            cells.Add(new TraceCell(columns[i].Field.Name, wanted, value, value.IsNull ? null : holds));
            if (!holds) break;
        }

        return cells.ToImmutable();
    }

    private static Period PeriodOf(ListEntry entry) => new(entry.From, entry.To);

    private static DataType TypeOf(ListDocument document)
    {
        var effect = DataType.Text with { Values = document.Effects };
        return new DataType(ValueKind.Object)
        {
            Shape = OutputShape,
            Members =
            [
                new DataType.Member("effect", effect),
                new DataType.Member("hits", DataType.ListOf(new DataType(ValueKind.Object)
                {
                    Shape = HitShape,
                    Members =
                    [
                        new DataType.Member("id", DataType.Text),
                        new DataType.Member("effect", effect),
                        new DataType.Member("line", DataType.Number),
                    ],
                })),
            ],
        };
    }
}
