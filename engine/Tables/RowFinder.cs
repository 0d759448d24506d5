using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Policy.Engine.Indexing;
using Policy.Engine.Expressions;
using Policy.Engine.Tables.Lookup;

namespace Policy.Engine.Tables;

/// <summary>Finds the rows that hit. Cells that are sets of values and periods are decided first, by the index; the
/// other cells of a row, left to right, only when all of those hold.</summary>
internal sealed class RowFinder(TableParts parts, TableIndex index, ImmutableArray<InputReader> inputs, bool stopsAtFirst)
{
    private readonly bool _dated = parts.Rows.Any(r => !r.Period.IsAlways);
    private readonly bool _conditional = parts.Rows.Any(r => !r.Conditions.IsEmpty);

    // By input: where it lies when rows read it themselves, else null; the inputs that are read beforehand.
    private readonly Place?[] _there = [.. inputs.Select(i => i.Place)];
    private readonly int[] _beforehand = [.. Enumerable.Range(0, inputs.Length).Where(i => inputs[i].Place is null)];

    // By column of the index: its input, and that one's slot when all inputs are fields of the facts (else null).
    private readonly int[] _inputs = Places(index, inputs.Length, i => i);
    private readonly int[]? _slots = inputs.All(i => i.FactSlot >= 0) ? Places(index, inputs.Length, i => inputs[i].FactSlot) : null;

    /// <summary>Finds the first row that hits, straight from the facts; false when more is needed to tell.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="asOf">The day.</param>
    /// <param name="row">The row; -1 for none.</param>
    public bool TryFirst(Context facts, DateOnly? asOf, out int row)
    {
        row = -1;
        if (_slots is null || _conditional || !stopsAtFirst || (_dated && asOf is null)) return false;
        var classes = new Classes(index, facts.Values, _slots, asOf);
        row = index.First(ref classes);
        return !classes.IsOff;
    }

    /// <summary>Adds the rows that hit, in order; where only the first counts, that one.</summary>
    public void Find(Frame frame, ref NumberBuffer hits)
    {
        frame.Current = null;
        var values = frame.Inputs(inputs.Length);
        foreach (var i in _beforehand) values[i] = inputs[i].Read(frame);
        if (_dated && frame.AsOf is null) frame.Fault(DiagnosticCode.NoDay, Compiling.Messages.NoDay);

        var start = hits.Count;
        var classes = new Classes(index, values, _inputs, frame.AsOf, frame, _there);
        if (_conditional) FindConditional(frame, values, ref classes, ref hits);
        else if (!stopsAtFirst) index.All(ref classes, ref hits);
        else if (index.First(ref classes) is var first and >= 0) hits.Add(first);
        if (classes.IsOff)
        {
            hits.Cut(start);
            TryAll(frame, Values(frame), ref hits);
        }
    }

    /// <summary>The values of the inputs of the pass just made; they stay on the frame until the next.</summary>
    public ReadOnlySpan<Value> Values(Frame frame)
    {
        var values = frame.Inputs(inputs.Length);
        for (var i = 0; i < inputs.Length; i++)
            if (_there[i] is { } place) values[i] = place.Read(frame);
        return values.AsSpan(0, inputs.Length);
    }

    /// <summary>Tests a row cell by cell, in the order in which cells are decided, up to the first that does not hold.</summary>
    public bool Hits(int row, Frame frame, ReadOnlySpan<Value> values, ImmutableArray<TraceCell>.Builder? cells = null)
    {
        var line = parts.Rows[row];
        if (!line.Period.Includes(frame.AsOf)) return false;
        for (var i = 0; i < line.When.Length; i++)
            if (!line.Conditions.Contains(i) && !Holds(line, i, frame, values[i], cells)) return false;
        foreach (var i in line.Conditions)
            if (!Holds(line, i, frame, values[i], cells)) return false;
        return true;
    }

    [SkipLocalsInit]
    private void FindConditional(Frame frame, scoped ReadOnlySpan<Value> values, ref Classes classes, ref NumberBuffer hits)
    {
        if (stopsAtFirst && index.First(ref classes) is var first && (first < 0 || parts.Rows[first].Conditions.IsEmpty))
        {
            if (first >= 0) hits.Add(first);
            return;
        }

        var candidates = new NumberBuffer(stackalloc int[32]);
        index.All(ref classes, ref candidates);
        if (classes.IsOff) candidates.Cut(0);
        foreach (var row in candidates.All)
        {
            if (!ConditionsHold(parts.Rows[row], frame, values)) continue;
            hits.Add(row);
            if (stopsAtFirst) break;
        }

        candidates.Dispose();
    }

    /// <summary>Without the index, for values that it knows nothing about.</summary>
    private void TryAll(Frame frame, scoped ReadOnlySpan<Value> values, ref NumberBuffer hits)
    {
        for (var row = 0; row < parts.Rows.Length; row++)
        {
            if (!Hits(row, frame, values)) continue;
            hits.Add(row);
            if (stopsAtFirst) break;
        }
    }

    private bool ConditionsHold(TableLine line, Frame frame, ReadOnlySpan<Value> values)
    {
        foreach (var i in line.Conditions)
            if (!Holds(line, i, frame, values[i], null)) return false;
        return true;
    }

    private bool Holds(TableLine line, int input, Frame frame, Value value, ImmutableArray<TraceCell>.Builder? cells)
    {
        frame.Current = line.Id;
        var test = line.When[input];
        var holds = test.Test(frame, value);
        cells?.Add(new TraceCell(inputs[input].Text, test.Text, value, holds));
        return holds is true;
    }

    private static int[] Places(TableIndex index, int inputs, Func<int, int> place) =>
        Array.ConvertAll(index.Columns, c => c.Input < inputs ? place(c.Input) : Classes.Day);
}
