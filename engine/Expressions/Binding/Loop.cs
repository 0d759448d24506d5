using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Expressions.Binding;

/// <summary>One variable of an iteration: over the items of a list, or over the whole numbers from one to
/// another.</summary>
internal sealed record Loop(int Slot, Func<Frame, Value> From, Func<Frame, Value>? To)
{
    /// <summary>The results of all iterations, the last variable moving fastest; null when there was nothing to run
    /// over.</summary>
    public static Value Collect(Frame frame, Loop[] loops, Func<Frame, Value> body)
    {
        var results = new List<Value>();
        return Run(frame, loops, 0, () =>
        {
            results.Add(body(frame));
            return true;
        }) is null ? Value.Null : Lists.Made(frame, [.. results]);
    }

    /// <summary>The decisive truth when any iteration has it; else null when any is null; else the opposite.</summary>
    public static Value Decide(Frame frame, Loop[] loops, Func<Frame, Value> body, bool decisive)
    {
        bool? result = !decisive;
        var ended = Run(frame, loops, 0, () =>
        {
            var truth = Logic.Truth(frame, body(frame), "satisfies");
            if (truth == decisive) result = decisive;
            else if (truth is null) result = null;
            return truth != decisive;
        });
        return ended is null ? Value.Null : Logic.Of(result);
    }

    /// <summary>Runs the body for every combination until it says false; true at the end, false when stopped, null when
    /// something to run over is absent or went wrong.</summary>
    private static bool? Run(Frame frame, Loop[] loops, int level, Func<bool> body)
    {
        if (level == loops.Length) return body();
        var loop = loops[level];
        var source = loop.From(frame);
        if (loop.To is not null) return RunRange(frame, loops, level, source, loop.To(frame), body);
        if (source.IsNull) return null;
        foreach (var item in Lists.Items(in source))
            if (Step(frame, loops, level, item, body) is not true and var end) return end;
        return true;
    }

    private static bool? RunRange(Frame frame, Loop[] loops, int level, Value from, Value to, Func<bool> body)
    {
        if (from.IsNull || to.IsNull) return null;
        if (Whole(frame, from) is not { } first || Whole(frame, to) is not { } last) return null;
        for (var i = first; first <= last ? i <= last : i >= last; i += first <= last ? 1 : -1)
            if (Step(frame, loops, level, Value.Number(i), body) is not true and var end) return end;
        return true;
    }

    private static bool? Step(Frame frame, Loop[] loops, int level, Value item, Func<bool> body)
    {
        if (!frame.Spend(Limits.IterationCost)) return null;
        frame.Locals[loops[level].Slot] = item;
        return Run(frame, loops, level + 1, body);
    }

    private static long? Whole(Frame frame, Value value)
    {
        if (value.Kind == ValueKind.Number && value.AsNumber() is >= int.MinValue and <= int.MaxValue and var number
            && number == decimal.Truncate(number)) return (long)number;
        frame.Fault(DiagnosticCode.InvalidArgument, Messages.Invalid("..", value, "整数", "a whole number"));
        return null;
    }
}
