using System.Collections.Immutable;
using Policy.Engine.Expressions;

namespace Policy.Engine.Tables;

/// <summary>Derives why a pass over a table gave its result: from the same values, when somebody asks.</summary>
internal sealed class TableTrace(TableParts parts, RowFinder finder, bool stopsAtFirst)
{
    /// <summary>The pass that has just been decided on the frame.</summary>
    public TracePass Of(int? line, Frame frame, ReadOnlySpan<Value> values, ReadOnlySpan<int> decided, Value output)
    {
        var (facts, item, decisions, asOf, document) = (frame.Facts, frame.Item, frame.Decisions, frame.AsOf, frame.Document);
        var (inputs, rows) = (values.ToArray(), decided.ToArray());
        return TracePass.Derived(line, Items, output);

        ImmutableArray<TraceItem> Items()
        {
            var again = new Frame { Facts = facts, Item = item, Decisions = decisions, AsOf = asOf, Document = document };
            return Tried(again, inputs, rows.ToHashSet());
        }
    }

    private ImmutableArray<TraceItem> Tried(Frame frame, Value[] values, HashSet<int> decided)
    {
        var items = ImmutableArray.CreateBuilder<TraceItem>();
        for (var row = 0; row < parts.Rows.Length; row++)
        {
            var cells = ImmutableArray.CreateBuilder<TraceCell>(parts.Inputs.Length);
            var hit = finder.Hits(row, frame, values, cells);
            items.Add(new TraceItem(
                parts.Rows[row].Id, parts.Rows[row].Period.Includes(frame.AsOf), hit, decided.Contains(row), cells.ToImmutable()));
            if (hit && stopsAtFirst) break;
        }

        return items.ToImmutable();
    }
}
