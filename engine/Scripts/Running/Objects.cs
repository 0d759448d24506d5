namespace Policy.Engine.Scripts.Running;

/// <summary>The functions of <c>Object</c> on objects of scripts and of the facts.</summary>
internal static class Objects
{
    public static ScriptList Keys(ScriptRun run, ScriptValue target) =>
        List(run, target, (name, _) => new ScriptValue(name));

    public static ScriptList Values(ScriptRun run, ScriptValue target) => List(run, target, (_, value) => value);

    public static ScriptList Entries(ScriptRun run, ScriptValue target) => List(run, target, (name, value) =>
        ScriptValue.Of(ScriptList.Make(run, 2).Add(run, new ScriptValue(name)).Add(run, value)));

    public static bool HasOwn(ScriptRun run, ScriptValue target, ScriptValue key) => target.Reference switch
    {
        ScriptObject instance => instance.Slot(Operations.Text(key)) >= 0,
        Context facts => facts.Shape.Slot(Operations.Text(key)) >= 0,
        _ => ScriptRun.HandOver<bool>(),
    };

    public static ScriptValue Assign(ScriptRun run, ScriptValue target, ScriptValue source)
    {
        if (target.Reference is not ScriptObject instance) return ScriptRun.HandOver<ScriptValue>();
        if (source.IsNullish) return target;
        for (var i = 0; i < Count(source); i++)
        {
            var (name, value) = Member(source, i);
            instance.Set(run, name, value);
        }

        return target;
    }

    public static ScriptValue Freeze(ScriptRun run, ScriptValue target)
    {
        if (target.Reference is ScriptObject instance) instance.Frozen = true;
        else if (target.Reference is ScriptList list) list.Frozen = true;
        return target;
    }

    /// <summary>Calls a function that is a member.</summary>
    public static ScriptFunction Function(ScriptValue value) =>
        value.Reference as ScriptFunction ?? ScriptRun.HandOver<ScriptFunction>();

    private static ScriptList List(ScriptRun run, ScriptValue target, Func<string, ScriptValue, ScriptValue> item)
    {
        var count = Count(target);
        run.Count(count / 16);
        var list = ScriptList.Make(run, count);
        for (var i = 0; i < count; i++)
        {
            var (name, value) = Member(target, i);
            list.Add(run, item(name, value));
        }

        return list;
    }

    /// <summary>How many members an object has, as long as they are in the order in which they were added.</summary>
    public static int Count(ScriptValue target) => target.Reference switch
    {
        ScriptObject { HasIndexNames: false } instance => instance.Count,
        Context facts when !facts.Shape.Names.Any(n => n.Length > 0 && char.IsAsciiDigit(n[0])) => facts.Count,
        _ => ScriptRun.HandOver<int>(),
    };

    public static (string Name, ScriptValue Value) Member(ScriptValue target, int slot)
    {
        if (target.Reference is ScriptObject instance) return (instance.Name(slot), instance.Value(slot));
        var facts = (Context)target.Reference!;
        return (facts.Shape.Names[slot], ScriptValue.Of(facts[slot]));
    }
}
