using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Expressions.BuiltIns;

/// <summary>Stable merge sort: an order that contradicts itself gives some order, never an error.</summary>
internal static class Sorting
{
    public delegate bool Precedes(Frame frame, Value left, Value right);

    public static Value Sort(Frame frame, Value list, Precedes precedes)
    {
        var items = list.AsList().ToArray();
        return Sort(frame, items, new Value[items.Length], precedes) ? Lists.Made(frame, items) : Value.Null;
    }

    private static bool Sort(Frame frame, Span<Value> items, Span<Value> space, Precedes precedes)
    {
        if (items.Length < 2) return true;
        var half = items.Length / 2;
        if (!Sort(frame, items[..half], space[..half], precedes)) return false;
        if (!Sort(frame, items[half..], space[half..], precedes)) return false;
        var (left, right) = (0, half);
        for (var i = 0; i < items.Length; i++)
        {
            var takeRight = left == half || (right < items.Length && precedes(frame, items[right], items[left]));
            if (!frame.Spend(1)) return false;
            space[i] = takeRight ? items[right++] : items[left++];
        }

        space.CopyTo(items);
        return true;
    }
}
