using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Expressions.Binding;

/// <summary>One variable of an iteration: over the items of a list, or over the whole numbers from one to
/// another.</summary>
internal sealed record Loop(int Slot, Func<Frame, Value> From, Func<Frame, Value>? To)
{
    /// <summary>The name of the results so far.</summary>
    public const string Partial = "partial";

    /// <summary>The results of all iterations, the last variable moving fastest; null when there was nothing to run
    /// over.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="loops">The variables.</param>
    /// <param name="body">The body.</param>
    /// <param name="partial">Slot of the results so far; -1 when the body does not read them.</param>
    public static Value Collect(Frame frame, Loop[] loops, Func<Frame, Value> body, int partial)
    {
        var start = frame.Pushed;
        var results = Push(frame, loops, body, partial) ? Lists.Made(frame, frame.PushedSince(start).ToArray()) : Value.Null;
        frame.Pop(start);
        return results;
    }

    /// <summary>Pushes the results of all iterations; false when there was nothing to run over.</summary>
    public static bool Push(Frame frame, Loop[] loops, Func<Frame, Value> body, int partial)
    {
        var each = new Collecting(body, partial, frame.Pushed);
        return Run(frame, loops, 0, ref each) is not null;
    }

    /// <summary>The decisive truth when any iteration has it; else null when any is null; else the opposite.</summary>
    public static bool? Decide(Frame frame, Loop[] loops, Func<Frame, bool?> body, bool decisive)
    {
        var each = new Deciding(body, decisive);
        return Run(frame, loops, 0, ref each) is null ? null : each.Result;
    }

    /// <summary>Runs the body for every combination until it says false; true at the end, false when stopped, null when
    /// something to run over is absent or went wrong.</summary>
    private static bool? Run<T>(Frame frame, Loop[] loops, int level, ref T body)
        where T : struct, IBody
    {
        if (level == loops.Length) return body.Run(frame);
        var loop = loops[level];
        var source = loop.From(frame);
        if (loop.To is not null) return RunRange(frame, loops, level, source, loop.To(frame), ref body);
        if (source.IsNull) return null;
        if (source.Kind == ValueKind.Range) return RunRange(frame, loops, level, source.AsRange(), ref body);
        foreach (ref readonly var item in Lists.Items(in source))
            if (Step(frame, loops, level, in item, ref body) is not true and var end) return end;
        return true;
    }

    /// <summary>Over a range with both ends included.</summary>
    private static bool? RunRange<T>(Frame frame, Loop[] loops, int level, ValueRange range, ref T body)
        where T : struct, IBody
    {
        if (range is { LowIncluded: true, HighIncluded: true, Low.IsNull: false, High.IsNull: false })
            return RunRange(frame, loops, level, range.Low, range.High, ref body);
        frame.Fault(DiagnosticCode.InvalidArgument,
            Messages.Invalid("for", Value.Range(range), "两端都包含的区间", "a range that includes both ends"));
        return null;
    }

    /// <summary>Over whole numbers or days, upwards or downwards.</summary>
    private static bool? RunRange<T>(Frame frame, Loop[] loops, int level, Value from, Value to, ref T body)
        where T : struct, IBody
    {
        if (from.IsNull || to.IsNull) return null;
        var days = from.Kind == ValueKind.Date && to.Kind == ValueKind.Date;
        if (Position(frame, from, days) is not { } first || Position(frame, to, days) is not { } last) return null;
        for (var i = first; first <= last ? i <= last : i >= last; i += first <= last ? 1 : -1)
        {
            var item = days ? Value.Date(DateOnly.FromDayNumber((int)i)) : Value.Number(i);
            if (Step(frame, loops, level, in item, ref body) is not true and var end) return end;
        }

        return true;
    }

    private static bool? Step<T>(Frame frame, Loop[] loops, int level, in Value item, ref T body)
        where T : struct, IBody
    {
        if (!frame.Spend(Limits.IterationCost)) return null;
        frame.Locals[loops[level].Slot] = item;
        return Run(frame, loops, level + 1, ref body);
    }

    private static long? Position(Frame frame, Value value, bool day)
    {
        if (day) return value.AsDate().DayNumber;
        if (value.Kind == ValueKind.Number && value.AsNumber() is >= int.MinValue and <= int.MaxValue and var number
            && Numbers.IsWhole(number)) return (long)number;
        frame.Fault(DiagnosticCode.InvalidArgument, Messages.Invalid("..", value, "整数或日期", "a whole number or a date"));
        return null;
    }

    /// <summary>What is done in every iteration; false ends them.</summary>
    private interface IBody
    {
        bool Run(Frame frame);
    }

    private readonly struct Collecting(Func<Frame, Value> body, int partial, int start) : IBody
    {
        public bool Run(Frame frame)
        {
            if (partial >= 0) frame.Locals[partial] = Lists.Made(frame, frame.PushedSince(start).ToArray());
            frame.Push(body(frame));
            return true;
        }
    }

    private struct Deciding(Func<Frame, bool?> body, bool decisive) : IBody
    {
        public bool? Result { get; private set; } = !decisive;

        public bool Run(Frame frame)
        {
            var truth = body(frame);
            if (truth == decisive) Result = decisive;
            else if (truth is null) Result = null;
            return truth != decisive;
        }
    }
}
