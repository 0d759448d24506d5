using System.Collections.Immutable;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions;

namespace Policy.Engine.Tables;

/// <summary>Makes one object of the results of all lines, output by output. The outputs of the lines stand one after another;
/// those of a line without a result are null.</summary>
internal sealed class LineCombination
{
    private readonly ImmutableArray<OutputColumn> _outputs;
    private readonly Shape _shape;

    private LineCombination(ImmutableArray<OutputColumn> outputs, Shape shape) => (_outputs, _shape) = (outputs, shape);

    /// <summary>Number of outputs of a line.</summary>
    public int Width => _outputs.Length;

    /// <summary>Null when every output is collected: the result is then the list of the lines' results.</summary>
    public static LineCombination? Of(TableParts parts) =>
        parts.Outputs.All(o => o.Combine == Combine.Collect) ? null : new LineCombination(parts.Outputs, parts.Shape);

    /// <summary>Takes the result of a line apart.</summary>
    public void Spread(Value result, Span<Value> outputs)
    {
        for (var i = 0; i < outputs.Length; i++) outputs[i] = result.Kind == ValueKind.Object ? result.AsObject()[i] : result;
    }

    public Value Of(ReadOnlySpan<Value> lines, Frame frame)
    {
        var values = new Value[_outputs.Length];
        for (var i = 0; i < values.Length; i++) values[i] = Combined(_outputs[i], new Column(lines, i, _outputs.Length), frame);
        return Value.Object(new Context(_shape, values));
    }

    private static Value Combined(OutputColumn output, Column lines, Frame frame) => output.Combine switch
    {
        Combine.Sum => Total(lines, frame),
        Combine.Max => Largest(lines),
        Combine.Worst => Worst(output, lines),
        Combine.All => Value.Boolean(Trues(lines) == lines.Length),
        Combine.Any => Value.Boolean(Trues(lines) > 0),
        _ => Collected(lines),
    };

    private static Value Total(Column lines, Frame frame)
    {
        var total = 0m;
        for (var i = 0; i < lines.Length; i++)
        {
            ref readonly var value = ref lines[i];
            if (!value.IsNull && !Sum.TryAdd(total, value.AsNumber(), out total))
                return frame.Fault(DiagnosticCode.SumOverflow, Messages.Overflow);
        }

        return Value.Number(total);
    }

    private static Value Largest(Column lines)
    {
        var largest = Value.Null;
        for (var i = 0; i < lines.Length; i++)
        {
            ref readonly var value = ref lines[i];
            if (!value.IsNull && (largest.IsNull || value.AsNumber() > largest.AsNumber())) largest = value;
        }

        return largest;
    }

    private static Value Worst(OutputColumn output, Column lines)
    {
        var worst = Value.Null;
        for (var i = 0; i < lines.Length; i++)
        {
            ref readonly var value = ref lines[i];
            if (!value.IsNull && (worst.IsNull || output.Rank(value) > output.Rank(worst))) worst = value;
        }

        return worst;
    }

    private static int Trues(Column lines)
    {
        var count = 0;
        for (var i = 0; i < lines.Length; i++)
            if (lines[i].IsTrue) count++;
        return count;
    }

    private static Value Collected(Column lines)
    {
        var values = ImmutableArray.CreateBuilder<Value>(lines.Length);
        for (var i = 0; i < lines.Length; i++) values.Add(lines[i]);
        return Value.List(values.MoveToImmutable());
    }

    /// <summary>One output of all lines.</summary>
    private readonly ref struct Column(ReadOnlySpan<Value> outputs, int slot, int width)
    {
        private readonly ReadOnlySpan<Value> _outputs = outputs;

        public int Length => _outputs.Length / width;

        public ref readonly Value this[int line] => ref _outputs[(line * width) + slot];
    }
}
