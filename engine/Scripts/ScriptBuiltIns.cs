using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace Policy.Engine.Scripts;

/// <summary>Reduces the built-ins of an engine to what <see cref="ScriptLanguage"/> keeps, and puts a guard before
/// every method whose cost would not be bounded by the engine's own limits.</summary>
internal sealed class ScriptBuiltIns
{
    private readonly Jint.Engine _engine;

    private ScriptBuiltIns(Jint.Engine engine) => _engine = engine;

    /// <summary>Reduces; gives the objects that are left, to be frozen.</summary>
    public static List<JsValue> Reduce(Jint.Engine engine)
    {
        var builtIns = new ScriptBuiltIns(engine);
        var kept = ScriptLanguage.Kept.Select(k => (Object: builtIns.At(k.Path), k.Members))
            .Concat(ScriptLanguage.KeptBehindSyntax.SelectMany(builtIns.Prototypes))
            .ToList();
        builtIns.Guard();
        foreach (var (owner, members) in kept) Keep(owner, members);
        Keep(engine.Global, ScriptLanguage.Globals);
        return [.. kept.Select(k => k.Object), .. engine.Global.GetOwnProperties().Select(p => p.Value.Value)];
    }

    private IEnumerable<(ObjectInstance Object, string[] Members)> Prototypes(
        (string Expression, string[] Members) kept)
    {
        var prototype = ((ObjectInstance)_engine.Evaluate(kept.Expression)).Prototype;
        var root = _engine.Intrinsics.Object.PrototypeObject;
        for (; prototype is not null && prototype != root; prototype = prototype.Prototype)
            yield return (prototype, kept.Members);
    }

    private void Guard()
    {
        var array = At("Array.prototype");
        foreach (var name in Names("Array.prototype"))
            if (name is not ("length" or "join" or "toString" or "flat" or "slice")) Wrap(array, name, ArrayCost);
        var flat = array.Get("flat");
        Replace(array, "flat", (self, _) => flat.Call(List(self), []));
        var slice = array.Get("slice");
        Replace(array, "slice", (self, arguments) => slice.Call(Dense(List(self)), arguments));
        Replace(array, "join", Join);
        Replace(array, "toString", (self, _) => Join(self, []));
        var text = At("String.prototype");
        foreach (var name in Names("String.prototype"))
            if (name is not ("length" or "toString" or "valueOf")) Wrap(text, name, TextCost);
        foreach (var name in (ReadOnlySpan<string>)["assign", "entries", "freeze", "fromEntries", "keys", "values"])
            Wrap(At("Object"), name, SourceCost);
        Wrap(At("Array"), "from", SourceCost);
        var pattern = ((ObjectInstance)_engine.Evaluate("/a/")).Prototype!;
        foreach (var name in (ReadOnlySpan<string>)["exec", "test"]) Wrap(pattern, name, SourceCost);
    }

    private void ArrayCost(JsValue self, string name, JsValue[] arguments)
    {
        var list = List(self);
        Sources(arguments);
        var added = name switch
        {
            "concat" => arguments.Sum(a => a is JsArray more ? more.Length : 1L),
            "push" or "unshift" or "splice" => arguments.Length,
            _ => 0,
        };
        if (list.Length + added > ScriptLimits.Items) throw TooLarge();
        if (name == "sort" && TextOf(list) > ScriptLimits.Text * 20L) throw TooLarge();
    }

    private long TextOf(JsArray list)
    {
        var length = 0L;
        for (var i = 0u; i < list.Length; i++)
        {
            var item = list[i];
            length += item.IsString() ? Length(item) : 8;
        }

        return length;
    }

    // Jint's `slice` of a list that is not stored densely, as those of the facts and what `flat` gives, loses items at the end.
    private JsArray Dense(JsArray list)
    {
        var items = new JsValue[list.Length];
        for (var i = 0u; i < items.Length; i++) items[i] = list[i];
        return new JsArray(_engine, items);
    }

