using System.Collections.Immutable;
using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Expressions.BuiltIns;

/// <summary>One value from many: of a list, or of the arguments themselves. An absent item makes the result
/// absent.</summary>
internal static class AggregateFunctions
{
    public static readonly ImmutableArray<BuiltIn> All =
    [
        new("count", [new("list", ValueKind.List)], DataType.Number, static (_, a) =>
            Value.Number(a[0].AsList().Length)),
        Extreme("min", -1),
        Extreme("max", 1),
        Numeric("sum", static items => Sum(items)),
        Numeric("mean", static items => Sum(items) / items.Length),
        Numeric("product", static items => Product(items)),
        Numeric("median", static items => Median(items)),
        Numeric("stddev", static items => Deviation(items)),
        new("mode", [new Parameter("list", ValueKind.List, ValueKind.Number) { Items = ValueKind.Number }],
            DataType.ListOf(DataType.Number), Mode)
        { Repeats = true },
    ];

    // So many numbers have room on the stack.
    private const int Few = 16;

    private delegate decimal? Aggregate(ReadOnlySpan<decimal> items);

    /// <summary>The items of the one list given, else the arguments.</summary>
    public static ReadOnlySpan<Value> Items(ReadOnlySpan<Value> arguments) =>
        arguments is [{ Kind: ValueKind.List } list] ? list.AsList() : arguments;

    private static BuiltIn Numeric(string name, Aggregate aggregate) =>
        new(name, [new Parameter("list", ValueKind.List, ValueKind.Number) { Items = ValueKind.Number }],
            DataType.Number, (frame, a) =>
        {
            var items = Items(a);
            if (items.Length == 0 || !frame.Spend(items.Length)) return Value.Null;
            Span<decimal> numbers = items.Length <= Few ? stackalloc decimal[Few] : new decimal[items.Length];
            numbers = numbers[..items.Length];
            for (var i = 0; i < items.Length; i++)
            {
                if (items[i].IsNull) return Value.Null;
                if (items[i].Kind != ValueKind.Number)
                    return frame.Fault(DiagnosticCode.WrongType, Messages.WrongType(name, items[i], "数字", "a number"));
                numbers[i] = items[i].AsNumber();
            }

            try
            {
                return aggregate(numbers) is { } result ? Value.Number(result) : Value.Null;
            }
            catch (OverflowException)
            {
                return frame.Fault(DiagnosticCode.Overflow, Messages.Overflow(name));
            }
        })
        { Repeats = true, TakesItems = true };

    private static DataType ItemType(ImmutableArray<DataType> types) =>
        types is [{ Kind: ValueKind.List } list]
            ? list.Items ?? DataType.Any
            : types.Aggregate(DataType.Null, DataType.Join);

    private static BuiltIn Extreme(string name, int sign)
    {
        Body By(Ordering order) => (frame, arguments) => Extreme(frame, arguments, sign, order);
        return new BuiltIn(name, [new Parameter("list")], DataType.Any, By(Operators.Natural))
        { Repeats = true, TakesItems = true, TypeOf = ItemType, By = By };
    }

    private static Value Extreme(Frame frame, ReadOnlySpan<Value> arguments, int sign, Ordering ordering)
    {
        var items = Items(arguments);
        if (items.Length == 0 || !frame.Spend(items.Length)) return Value.Null;
        var (best, natural) = (0, ordering == Operators.Natural);
        for (var i = 0; i < items.Length; i++)
        {
            var order = natural && items[i].Kind == ValueKind.Number && items[best].Kind == ValueKind.Number
                ? items[i].Compared(items[best].AsNumber())
                : ordering(frame, items[i], items[best]);
            if (order is not { } known) return Value.Null;
            if (Math.Sign(known) == sign) best = i;
        }

        return items[best];
    }

    /// <summary>The most frequent numbers, in order.</summary>
    private static Value Mode(Frame frame, ReadOnlySpan<Value> arguments)
    {
        var items = Items(arguments);
        if (!frame.Spend(items.Length)) return Value.Null;
        var counts = new SortedDictionary<decimal, int>();
        foreach (var item in items)
        {
            if (item.Kind != ValueKind.Number)
                return frame.Fault(DiagnosticCode.WrongType, Messages.WrongType("mode", item, "数字", "a number"));
            counts[item.AsNumber()] = counts.GetValueOrDefault(item.AsNumber()) + 1;
        }

        var most = counts.Count == 0 ? 0 : counts.Values.Max();
        return Lists.Made(frame, [.. counts.Where(c => c.Value == most).Select(c => Value.Number(c.Key))]);
    }

    /// <summary>The standard deviation of a sample; of a single number there is none.</summary>
    private static decimal? Deviation(ReadOnlySpan<decimal> items)
    {
        if (items.Length < 2) return null;
        var (mean, sum) = (Sum(items) / items.Length, 0m);
        foreach (var item in items) sum += (item - mean) * (item - mean);
        return Numbers.Sqrt(sum / (items.Length - 1));
    }

    private static decimal Sum(ReadOnlySpan<decimal> items)
    {
        var sum = 0m;
        foreach (var item in items) sum += item;
        return sum;
    }

    private static decimal Product(ReadOnlySpan<decimal> items)
    {
        var product = 1m;
        foreach (var item in items) product *= item;
        return product;
    }

    private static decimal Median(ReadOnlySpan<decimal> items)
    {
        var sorted = items.ToArray();
        Array.Sort(sorted);
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
