using System.Text.Json;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime.Descriptors;

namespace Policy.Engine.Scripts;

/// <summary>Facts as a script sees them: frozen plain objects and arrays. Numbers are JavaScript's own, exact up to 15
/// digits; dates, instants and durations are ISO 8601 texts; what is absent is <c>null</c>.</summary>
internal sealed class ScriptFacts(Jint.Engine engine, JsValue freeze)
{
    public JsValue Object(Context facts)
    {
        var result = new JsObject(engine);
        for (var i = 0; i < facts.Count; i++)
            result.FastSetProperty(facts.Shape.Names[i],
                new PropertyDescriptor(Convert(facts[i]), PropertyFlag.Enumerable));
        result.PreventExtensions();
        return result;
    }

    private JsValue Convert(Value value) => value.Kind switch
    {
        ValueKind.Null => JsValue.Null,
        ValueKind.Text => new JsString(value.AsText()),
        ValueKind.Number => new JsNumber((double)value.AsNumber()),
        ValueKind.Boolean => value.AsBoolean() ? JsBoolean.True : JsBoolean.False,
        ValueKind.List => List(value.AsList()),
        ValueKind.Object => Object(value.AsObject()),
        _ => new JsString(Text(value)),
    };

    /// <summary>A date, an instant or a duration as ISO 8601.</summary>
    public static string Text(Value value) => JsonSerializer.Deserialize<string>(ValueJson.ToUtf8(value))!;

    private JsValue List(ReadOnlySpan<Value> items)
    {
        var converted = new JsValue[items.Length];
        for (var i = 0; i < items.Length; i++) converted[i] = Convert(items[i]);
        return Frozen(new JsArray(engine, converted));
    }

    private ObjectInstance Frozen(JsArray array)
    {
        freeze.Call(JsValue.Undefined, (JsValue[])[array]);
        return array;
    }
}
