using System.Linq.Expressions;
using Policy.Engine.Scripts.Running;
using Tree = System.Linq.Expressions.Expression;

namespace Policy.Engine.Scripts.Emission;

/// <summary>Emitted code with what is known of its value; the code's .NET type is the type's.</summary>
internal readonly record struct Operand(Tree Code, ScriptType Type)
{
    public static readonly Operand Undefined = new(Tree.Default(typeof(ScriptValue)), ScriptType.Undefined);

    /// <summary>Hands over; gives nothing.</summary>
    public static readonly Operand Never =
        new(Tree.Call(typeof(ScriptRun), nameof(ScriptRun.HandOver), [typeof(ScriptValue)]), ScriptType.None);

    public static Operand Null { get; } =
        new(Tree.Property(null, typeof(ScriptValue), nameof(ScriptValue.Null)), ScriptType.Null);

    public static Operand Number(Tree code) => new(code, ScriptType.Number);

    public static Operand Text(Tree code) => new(code, ScriptType.Text);

    public static Operand Boolean(Tree code) => new(code, ScriptType.Boolean);

    public static Operand Constant(double value) => Number(Tree.Constant(value));

    public static Operand Constant(string value) => Text(Tree.Constant(string.Intern(value)));

    public static Operand Constant(bool value) => Boolean(Tree.Constant(value));

    /// <summary>Code of a method of the running folder, typed by what the method gives.</summary>
    public static Operand Of(Tree code) =>
        code.Type == typeof(double) ? Number(code)
        : code.Type == typeof(string) ? Text(code)
        : code.Type == typeof(bool) ? Boolean(code)
        : code.Type == typeof(int) ? Number(Tree.Convert(code, typeof(double)))
        : code.Type == typeof(ScriptList) || code.Type == typeof(ScriptObject) || code.Type == typeof(ScriptFunction)
            ? new Operand(Tree.Call(typeof(ScriptValue), nameof(ScriptValue.Of), null, code), ScriptType.Object)
        : new Operand(code, ScriptType.Any);

    /// <summary>The value with its kind.</summary>
    public Tree Value() => Code.Type == typeof(ScriptValue) ? Code
        : Code.Type == typeof(Context) ? Tree.Call(typeof(ScriptValue), nameof(ScriptValue.Of), null, Code)
        : Tree.New(typeof(ScriptValue).GetConstructor([Code.Type])!, Code);

    public Tree Number() => Code.Type == typeof(double) ? Code
        : Code is MethodCallExpression { Method.Name: nameof(Members.FactNumber) } fact
            ? Tree.Call(typeof(Members), nameof(Members.FactOperand), null, [.. fact.Arguments])
        : Code is ConstantExpression { Value: bool truth } ? Tree.Constant(truth ? 1d : 0d)
        : Tree.Call(typeof(Operations), nameof(Operations.Number), null, Code.Type == typeof(Context) ? Value() : Code);

    public Tree Text() => Code.Type == typeof(string) ? Code
        : Tree.Call(typeof(Operations), nameof(Operations.Text), null, Code.Type == typeof(Context) ? Value() : Code);

    public Tree Truth() => Code.Type == typeof(bool) ? Code
        : Code.Type == typeof(Context) ? Tree.Block(Code, Tree.Constant(true))
        : Tree.Call(typeof(Operations), nameof(Operations.Truth), null, Code);

    public Tree Facts() => Code.Type == typeof(Context) ? Code
        : Tree.Call(typeof(Members), nameof(Members.Facts), null, Value());

    public Tree Nullish() => Type.May(Kinds.Nullish) || Type.Kinds == Kinds.None
        ? Tree.Property(Value(), nameof(ScriptValue.IsNullish))
        : Tree.Block(Code, Tree.Constant(false));

    /// <summary>The value held as a wider type, or one narrowed after a test, needs.</summary>
    public Tree As(ScriptType type) => type.Clr == Code.Type ? Code
        : type.Clr == typeof(double) ? Number()
        : type.Clr == typeof(string) ? Text()
        : type.Clr == typeof(bool) ? Truth()
        : type.Clr == typeof(Context) ? Facts()
        : Value();
}
