using System.Collections.Immutable;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions;

namespace Policy.Engine.Tables;

/// <summary>What the rows that hit amount to: the hit policies of DMN 1.5, section 8.2.8.</summary>
internal sealed class HitSelection(HitPolicy policy, TableParts parts)
{
    private readonly Shape _shape = new(parts.Outputs.Select(o => o.Name));
    private readonly bool _hasDefaults = parts.Defaults.Any(d => d is not null);

    public bool StopsAtFirst => policy == HitPolicy.First;

    /// <summary>The result; the rows that decided it are added to <paramref name="decided"/>, in order.</summary>
    public Value Select(List<int> hits, List<int> decided, Frame frame)
    {
        if (policy == HitPolicy.CollectCount)
        {
            decided.AddRange(hits);
            return Value.Number(hits.Count);
        }

        if (hits.Count == 0) return Default(frame);
        switch (policy)
        {
            case HitPolicy.First: return Single(hits[0], decided, frame);
            case HitPolicy.Unique when hits.Count == 1: return Single(hits[0], decided, frame);
            case HitPolicy.Unique:
                frame.Current = null;
                return frame.Fault(DiagnosticCode.NotUnique, Messages.NotUnique(parts.Rows[hits[0]].Id, parts.Rows[hits[1]].Id));
        }

        var outputs = new Context[hits.Count];
        for (var i = 0; i < outputs.Length; i++) outputs[i] = Outputs(hits[i], frame);
        return policy switch
        {
            HitPolicy.Any => Same(hits, outputs, decided, frame),
            HitPolicy.Priority => Best(hits, outputs, decided),
            HitPolicy.OutputOrder => Ordered(hits, outputs, decided),
            HitPolicy.CollectSum or HitPolicy.CollectMin or HitPolicy.CollectMax => Aggregate(hits, outputs, decided, frame),
            _ => All(hits, outputs, decided),
        };
    }

    private Value Default(Frame frame)
    {
        if (!_hasDefaults) return Value.Null;
        frame.Current = null;
        var values = new Value[parts.Outputs.Length];
        for (var i = 0; i < values.Length; i++)
            if (parts.Defaults[i] is { } cell) values[i] = parts.Outputs[i].Evaluate(cell, frame);
        if (TableCompiler.IsAggregation(policy)) return values[0];
        var result = Value.Object(new Context(_shape, values));
        return TableCompiler.IsSingleHit(policy) ? result : Value.List([result]);
    }

    private Value Single(int row, List<int> decided, Frame frame)
    {
        decided.Add(row);
        return Value.Object(Outputs(row, frame));
    }

    private Value Same(List<int> hits, Context[] outputs, List<int> decided, Frame frame)
    {
        for (var i = 1; i < outputs.Length; i++)
        {
            if (outputs[i].Equals(outputs[0])) continue;
            frame.Current = null;
            return frame.Fault(DiagnosticCode.NotSame, Messages.NotSame(parts.Rows[hits[0]].Id, parts.Rows[hits[i]].Id));
        }

        decided.AddRange(hits);
        return Value.Object(outputs[0]);
    }

    private Value Best(List<int> hits, Context[] outputs, List<int> decided)
    {
        var best = 0;
        for (var i = 1; i < outputs.Length; i++)
            if (Compare(outputs[i], outputs[best]) < 0) best = i;
        decided.Add(hits[best]);
        return Value.Object(outputs[best]);
    }

    private Value Ordered(List<int> hits, Context[] outputs, List<int> decided)
    {
        var order = new int[outputs.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(order, (a, b) => Compare(outputs[a], outputs[b]) is var c and not 0 ? c : a.CompareTo(b));
        var values = new Value[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            decided.Add(hits[order[i]]);
            values[i] = Value.Object(outputs[order[i]]);
        }

        return Value.List(ImmutableArray.Create(values));
    }

    private static Value All(List<int> hits, Context[] outputs, List<int> decided)
    {
        decided.AddRange(hits);
        var values = new Value[outputs.Length];
        for (var i = 0; i < values.Length; i++) values[i] = Value.Object(outputs[i]);
        return Value.List(ImmutableArray.Create(values));
    }

    private Value Aggregate(List<int> hits, Context[] outputs, List<int> decided, Frame frame)
    {
        var total = 0m;
        for (var i = 0; i < outputs.Length; i++)
        {
            frame.Current = parts.Rows[hits[i]].Id;
            if (outputs[i][0].IsNull) return frame.Fault(DiagnosticCode.NothingToAggregate, Messages.NothingToAggregate);
            var number = outputs[i][0].AsNumber();
            if (i == 0) total = number;
            else if (policy == HitPolicy.CollectMin) total = Math.Min(total, number);
            else if (policy == HitPolicy.CollectMax) total = Math.Max(total, number);
            else if (!Sum.TryAdd(total, number, out total)) return frame.Fault(DiagnosticCode.SumOverflow, Messages.Overflow);
        }

        decided.AddRange(hits);
        return Value.Number(total);
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
        frame.Current = line.Id;
        var values = new Value[parts.Outputs.Length];
        for (var i = 0; i < values.Length; i++) values[i] = parts.Outputs[i].Evaluate(line.Then[i], frame);
        return new Context(_shape, values);
    }
}
