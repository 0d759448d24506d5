using System.Runtime.InteropServices;
using Policy.Engine.Compiling;
using Policy.Engine.Indexing;
using Policy.Engine.Expressions;

namespace Policy.Engine.Tables;

/// <summary>What the rows that hit amount to: the hit policies of DMN 1.5, section 8.2.8.</summary>
internal sealed class HitSelection(HitPolicy policy, TableParts parts)
{
    private readonly Value? _constantDefault = ConstantDefault(policy, parts);

    public bool StopsAtFirst => policy == HitPolicy.First;

    /// <summary>What no hit amounts to when it depends on nothing; null when the defaults must be evaluated.</summary>
    public Value? WithoutHit => policy == HitPolicy.CollectCount ? Value.Number(0) : _constantDefault;

    /// <summary>The result; the rows that decided it are added to <paramref name="decided"/>, in order.</summary>
    public Value Select(scoped ReadOnlySpan<int> hits, ref NumberBuffer decided, Frame frame)
    {
        if (policy == HitPolicy.CollectCount)
        {
            decided.Add(hits);
            return Value.Number(hits.Length);
        }

        if (hits.IsEmpty) return _constantDefault ?? Default(policy, parts, frame);
        return policy switch
        {
            HitPolicy.First => Single(hits, ref decided, frame),
            HitPolicy.Unique => hits.Length == 1 ? Single(hits, ref decided, frame) : NotUnique(hits, frame),
            HitPolicy.Any => Same(hits, ref decided, frame),
            HitPolicy.Priority => Best(hits, ref decided, frame),
            HitPolicy.OutputOrder => Ordered(hits, ref decided, frame),
            HitPolicy.CollectSum or HitPolicy.CollectMin or HitPolicy.CollectMax => Aggregate(hits, ref decided, frame),
            _ => All(hits, ref decided, frame),
        };
    }

    /// <summary>The same for a single row, output by output, without an object around them; false for any other.</summary>
    public bool TrySingle(scoped ReadOnlySpan<int> hits, ref NumberBuffer decided, Frame frame, Span<Value> outputs)
    {
        if (hits.Length != 1 || !TableCompiler.IsSingleHit(policy)) return false;
        decided.Add(hits[0]);
        Evaluate(hits[0], frame, outputs);
        return true;
    }

    /// <summary>True when what the hits amount to depends on nothing else.</summary>
    public bool IsConstant(scoped ReadOnlySpan<int> hits)
    {
        if (hits.IsEmpty) return WithoutHit is not null;
        foreach (var row in hits)
            if (parts.Rows[row].Outputs is null) return false;
        return true;
    }

    private Value Single(scoped ReadOnlySpan<int> hits, ref NumberBuffer decided, Frame frame)
    {
        decided.Add(hits[0]);
        return Value.Object(Outputs(hits[0], frame));
    }

    private Value NotUnique(scoped ReadOnlySpan<int> hits, Frame frame)
    {
        frame.Current = null;
        return frame.Fault(DiagnosticCode.NotUnique, Messages.NotUnique(parts.Rows[hits[0]].Id, parts.Rows[hits[1]].Id));
    }

    private Value Same(scoped ReadOnlySpan<int> hits, ref NumberBuffer decided, Frame frame)
    {
        var (outputs, other) = (Outputs(hits[0], frame), -1);
        foreach (var row in hits[1..])
            if (!Outputs(row, frame).Equals(outputs) && other < 0) other = row;
        if (other >= 0)
        {
            frame.Current = null;
            return frame.Fault(DiagnosticCode.NotSame, Messages.NotSame(parts.Rows[hits[0]].Id, parts.Rows[other].Id));
        }

        decided.Add(hits);
        return Value.Object(outputs);
    }

    private Value Best(scoped ReadOnlySpan<int> hits, ref NumberBuffer decided, Frame frame)
    {
        var (best, row) = (Outputs(hits[0], frame), hits[0]);
        foreach (var other in hits[1..])
            if (Outputs(other, frame) is var outputs && Compare(outputs, best) < 0) (best, row) = (outputs, other);
        decided.Add(row);
        return Value.Object(best);
    }

