using System.Collections.Immutable;
using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Expressions.BuiltIns;

/// <summary>Lists; positions count from 1, or backwards from -1.</summary>
internal static class ListFunctions
{
    private static readonly Parameter List = new("list", ValueKind.List);
    private static readonly Parameter Position = new("position", ValueKind.Number);
    private static readonly Parameter Item = new("item") { TakesNull = true };

    public static readonly ImmutableArray<BuiltIn> All =
    [
        new("list contains", [List, new("element") { TakesNull = true }], DataType.Boolean,
            static (f, a) => Scan(f, a[0]) ? Value.Boolean(Lists.Contains(a[0].AsList(), a[1])) : Value.Null),
        new("sublist",
            [List, new("start position", ValueKind.Number), new("length", ValueKind.Number) { Optional = true }],
            DataType.List, Sublist)
        { TypeOf = Same },
        new("append", [List, Item], DataType.List, static (f, a) => Lists.Made(f, [.. a[0].AsList(), .. a[1..]]))
        { Repeats = true, TypeOf = Widened },
        new("concatenate", [List], DataType.List, Concatenate) { Repeats = true, TypeOf = Joined },
        new("insert before", [List, Position, new("new item") { TakesNull = true }], DataType.List, static (f, a) =>
            At(f, "insert before", a[0], a[1]) is { } at
                ? Lists.Made(f, [.. a[0].AsList()[..at], a[2], .. a[0].AsList()[at..]])
                : Value.Null)
        { TypeOf = static types => Widened([types[0], types[2]]) },
        new("remove", [List, Position], DataType.List, static (f, a) =>
            At(f, "remove", a[0], a[1]) is { } at
                ? Lists.Made(f, [.. a[0].AsList()[..at], .. a[0].AsList()[(at + 1)..]])
                : Value.Null)
        { TypeOf = Same },
        new("reverse", [List], DataType.List, static (f, a) =>
        {
            var items = a[0].AsList().ToArray();
            Array.Reverse(items);
            return Lists.Made(f, items);
        })
        { TypeOf = Same },
        new("index of", [List, new("match") { TakesNull = true }], DataType.ListOf(DataType.Number), IndexOf),
        new("union", [List], DataType.List, static (f, a) => Distinct(f, Concatenate(f, a)))
        { Repeats = true, TypeOf = Joined },
        new("distinct values", [List], DataType.List, static (f, a) => Distinct(f, a[0])) { TypeOf = Same },
        new("flatten", [List], DataType.List, static (f, a) =>
        {
            var items = new List<Value>();
            Flatten(a[0], items);
            return Lists.Made(f, [.. items]);
        }),
        new("list replace", [List, new("position", ValueKind.Number, ValueKind.Function), new("newItem") { TakesNull = true }],
            DataType.List, Replace),
        new("list replace", [List, new("match", ValueKind.Number, ValueKind.Function), new("newItem") { TakesNull = true }],
            DataType.List, Replace),
        new("sort", [List, new("precedes", ValueKind.Function)], DataType.List, static (frame, a) =>
        {
            var precedes = a[1].AsFunction();
            return Sorting.Sort(frame, a[0], (f, x, y) => Logic.Truth(f, precedes.Call(f, [x, y]), "sort") == true);
        })
        { TypeOf = Same },
        new("sort", [List], DataType.List, Sort(Operators.Natural)) { TypeOf = Same, By = Sort },
    ];

    private static DataType Same(ImmutableArray<DataType> types) => types[0].Kind == ValueKind.List
        ? types[0]
        : DataType.List;

    private static DataType Widened(ImmutableArray<DataType> types) =>
        types[0] is { Kind: ValueKind.List, Items: { } items }
        ? DataType.ListOf(types.Skip(1).Aggregate(items, DataType.Join))
        : DataType.List;

    private static DataType Joined(ImmutableArray<DataType> types) =>
        types.Select(t => Same([t])).Aggregate(DataType.Join);

    private static Body Sort(Ordering order) =>
        (frame, a) => Sorting.Sort(frame, a[0], (f, x, y) => order(f, x, y) < 0);

