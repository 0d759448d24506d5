using System.Collections.Immutable;

namespace Policy.Engine.Scripts.Running;

/// <summary>The outputs of a compiled script, converted and checked as <see cref="ScriptResult"/> does for Jint. What is not
/// as declared hands over, so that the fault is worded in one place.</summary>
internal sealed class ScriptOutputs(ScriptDocument document, Shape shape)
{
    /// <summary>The names of the outputs.</summary>
    public Shape Shape { get; } = shape;

    public Value Object(Value[] values) => Value.Object(new Context(Shape, values));

    /// <summary>The declared type of an output whose values need no check; null when they do.</summary>
    public FieldType? Unchecked(int slot) => Checked(slot) is null ? document.Outputs[slot].Type : null;

    public static Value Number(double number) =>
        ScriptResult.TryNumber(number, out var value) ? Value.Number(value) : ScriptRun.HandOver<Value>();

    public Value Output(int slot, double number) => document.Outputs[slot].Type == FieldType.Number && Checked(slot) is null
        ? Number(number)
        : ScriptRun.HandOver<Value>();

    public Value Output(int slot, bool truth) => document.Outputs[slot].Type == FieldType.Boolean && Checked(slot) is null
        ? Value.Boolean(truth)
        : ScriptRun.HandOver<Value>();

    public Value Output(int slot, string text) =>
        ScriptResult.Text(document.Outputs[slot].Type, text) is { } value && Allowed(slot, value)
            ? value
            : ScriptRun.HandOver<Value>();

    public Value Output(int slot, ScriptValue value)
    {
        if (value.IsNumber) return Output(slot, value.Number);
        if (value.Reference is string text) return Output(slot, text);
        if (value.IsBoolean) return Output(slot, value.IsTrue);
        if (value.IsNull) return Value.Null;
        var fits = document.Outputs[slot].Type switch
        {
            FieldType.List => value.Reference is ScriptList or Value[],
            FieldType.Object => value.Reference is ScriptObject or Context,
            _ => false,
        };
        if (!fits || Checked(slot) is not null) ScriptRun.HandOver();
        var budget = ScriptLimits.ResultValues;
        return Plain(value, ref budget, 0);
    }

    /// <summary>A result that is not an object literal.</summary>
    public Value Read(ScriptValue result)
    {
        if (result.Reference is not ScriptObject instance || instance.Count != document.Outputs.Length)
            return ScriptRun.HandOver<Value>();
        var values = new Value[document.Outputs.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var slot = instance.Slot(document.Outputs[i].Name);
            values[i] = slot >= 0 ? Output(i, instance.Value(slot)) : ScriptRun.HandOver<Value>();
        }

        return Object(values);
    }

    // Only texts can be among declared values.
    private ImmutableArray<string>? Checked(int slot) =>
        document.Outputs[slot].Values.IsEmpty ? null : document.Outputs[slot].Values;

    private bool Allowed(int slot, Value value) =>
        Checked(slot) is not { } values || (value.Kind == ValueKind.Text && values.Contains(value.AsText()));

    private static Value Plain(ScriptValue value, ref int budget, int depth)
    {
        if (--budget < 0 || depth > ScriptLimits.ResultNesting) ScriptRun.HandOver();
        if (value.IsNull) return Value.Null;
        if (value.IsNumber) return Number(value.Number);
        if (value.IsBoolean) return Value.Boolean(value.IsTrue);
        return value.Reference switch
        {
            string { Length: <= ScriptLimits.Text } text => Value.Text(text),
            ScriptList or Value[] => List(value, ref budget, depth),
            ScriptObject or Context => Members(value, ref budget, depth),
            _ => ScriptRun.HandOver<Value>(),
        };
    }

    private static Value List(ScriptValue list, ref int budget, int depth)
    {
        if (Lists.Length(list) > budget) ScriptRun.HandOver();
        var items = ImmutableArray.CreateBuilder<Value>(Lists.Length(list));
        for (var i = 0; i < Lists.Length(list); i++) items.Add(Plain(Lists.Item(list, i), ref budget, depth + 1));
        return Value.List(items.MoveToImmutable());
    }

    private static Value Members(ScriptValue instance, ref int budget, int depth)
    {
        var names = new string[Objects.Count(instance)];
        var values = new Value[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            (names[i], var value) = Objects.Member(instance, i);
            values[i] = Plain(value, ref budget, depth + 1);
        }

        return Value.Object(new Context(new Shape(names), values));
    }
}