    private Value Ordered(scoped ReadOnlySpan<int> hits, ref NumberBuffer decided, Frame frame)
    {
        var (order, outputs) = (hits.ToArray(), new Context[hits.Length]);
        for (var i = 0; i < outputs.Length; i++) (order[i], outputs[i]) = (i, Outputs(hits[i], frame));
        Array.Sort(order, (a, b) => Compare(outputs[a], outputs[b]) is var c and not 0 ? c : a.CompareTo(b));
        var values = new Value[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            decided.Add(hits[order[i]]);
            values[i] = Value.Object(outputs[order[i]]);
        }

        return Value.List(ImmutableCollectionsMarshal.AsImmutableArray(values));
    }

    private Value All(scoped ReadOnlySpan<int> hits, ref NumberBuffer decided, Frame frame)
    {
        decided.Add(hits);
        var values = new Value[hits.Length];
        for (var i = 0; i < values.Length; i++) values[i] = Value.Object(Outputs(hits[i], frame));
        return Value.List(ImmutableCollectionsMarshal.AsImmutableArray(values));
    }

    private Value Aggregate(scoped ReadOnlySpan<int> hits, ref NumberBuffer decided, Frame frame)
    {
        Value? total = null;
        foreach (var row in hits) total = Joined(total, row, Outputs(row, frame)[0], frame);
        if (total is { IsNull: false }) decided.Add(hits);
        return total!.Value;
    }

    /// <summary>The aggregate of the rows so far and one more; null, with a fault for the first row to blame, when there is
    /// none.</summary>
    private Value Joined(Value? before, int row, Value output, Frame frame)
    {
        if (before is { IsNull: true }) return Value.Null;
        frame.Current = parts.Rows[row].Id;
        if (output.IsNull) return frame.Fault(DiagnosticCode.NothingToAggregate, Messages.NothingToAggregate);
        if (before is not { } total) return output;
        var (sum, number) = (total.AsNumber(), output.AsNumber());
        if (policy == HitPolicy.CollectMin) return Value.Number(Math.Min(sum, number));
        if (policy == HitPolicy.CollectMax) return Value.Number(Math.Max(sum, number));
        return Sum.TryAdd(sum, number, out sum) ? Value.Number(sum) : frame.Fault(DiagnosticCode.SumOverflow, Messages.Overflow);
    }

    /// <summary>Compares by the outputs' declared values, output by output; the first value has the highest priority.</summary>
    private int Compare(Context one, Context other)
    {
        for (var i = 0; i < parts.Outputs.Length; i++)
        {
            var column = parts.Outputs[i];
            if (column.Values.IsEmpty) continue;
            var order = column.Rank(one[i]).CompareTo(column.Rank(other[i]));
            if (order != 0) return order;
        }

        return 0;
    }

    private Context Outputs(int row, Frame frame)
    {
        var line = parts.Rows[row];
        if (line.Outputs is { } constant) return constant;
        var values = new Value[parts.Outputs.Length];
        Evaluate(row, frame, values);
        return new Context(parts.Shape, values);
    }

    private void Evaluate(int row, Frame frame, Span<Value> outputs)
    {
        var line = parts.Rows[row];
        frame.Current = line.Id;
        for (var i = 0; i < outputs.Length; i++) outputs[i] = parts.Outputs[i].Evaluate(line.Then[i], frame);
    }

    private static Value? ConstantDefault(HitPolicy policy, TableParts parts)
    {
        if (parts.Defaults.All(d => d is null)) return Value.Null;
        return parts.Defaults.All(d => d is null or { Constant: not null }) ? Default(policy, parts, null) : null;
    }

    private static Value Default(HitPolicy policy, TableParts parts, Frame? frame)
    {
        frame?.Current = null;
        var values = new Value[parts.Outputs.Length];
        for (var i = 0; i < values.Length; i++)
            if (parts.Defaults[i] is { } cell) values[i] = cell.Constant ?? parts.Outputs[i].Evaluate(cell, frame!);
        if (TableCompiler.IsAggregation(policy)) return values[0];
        var result = Value.Object(new Context(parts.Shape, values));
        return TableCompiler.IsSingleHit(policy) ? result : Value.List([result]);
    }
}
