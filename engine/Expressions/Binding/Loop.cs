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
        var results = new List<Value>();
        return Run(frame, loops, 0, () =>
        {
            if (partial >= 0) frame.Locals[partial] = Lists.Made(frame, [.. results]);
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
        if (source.Kind == ValueKind.Range) return RunRange(frame, loops, level, source.AsRange(), body);
        foreach (var item in Lists.Items(in source))
            if (Step(frame, loops, level, item, body) is not true and var end) return end;
        return true;
    }

    /// <summary>Over a range with both ends included.</summary>
    private static bool? RunRange(Frame frame, Loop[] loops, int level, ValueRange range, Func<bool> body)
    {
        if (range is { LowIncluded: true, HighIncluded: true, Low.IsNull: false, High.IsNull: false }) return RunRange(frame, loops, level, range.Low, range.High, body);
        frame.Fault(DiagnosticCode.InvalidArgument,
            Messages.Invalid("for", Value.Range(range), "两端都包含的区间", "a range that includes both ends"));
        return null;
    }

    /// <summary>Over whole numbers or days, upwards or downwards.</summary>
    private static bool? RunRange(Frame frame, Loop[] loops, int level, Value from, Value to, Func<bool> body)
    {
        if (from.IsNull || to.IsNull) return null;
        var days = from.Kind == ValueKind.Date && to.Kind == ValueKind.Date;
        if (Position(frame, from, days) is not { } first || Position(frame, to, days) is not { } last) return null;
        for (var i = first; first <= last ? i <= last : i >= last; i += first <= last ? 1 : -1)
        {
            var item = days ? Value.Date(DateOnly.FromDayNumber((int)i)) : Value.Number(i);
            if (Step(frame, loops, level, item, body) is not true and var end) return end;
        }

        return true;
    }

    private static bool? Step(Frame frame, Loop[] loops, int level, Value item, Func<bool> body)
    {
        if (!frame.Spend(Limits.IterationCost)) return null;
        frame.Locals[loops[level].Slot] = item;
        return Run(frame, loops, level + 1, body);
    }

    private static long? Position(Frame frame, Value value, bool day)
    {
        if (day) return value.AsDate().DayNumber;
        if (value.Kind == ValueKind.Number && value.AsNumber() is >= int.MinValue and <= int.MaxValue and var number
            && number == decimal.Truncate(number)) return (long)number;
        frame.Fault(DiagnosticCode.InvalidArgument, Messages.Invalid("..", value, "整数或日期", "a whole number or a date"));
        return null;
    }
}
