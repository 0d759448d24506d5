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
                return slot >= 0 ? ScriptValue.Of(in facts.At(slot)) : Missing(name, OfObjects);
            case string text: return name == "length" ? new ScriptValue(text.Length) : Missing(name, BuiltIn);
            case Value[] or ScriptList:
                return name == "length" ? new ScriptValue(Lists.Length(target)) : Missing(name, BuiltIn);
            case null or ScriptFunction: return ScriptRun.HandOver<ScriptValue>();
            default: return target.IsNull ? ScriptRun.HandOver<ScriptValue>() : Missing(name, BuiltIn);
        }
    }

    /// <summary>The values of facts whose fact type is known, by its slots.</summary>
    public static Value[] Facts(Context facts, Shape shape) =>
        ReferenceEquals(facts.Shape, shape) ? facts.Values : Arranged(facts, shape);

    public static Context Facts(ScriptValue value) => value.Reference as Context ?? ScriptRun.HandOver<Context>();

    public static Value[] FactList(ScriptValue value) => value.Reference as Value[] ?? ScriptRun.HandOver<Value[]>();

    public static ScriptValue FactNumber(in Value value) =>
        value.Kind == ValueKind.Number ? new ScriptValue((double)value.AsNumber())
        : value.IsNull ? ScriptValue.Null
        : ScriptRun.HandOver<ScriptValue>();

    /// <summary>A number of the facts as an operand: what is absent is 0.</summary>
    public static double FactOperand(in Value value) =>
        value.Kind == ValueKind.Number ? (double)value.AsNumber()
        : value.IsNull ? 0
        : ScriptRun.HandOver<double>();

    public static ScriptValue FactText(in Value value) =>
        value.Kind == ValueKind.Text ? new ScriptValue(value.AsText())
        : value.Kind is ValueKind.Number or ValueKind.Boolean or ValueKind.List or ValueKind.Object
            ? ScriptRun.HandOver<ScriptValue>()
        : ScriptValue.Of(in value);

    public static ScriptValue FactBoolean(in Value value) =>
        value.Kind is ValueKind.Boolean or ValueKind.Null ? ScriptValue.Of(in value) : ScriptRun.HandOver<ScriptValue>();

    public static ScriptValue FactObject(in Value value) =>
        value.Kind == ValueKind.Object ? ScriptValue.Of(value.AsObject())
        : value.IsNull ? ScriptValue.Null
        : ScriptRun.HandOver<ScriptValue>();

    public static ScriptValue FactItems(in Value value) =>
        value.Kind == ValueKind.List ? ScriptValue.Of(value.ListItems())
        : value.IsNull ? ScriptValue.Null
        : ScriptRun.HandOver<ScriptValue>();

    public static ScriptValue Fact(in Value value) => ScriptValue.Of(in value);

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

    private static Value[] Arranged(Context facts, Shape shape) =>
        [.. shape.Names.Select(name => facts.Shape.Slot(name) is var slot and >= 0 ? facts[slot] : ScriptRun.HandOver<Value>())];

    private static ScriptValue Missing(string name, FrozenSet<string> inherited) =>
        inherited.Contains(name) ? ScriptRun.HandOver<ScriptValue>() : ScriptValue.Undefined;
}
