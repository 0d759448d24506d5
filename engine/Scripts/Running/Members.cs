using System.Collections.Frozen;

namespace Policy.Engine.Scripts.Running;

/// <summary>Members and items of values whose kind is known only when running.</summary>
internal static class Members
{
    private static readonly FrozenSet<string> BuiltIn = ScriptLanguage.Kept.SelectMany(k => k.Members)
        .Concat(ScriptLanguage.KeptBehindSyntax.SelectMany(k => k.Members))
        .Concat(ScriptLanguage.ForbiddenMembers)
        .ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> OfObjects =
        FrozenSet.Create(StringComparer.Ordinal, ["hasOwnProperty", "toString", "valueOf", .. ScriptLanguage.ForbiddenMembers]);

    /// <summary>True for a name that every object has without being given it, or that none may be given.</summary>
    public static bool IsBuiltIn(string name) => OfObjects.Contains(name);

    public static ScriptValue Get(ScriptValue target, string name)
    {
        switch (target.Reference)
        {
            case ScriptObject instance:
                var slot = instance.Slot(name);
                return slot >= 0 ? instance.Value(slot) : Missing(name, OfObjects);
            case Context facts:
                slot = facts.Shape.Slot(name);
                return slot >= 0 ? ScriptValue.Of(facts[slot]) : Missing(name, OfObjects);
            case string text: return name == "length" ? new ScriptValue(text.Length) : Missing(name, BuiltIn);
            case Value[] or ScriptList:
                return name == "length" ? new ScriptValue(Lists.Length(target)) : Missing(name, BuiltIn);
            case null or ScriptFunction: return ScriptRun.HandOver<ScriptValue>();
            default: return target.IsNull ? ScriptRun.HandOver<ScriptValue>() : Missing(name, BuiltIn);
        }
    }

    /// <summary>A member of facts whose fact type is known; a slot when they have the shape that is expected.</summary>
    public static Value Fact(Context facts, Shape shape, int slot, string name)
    {
        if (ReferenceEquals(facts.Shape, shape)) return facts[slot];
        slot = facts.Shape.Slot(name);
        return slot >= 0 ? facts[slot] : ScriptRun.HandOver<Value>();
    }

    public static Context Facts(ScriptValue value) => value.Reference as Context ?? ScriptRun.HandOver<Context>();

    public static Value[] FactList(ScriptValue value) => value.Reference as Value[] ?? ScriptRun.HandOver<Value[]>();

    public static ScriptValue FactNumber(Value value) =>
        value.Kind == ValueKind.Number ? new ScriptValue((double)value.AsNumber())
        : value.IsNull ? ScriptValue.Null
        : ScriptRun.HandOver<ScriptValue>();

    public static ScriptValue FactText(Value value) =>
        value.Kind == ValueKind.Text ? new ScriptValue(value.AsText())
        : value.Kind is ValueKind.Number or ValueKind.Boolean or ValueKind.List or ValueKind.Object
            ? ScriptRun.HandOver<ScriptValue>()
        : ScriptValue.Of(value);

    public static ScriptValue FactBoolean(Value value) =>
        value.Kind is ValueKind.Boolean or ValueKind.Null ? ScriptValue.Of(value) : ScriptRun.HandOver<ScriptValue>();

    public static ScriptValue FactObject(Value value) =>
        value.Kind is ValueKind.Object or ValueKind.Null ? ScriptValue.Of(value) : ScriptRun.HandOver<ScriptValue>();

    public static ScriptValue FactItems(Value value) =>
        value.Kind is ValueKind.List or ValueKind.Null ? ScriptValue.Of(value) : ScriptRun.HandOver<ScriptValue>();

    public static ScriptValue Fact(Value value) => ScriptValue.Of(value);

    public static ScriptValue Get(ScriptValue target, double index)
    {
        if (target.Reference is string text)
            return At(index, text.Length) is var i and >= 0 ? new ScriptValue(Texts.Letter(text[i])) : ScriptValue.Undefined;
        if (target.Reference is ScriptList or Value[])
            return At(index, Lists.Length(target)) is var i and >= 0 ? Lists.Item(target, i) : ScriptValue.Undefined;
        return Get(target, Conversions.Text(index));
    }

    public static ScriptValue Get(ScriptValue target, ScriptValue key)
    {
        if (key.IsNumber) return Get(target, key.Number);
        var name = Operations.Text(key);
        return target.Reference is ScriptList or Value[] or string && name.Length > 0 && char.IsAsciiDigit(name[0])
            ? ScriptRun.HandOver<ScriptValue>()
            : Get(target, name);
    }

    public static void Set(ScriptRun run, ScriptValue target, string name, ScriptValue value)
    {
        if (target.Reference is not ScriptObject instance) ScriptRun.HandOver();
        else instance.Set(run, name, value);
    }

    public static void Set(ScriptRun run, ScriptValue target, ScriptValue key, ScriptValue value)
    {
        if (target.Reference is ScriptList list && key.IsNumber)
        {
            if (key.Number == list.Count) list.Add(run, value);
            else if (At(key.Number, list.Count) is var i and >= 0) list[i] = value;
            else ScriptRun.HandOver();
        }
        else
        {
            Set(run, target, Operations.Text(key), value);
        }
    }

    /// <summary>The index that a number names, or -1.</summary>
    private static int At(double index, int length) =>
        index >= 0 && index < length && index == Math.Truncate(index) ? (int)index : -1;

    private static ScriptValue Missing(string name, FrozenSet<string> inherited) =>
        inherited.Contains(name) ? ScriptRun.HandOver<ScriptValue>() : ScriptValue.Undefined;
}
