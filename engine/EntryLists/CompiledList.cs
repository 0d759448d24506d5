using System.Collections.Immutable;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions;

namespace Policy.Engine.EntryLists;

/// <summary>A list that finds its entries by index.</summary>
internal sealed class CompiledList(
    ListDocument document, Surroundings surroundings, ItemScope items, Expression? when, ListMatching matching, Entry[] entries)
    : CompiledExpressions(document, surroundings, TypeOf(document))
{
    private static readonly Shape OutputShape = new(["effect", "hits"]);
    private static readonly Shape HitShape = new(["id", "effect", "line"]);

    private readonly Value[] _effects = [.. document.Effects.Select(Value.Text)];
    private readonly int _otherwise = document.Otherwise is { } effect ? document.Effects.IndexOf(effect) : -1;
    private readonly int _lineSlot = items.IsEach && items.Type.Field("line") is { Type: FieldType.Number } ? items.Type.Shape.Slot("line") : -1;

    public override Evaluation Evaluate(Context facts, Value[] decisions, DateOnly? asOf, bool trace)
    {
        var frame = new Frame { Facts = facts, Steps = decisions, AsOf = asOf, Document = Source.Key };
        var run = new Run(frame, trace ? [] : null);
        if (when is null || Conditions.Holds(when, frame))
        {
            if (items.IsEach) EachItem(facts[items.Slot], run);
            else Match(facts, null, Value.Null, run);
        }

        var effect = run.Strongest == int.MaxValue ? Value.Null : _effects[run.Strongest];
        return new Evaluation
        {
            Outputs = Value.Object(new Context(OutputShape, [effect, Value.List(run.Hits.ToImmutable())])),
            Matched = run.Matched.ToImmutable(),
            Faults = frame.Faults,
            Trace = run.Passes is null ? null : new Trace(Source.Key, [.. run.Passes]),
        };
    }

    private void EachItem(Value list, Run run)
    {
        if (list.IsNull) return;
        var lines = list.AsList();
        for (var i = 0; i < lines.Length; i++)
        {
            var item = lines[i].AsObject();
            var line = _lineSlot < 0 ? Value.Null : item[_lineSlot];
            Match(item, i + 1, line.IsNull ? Value.Number(i + 1) : line, run);
        }
    }

    private void Match(Context item, int? position, Value line, Run run)
    {
        var found = new string?[matching.Columns.Length];
        for (var i = 0; i < found.Length; i++) found[i] = matching.Columns[i].TextOf(item[matching.Columns[i].Slot]);
        var candidates = new List<int>();
        matching.Candidates(found, candidates);
        var tried = run.Passes is null ? null : ImmutableArray.CreateBuilder<TraceItem>();
        var hit = false;
        foreach (var candidate in candidates)
        {
            ref readonly var entry = ref entries[candidate];
            run.Frame.Current = entry.Id;

            // The columns come first: which candidates an index yields must not show in the faults of periods.
            var matches = Holds(candidate, found);
            var inPeriod = matches ? entry.Period.Includes(run.Frame) : entry.Period.Includes(run.Frame.AsOf);
            var holds = matches && inPeriod;
            tried?.Add(new TraceItem(entry.Id, inPeriod, holds, holds, inPeriod ? Cells(candidate, item, found) : []));
            if (!holds) continue;
            hit = true;
            run.Add(Value.Text(entry.Id), entry.Effect, Hit(Value.Text(entry.Id), entry.Effect, line));
        }

        if (!hit && _otherwise >= 0) run.Add(Value.Null, _otherwise, Hit(Value.Null, _otherwise, line));
        run.Passes?.Add(new TracePass(position, tried!.ToImmutable(), Value.Boolean(hit)));
    }

    private bool Holds(int entry, string?[] found)
    {
        for (var i = 0; i < found.Length; i++)
            if (matching.Wanted(entry, i) is { } wanted && !matching.Columns[i].Holds(wanted, found[i])) return false;
        return true;
    }

    private ImmutableArray<TraceCell> Cells(int entry, Context item, string?[] found)
    {
        var cells = ImmutableArray.CreateBuilder<TraceCell>();
        for (var i = 0; i < found.Length; i++)
        {
            if (matching.Wanted(entry, i) is not { } wanted) continue;
            var column = matching.Columns[i];
            var holds = column.Holds(wanted, found[i]);
            cells.Add(new TraceCell(column.Field, document.Entries[entry].Values[i]!, item[column.Slot], found[i] is null ? null : holds));
            if (!holds) break;
        }

        return cells.ToImmutable();
    }

    private Value Hit(Value id, int effect, Value line) => Value.Object(new Context(HitShape, [id, _effects[effect], line]));

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

    /// <summary>What one evaluation has found so far.</summary>
    private sealed class Run(Frame frame, List<TracePass>? passes)
    {
        private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

        public Frame Frame { get; } = frame;

        public List<TracePass>? Passes { get; } = passes;

        public int Strongest { get; private set; } = int.MaxValue;

        public ImmutableArray<Value>.Builder Hits { get; } = ImmutableArray.CreateBuilder<Value>();

        public ImmutableArray<string>.Builder Matched { get; } = ImmutableArray.CreateBuilder<string>();

        public void Add(Value id, int effect, Value hit)
        {
            Strongest = Math.Min(Strongest, effect);
            Hits.Add(hit);
            if (!id.IsNull && _ids.Add(id.AsText())) Matched.Add(id.AsText());
        }
    }
}
