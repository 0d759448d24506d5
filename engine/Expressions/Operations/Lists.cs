using System.Runtime.InteropServices;

namespace Policy.Engine.Expressions.Operations;

/// <summary>Lists as results: charged to the evaluation and limited in length and weight.</summary>
internal static class Lists
{
    /// <summary>A list of the items; null, with a fault, when it is too long or holds too much.</summary>
    public static Value Made(Frame frame, Value[] items) =>
        Admit(frame, Value.List(ImmutableCollectionsMarshal.AsImmutableArray(items)), items.Length);

    /// <summary>The value, when lists of the length and its weight are allowed; else null with a fault.</summary>
    public static Value Admit(Frame frame, Value value, int length)
    {
        if (length <= Limits.ListLength && Weight(value) is <= Limits.Weight and var weight)
            return frame.Spend(weight) ? value : Value.Null;
        return frame.Fault(DiagnosticCode.ListTooLong, Messages.ListTooLong());
    }

    /// <summary>Number of values in a value, counted to just over the limit.</summary>
    public static int Weight(in Value value)
    {
        var weight = 0;
        Weigh(in value, ref weight);
        return weight;
    }

    /// <summary>True when a list of the items, none of which holds others, is allowed; else false with a fault.</summary>
    public static bool Fits(Frame frame, ReadOnlySpan<Value> plain)
    {
        if (plain.Length <= Limits.ListLength) return frame.Spend(plain.Length + 1);
        frame.Fault(DiagnosticCode.ListTooLong, Messages.ListTooLong());
        return false;
    }

    /// <summary>The items of a list; of any other value, the value alone.</summary>
    public static ReadOnlySpan<Value> Items(in Value value) =>
        value.Kind == ValueKind.List ? value.AsList() : new ReadOnlySpan<Value>(in value);

    public static bool Contains(ReadOnlySpan<Value> items, in Value value)
    {
        foreach (ref readonly var item in items)
            if (item.Kind == value.Kind && item.Equals(value)) return true;
        return false;
    }

    private static void Weigh(in Value value, ref int weight)
    {
        if (++weight > Limits.Weight) return;
        if (value.Kind == ValueKind.List)
        {
            foreach (ref readonly var item in value.AsList())
            {
                if (item.Kind is ValueKind.List or ValueKind.Object) Weigh(in item, ref weight);
                else if (++weight > Limits.Weight) return;
            }
        }
        else if (value.Kind == ValueKind.Object)
        {
            var context = value.AsObject();
            for (var i = 0; i < context.Count; i++) Weigh(context[i], ref weight);
        }
    }
}
