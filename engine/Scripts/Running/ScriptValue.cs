using System.Runtime.CompilerServices;

namespace Policy.Engine.Scripts.Running;

/// <summary>A JavaScript value of a compiled script whose kind is not known beforehand: 16 bytes, numbers unboxed. The default
/// is <c>undefined</c>. Facts are read in place: an object of facts is its <see cref="Context"/>, a list of facts its array
/// of values.</summary>
internal readonly struct ScriptValue
{
    private static readonly object NumberMark = new Mark();
    private static readonly object NullMark = new Mark();
    private static readonly object TrueMark = new Mark();
    private static readonly object FalseMark = new Mark();

    private ScriptValue(object? reference, double number) => (Reference, Number) = (reference, number);

    public ScriptValue(double number) => (Reference, Number) = (NumberMark, number);

    public ScriptValue(string text) => (Reference, Number) = (text, 0);

    public ScriptValue(bool truth) => (Reference, Number) = (truth ? TrueMark : FalseMark, 0);

    public static ScriptValue Undefined => default;

    public static ScriptValue Null => new(NullMark, 0);

    /// <summary>The text, list, object, function or facts; for other kinds a mark.</summary>
    public object? Reference { get; }

    /// <summary>The number; 0 for every other kind.</summary>
    public double Number { get; }

    public bool IsNumber => ReferenceEquals(Reference, NumberMark);

    public bool IsNull => ReferenceEquals(Reference, NullMark);

    public bool IsUndefined => Reference is null;

    public bool IsNullish => Reference is null || ReferenceEquals(Reference, NullMark);

    public bool IsTrue => ReferenceEquals(Reference, TrueMark);

    public bool IsFalse => ReferenceEquals(Reference, FalseMark);

    public bool IsBoolean => IsTrue || IsFalse;

    /// <summary>True for lists, objects and functions, those of the facts included.</summary>
    public bool IsObject => Reference is not null and not string and not Mark;

    public static ScriptValue Of(ScriptList list) => new(list, 0);

    public static ScriptValue Of(ScriptObject instance) => new(instance, 0);

    public static ScriptValue Of(ScriptFunction function) => new(function, 0);

    public static ScriptValue Of(Context facts) => new(facts, 0);

    public static ScriptValue Of(Value[] facts) => new(facts, 0);

    /// <summary>A value of the facts, as <see cref="ScriptFacts"/> gives it to Jint.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScriptValue Of(in Value value) =>
        value.Kind == ValueKind.Number ? new ScriptValue((double)value.AsNumber()) : OfOther(value);

    private static ScriptValue OfOther(in Value value) => value.Kind switch
    {
        ValueKind.Null => Null,
        ValueKind.Text => new ScriptValue(value.AsText()),
        ValueKind.Boolean => new ScriptValue(value.AsBoolean()),
        ValueKind.List => Of(value.ListItems()),
        ValueKind.Object => Of(value.AsObject()),
        _ => new ScriptValue(ScriptFacts.Text(value)),
    };

    private sealed class Mark;
}
