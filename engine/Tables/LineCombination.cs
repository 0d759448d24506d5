using System.Collections.Immutable;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions;

namespace Policy.Engine.Tables;

/// <summary>Makes one object of the results of all lines, output by output.</summary>
internal sealed class LineCombination
{
    private readonly ImmutableArray<OutputColumn> _outputs;
    private readonly Shape _shape;
    private readonly bool _numbers;

    private LineCombination(ImmutableArray<OutputColumn> outputs, Shape shape, bool numbers) =>
        (_outputs, _shape, _numbers) = (outputs, shape, numbers);

    /// <summary>Null when every output is collected: the result is then the list of the lines' results.</summary>
    public static LineCombination? Of(HitPolicy policy, TableParts parts) => parts.Outputs.All(o => o.Combine == Combine.Collect)
        ? null
        : new LineCombination(parts.Outputs, parts.Shape, TableCompiler.IsAggregation(policy));

    public Value Of(ReadOnlySpan<Value> lines, Frame frame)
    {
        var values = new Value[_outputs.Length];
        for (var i = 0; i < values.Length; i++) values[i] = Combined(_outputs[i], lines, i, frame);
        return Value.Object(new Context(_shape, values));
    }

    private Value Combined(OutputColumn output, ReadOnlySpan<Value> lines, int slot, Frame frame) => output.Combine switch
    {
        Combine.Sum => Total(lines, slot, frame),
        Combine.Max => Largest(lines, slot),
        Combine.Worst => Worst(output, lines, slot),
        Combine.All => Value.Boolean(Trues(lines, slot) == lines.Length),
        Combine.Any => Value.Boolean(Trues(lines, slot) > 0),
        _ => Collected(lines, slot),
    };

    private Value At(Value line, int slot) => line.IsNull || _numbers ? line : line.AsObject()[slot];

    private Value Total(ReadOnlySpan<Value> lines, int slot, Frame frame)
    {
        var total = 0m;
        foreach (var line in lines)
        {
            if (At(line, slot) is { IsNull: false } value && !Sum.TryAdd(total, value.AsNumber(), out total))
                return frame.Fault(DiagnosticCode.SumOverflow, Messages.Overflow);
        }

        return Value.Number(total);
    }

    private Value Largest(ReadOnlySpan<Value> lines, int slot)
    {
        var largest = Value.Null;
        foreach (var line in lines)
        {
            var value = At(line, slot);
            if (!value.IsNull && (largest.IsNull || value.AsNumber() > largest.AsNumber())) largest = value;
        }

        return largest;
    }

    private Value Worst(OutputColumn output, ReadOnlySpan<Value> lines, int slot)
    {
        var worst = Value.Null;
        foreach (var line in lines)
        {
            var value = At(line, slot);
            if (!value.IsNull && (worst.IsNull || output.Rank(value) > output.Rank(worst))) worst = value;
        }

        return worst;
    }

    private int Trues(ReadOnlySpan<Value> lines, int slot)
    {
        var count = 0;
        foreach (var line in lines)
            if (At(line, slot).IsTrue) count++;
        return count;
    }

    private Value Collected(ReadOnlySpan<Value> lines, int slot)
    {
        var values = ImmutableArray.CreateBuilder<Value>(lines.Length);
        foreach (var line in lines) values.Add(At(line, slot));
        return Value.List(values.MoveToImmutable());
    }
}
