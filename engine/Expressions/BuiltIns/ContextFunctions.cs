using System.Collections.Immutable;
using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Expressions.BuiltIns;

/// <summary>Contexts: their members by name, and new contexts from old ones.</summary>
internal static class ContextFunctions
{
    private const string Key = "key";
    private const string Member = "value";

    private static readonly Shape Entry = new([Key, Member]);
    private static readonly Parameter Object = new("context", ValueKind.Object);
    private static readonly Parameter NewValue = new(Member) { TakesNull = true };

    public static readonly ImmutableArray<BuiltIn> All =
    [
        new("get value", [new("m", ValueKind.Object), new(Key, ValueKind.Text, ValueKind.List)], DataType.Any, GetValue),
        new("get value", [Object, new("keys", ValueKind.Text, ValueKind.List)], DataType.Any, GetValue),
        new("get entries", [new("m", ValueKind.Object)], DataType.ListOf(DataType.Object), Entries),
        new("context", [new("entries", ValueKind.List)], DataType.Object, Make),
        new("context put", [Object, new(Key, ValueKind.Text, ValueKind.List), NewValue], DataType.Object, static (f, a) => Put(f, a)),
        new("context put", [Object, new("keys", ValueKind.Text, ValueKind.List), NewValue], DataType.Object, static (f, a) => Put(f, a)),
        new("context merge", [new("contexts", ValueKind.List)], DataType.Object, Merge),
    ];

    private static Value GetValue(Frame frame, ReadOnlySpan<Value> a)
    {
        if (a[1].Kind == ValueKind.Text) return a[0].AsObject()[a[1].AsText()];
        var value = a[0];
        if (a[1].AsList().IsEmpty) return Value.Null;
        foreach (var key in a[1].AsList())
        {
            if (value.IsNull) return Value.Null;
            if (key.Kind != ValueKind.Text || value.Kind != ValueKind.Object) return WrongKey(frame, "get value", key);
            value = value.AsObject()[key.AsText()];
        }

        return value;
    }

    private static Value Entries(Frame frame, ReadOnlySpan<Value> a)
    {
        var context = a[0].AsObject();
        var entries = new Value[context.Count];
        for (var i = 0; i < entries.Length; i++)
            entries[i] = Value.Object(new Context(Entry, [Value.Text(context.Shape.Names[i]), context[i]]));
        return Lists.Made(frame, entries);
    }

    private static Value Make(Frame frame, ReadOnlySpan<Value> a)
    {
        var members = new Dictionary<string, Value>(StringComparer.Ordinal);
        var names = new List<string>();
        foreach (var item in a[0].AsList())
        {
            if (item.Kind != ValueKind.Object) return WrongKey(frame, "context", item);
            var entry = item.AsObject();
            var key = entry[Key];
            if (key.Kind != ValueKind.Text || entry.Shape.Slot(Member) < 0 || !members.TryAdd(key.AsText(), entry[Member]))
                return WrongKey(frame, "context", key);
            names.Add(key.AsText());
        }

        return Made(frame, names, members);
    }

    private static Value Put(Frame frame, ReadOnlySpan<Value> a) => a[1].Kind == ValueKind.Text
        ? Put(frame, a[0], [a[1]], a[2])
        : Put(frame, a[0], a[1].AsList(), a[2]);

    private static Value Put(Frame frame, Value target, ReadOnlySpan<Value> keys, Value value)
    {
        if (keys.IsEmpty || keys.Length > Limits.Nesting || keys[0].Kind != ValueKind.Text)
            return WrongKey(frame, "context put", keys.IsEmpty ? Value.List([]) : keys[0]);
        if (target.Kind != ValueKind.Object) return WrongKey(frame, "context put", keys[0]);
        var (context, key) = (target.AsObject(), keys[0].AsText());
        if (keys.Length > 1)
        {
            value = Put(frame, context[key], keys[1..], value);
            if (value.IsNull) return Value.Null;
        }

        var members = new Dictionary<string, Value>(StringComparer.Ordinal);
        for (var i = 0; i < context.Count; i++) members[context.Shape.Names[i]] = context[i];
        var known = members.ContainsKey(key);
        members[key] = value;
        return Made(frame, known ? context.Shape.Names : context.Shape.Names.Add(key), members);
    }

    private static Value Merge(Frame frame, ReadOnlySpan<Value> a)
    {
        var (names, members) = (new List<string>(), new Dictionary<string, Value>(StringComparer.Ordinal));
        foreach (var item in a[0].AsList())
        {
            if (item.Kind != ValueKind.Object) return WrongKey(frame, "context merge", item);
            var context = item.AsObject();
            for (var i = 0; i < context.Count; i++)
            {
                if (!members.ContainsKey(context.Shape.Names[i])) names.Add(context.Shape.Names[i]);
                members[context.Shape.Names[i]] = context[i];
            }
        }

        return Made(frame, names, members);
    }

    private static Value Made(Frame frame, IReadOnlyCollection<string> names, Dictionary<string, Value> members) =>
        Lists.Admit(frame, Value.Object(new Context(new Shape(names), [.. names.Select(n => members[n])])), names.Count);

    private static Value WrongKey(Frame frame, string function, Value key) => frame.Fault(
        DiagnosticCode.InvalidArgument, Messages.Invalid(function, key, "上下文中的键", "a key of a context"));
}