    private void SourceCost(JsValue self, string name, JsValue[] arguments) => Sources(arguments);

    private void TextCost(JsValue self, string method, JsValue[] arguments)
    {
        if (!self.IsString()) throw Wrong("text");
        if (Length(self) > ScriptLimits.Text) throw TooLarge();
        Sources(arguments);
        switch (method)
        {
            case "repeat" when Number(arguments, 0) * Length(self) > ScriptLimits.Text: throw TooLarge();
            case "padStart" or "padEnd" when Number(arguments, 0) > ScriptLimits.Text: throw TooLarge();
            case "replace" or "replaceAll" when arguments.Length > 1 && arguments[1].IsString():
                var replacement = arguments[1].AsString();
                var growth = replacement.Length + (replacement.Count(c => c == '$') * (long)Length(self));
                if ((Length(self) + 1L) * growth > 4_000_000) throw TooLarge();
                break;
        }
    }

    private JsValue Join(JsValue self, JsValue[] arguments)
    {
        var list = List(self);
        Sources(arguments);
        var separator = arguments is [{ } given, ..] && !given.IsUndefined() ? TypeConverter.ToString(given) : ",";
        var joined = new StringBuilder();
        for (var i = 0u; i < list.Length; i++)
        {
            if (i > 0) joined.Append(separator);
            var item = list[i];
            if (item is ObjectInstance) throw Wrong("texts and numbers");
            if (!item.IsNull() && !item.IsUndefined()) joined.Append(TypeConverter.ToString(item));
            if (joined.Length > ScriptLimits.Text) throw TooLarge();
        }

        return joined.ToString();
    }

    private JsArray List(JsValue self)
    {
        if (self is not JsArray list) throw Wrong("list");
        return list.Length <= ScriptLimits.Items ? list : throw TooLarge();
    }

    // A native method walks the texts and lists it is given without asking the limits.
    private static void Sources(JsValue[] arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument.IsString() && Length(argument) > ScriptLimits.Text) throw TooLarge();
            if (argument is JsArray { Length: > ScriptLimits.Items }) throw TooLarge();
            if (argument is JsObject members && members.GetOwnPropertyKeys(Types.String).Count > ScriptLimits.Items)
                throw TooLarge();
        }
    }

    private static int Length(JsValue text) => text.AsString().Length;

    private static double Number(JsValue[] arguments, int index) =>
        arguments.Length > index ? TypeConverter.ToNumber(arguments[index]) : 0;

    private static MemoryLimitExceededException TooLarge() => new("A text or list is too large.");

    private JavaScriptException Wrong(string needed) =>
        new(_engine.Intrinsics.TypeError, $"The method needs {needed}.");

    private void Wrap(ObjectInstance owner, string name, Action<JsValue, string, JsValue[]> check)
    {
        var native = owner.Get(name);
        Replace(owner, name, (self, arguments) =>
        {
            check(self, name, arguments);
            return native.Call(self, arguments);
        });
    }

    private void Replace(ObjectInstance owner, string name, Func<JsValue, JsValue[], JsValue> body) =>
        owner.FastSetProperty(name, new PropertyDescriptor(new ClrFunction(_engine, name, body),
            PropertyFlag.NonEnumerable));

    private ObjectInstance At(string path)
    {
        JsValue at = _engine.Global;
        foreach (var name in path.Split('.')) at = ((ObjectInstance)at).Get(name);
        return (ObjectInstance)at;
    }

    private static string[] Names(string path) => ScriptLanguage.Kept.First(k => k.Path == path).Members;

    private static void Keep(ObjectInstance owner, IEnumerable<string> members)
    {
        var kept = members.ToHashSet(StringComparer.Ordinal);
        foreach (var key in owner.GetOwnPropertyKeys(Types.String))
            if (!kept.Contains(key.ToString())) owner.RemoveOwnProperty(key);
    }
}