    private static bool Scan(Frame frame, in Value list) => frame.Spend(Lists.Weight(in list));

    private static Value Sublist(Frame frame, ReadOnlySpan<Value> a)
    {
        var items = a[0].AsList();
        if (At(frame, "sublist", a[0], a[1]) is not { } from) return Value.Null;
        var count = a[2].IsNull ? items.Length - from : a[2].AsNumber();
        if (count < 0 || count != decimal.Truncate(count) || count > items.Length - from)
            return frame.Fault(DiagnosticCode.IndexOutOfRange, Messages.OutOfRange("sublist", a[2], items.Length));
        return Lists.Made(frame, items.Slice(from, (int)count).ToArray());
    }

    private static Value Concatenate(Frame frame, ReadOnlySpan<Value> a)
    {
        var count = 0L;
        foreach (ref readonly var list in a) count += list.AsList().Length;
        if (count > Limits.ListLength) return frame.Fault(DiagnosticCode.ListTooLong, Messages.ListTooLong());
        var (items, at) = (new Value[count], 0);
        foreach (ref readonly var list in a)
        {
            list.AsList().CopyTo(items.AsSpan(at));
            at += list.AsList().Length;
        }

        return Lists.Made(frame, items);
    }

    private static Value IndexOf(Frame frame, ReadOnlySpan<Value> a)
    {
        if (!Scan(frame, a[0])) return Value.Null;
        var items = a[0].AsList();
        var found = new List<Value>();
        for (var i = 0; i < items.Length; i++)
            if (items[i] == a[1]) found.Add(Value.Number(i + 1));
        return Lists.Made(frame, [.. found]);
    }

    /// <summary>The list with the item at a position, or all that match, replaced.</summary>
    private static Value Replace(Frame frame, ReadOnlySpan<Value> a)
    {
        var items = a[0].AsList().ToArray();
        if (a[1].Kind == ValueKind.Number)
        {
            if (At(frame, "list replace", a[0], a[1]) is not { } at) return Value.Null;
            items[at] = a[2];
            return Lists.Made(frame, items);
        }

        var match = a[1].AsFunction();
        for (var i = 0; i < items.Length; i++)
        {
            var matches = match.Call(frame, [items[i], a[2]]);
            if (matches.Kind != ValueKind.Boolean)
                return matches.IsNull ? Value.Null
                    : frame.Fault(DiagnosticCode.WrongType, Messages.WrongType("list replace", matches, "布尔值", "a boolean"));
            if (matches.AsBoolean()) items[i] = a[2];
        }

        return Lists.Made(frame, items);
    }

    private static Value Distinct(Frame frame, Value list)
    {
        if (list.IsNull || !Scan(frame, list)) return Value.Null;
        var (seen, items) = (new HashSet<Value>(), new List<Value>());
        foreach (var item in list.AsList())
        {
            // Lists and objects hash by their size alone: each may be compared with all before it.
            var compared = item.Kind is ValueKind.List or ValueKind.Object ? (long)Lists.Weight(item) * items.Count : 0;
            if (!frame.Spend((int)Math.Min(compared, Limits.Work))) return Value.Null;
            if (seen.Add(item)) items.Add(item);
        }

        return Lists.Made(frame, [.. items]);
    }

    private static void Flatten(Value list, List<Value> items)
    {
        foreach (var item in list.AsList())
        {
            if (items.Count > Limits.ListLength) return;
            if (item.Kind == ValueKind.List) Flatten(item, items);
            else items.Add(item);
        }
    }

    /// <summary>The zero-based index of a position; null, with a fault, when the list has no such position.</summary>
    private static int? At(Frame frame, string function, Value list, Value position)
    {
        var (number, count) = (position.AsNumber(), list.AsList().Length);
        if (number == decimal.Truncate(number) && number != 0 && Math.Abs(number) <= count)
            return number > 0 ? (int)number - 1 : count + (int)number;
        frame.Fault(DiagnosticCode.IndexOutOfRange, Messages.OutOfRange(function, position, count));
        return null;
    }
}
