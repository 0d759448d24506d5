using System.Runtime.CompilerServices;

namespace Policy.Engine.Scripts.Running;

/// <summary>Conversions and operators of JavaScript on values. What would run a method of an object hands over.</summary>
internal static class Operations
{
    public static double Number(ScriptValue value) => value.IsNumber ? value.Number : NumberOfOther(value);

    public static double Number(string text) => Conversions.Number(text);

    public static double Number(bool truth) => truth ? 1 : 0;

    private static double NumberOfOther(ScriptValue value) =>
        value.IsNull || value.IsFalse ? 0
        : value.IsTrue ? 1
        : value.IsUndefined ? double.NaN
        : value.Reference is string text ? Conversions.Number(text)
        : ScriptRun.HandOver<double>();

    public static string Text(ScriptValue value) =>
        value.Reference is string text ? text
        : value.IsNumber ? Conversions.Text(value.Number)
        : value.IsUndefined ? "undefined"
        : value.IsNull ? "null"
        : value.IsTrue ? "true"
        : value.IsFalse ? "false"
        : ScriptRun.HandOver<string>();

    public static string Text(double number) => Conversions.Text(number);

    public static string Text(bool truth) => truth ? "true" : "false";

    public static bool Truth(ScriptValue value) =>
        value.IsNumber ? Truth(value.Number)
        : value.Reference is string text ? text.Length > 0
        : value.IsTrue || value.IsObject;

    public static bool Truth(double number) => number != 0 && !double.IsNaN(number);

    public static bool Truth(string text) => text.Length > 0;

    public static string TypeOf(ScriptValue value) =>
        value.IsNumber ? "number"
        : value.Reference is string ? "string"
        : value.IsBoolean ? "boolean"
        : value.IsUndefined ? "undefined"
        : value.Reference is ScriptFunction ? "function"
        : "object";

    public static ScriptValue Add(ScriptRun run, ScriptValue left, ScriptValue right) =>
        left.IsNumber && right.IsNumber ? new ScriptValue(left.Number + right.Number)
        : left.Reference is string || right.Reference is string ? new ScriptValue(Concat(run, Text(left), Text(right)))
        : new ScriptValue(Number(left) + Number(right));

    public static string Concat(ScriptRun run, string left, string right)
    {
        run.Charge(32 + (2L * (left.Length + (long)right.Length)));
        return string.Concat(left, right);
    }

    // `a < b` of values of any kind; what is not comparable is neither less nor not less.
    public static bool Less(ScriptValue left, ScriptValue right) =>
        left.Reference is string a && right.Reference is string b
            ? string.CompareOrdinal(a, b) < 0
            : Number(left) < Number(right);

    public static bool LessOrEqual(ScriptValue left, ScriptValue right) =>
        left.Reference is string a && right.Reference is string b
            ? string.CompareOrdinal(a, b) <= 0
            : Number(left) <= Number(right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Same(ScriptValue left, ScriptValue right) =>
        left.IsNumber ? right.IsNumber && left.Number == right.Number
        : left.Reference is string text ? Same(right, text)
        : ReferenceEquals(left.Reference, right.Reference) && !IsFacts(left);

    public static bool Same(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);

    public static bool Same(ScriptValue value, string text) =>
        value.Reference is string other && string.Equals(other, text, StringComparison.Ordinal);

    public static bool Same(ScriptValue value, double number) => value.IsNumber && value.Number == number;

    // Like `===`, but NaN is found (Array.prototype.includes).
    public static bool Found(ScriptValue left, ScriptValue right) =>
        Same(left, right) || (left.IsNumber && right.IsNumber && double.IsNaN(left.Number) && double.IsNaN(right.Number));

    public static bool Equal(ScriptValue left, ScriptValue right)
    {
        if (left.IsNullish || right.IsNullish) return left.IsNullish && right.IsNullish;
        if (left.IsObject != right.IsObject) return ScriptRun.HandOver<bool>();
        if (left.IsObject || (left.Reference is string && right.Reference is string)) return Same(left, right);
        return Number(left) == Number(right);
    }

    public static double Remainder(double left, double right) => left % right;

    public static double Power(double x, double y)
    {
        if (y == 0) return 1;
        if (double.IsNaN(y) || (Math.Abs(x) == 1 && double.IsInfinity(y))) return double.NaN;
        return Math.Pow(x, y);
    }

    public static double Not(double number) => ~Int32(number);

    public static double And(double left, double right) => Int32(left) & Int32(right);

    public static double Or(double left, double right) => Int32(left) | Int32(right);

    public static double ExclusiveOr(double left, double right) => Int32(left) ^ Int32(right);

    public static double ShiftLeft(double left, double right) => Int32(left) << (Int32(right) & 31);

    public static double ShiftRight(double left, double right) => Int32(left) >> (Int32(right) & 31);

    public static double ShiftRightUnsigned(double left, double right) =>
        unchecked((uint)Int32(left)) >> (Int32(right) & 31);

    private static int Int32(double number)
    {
        if (number is >= int.MinValue and <= int.MaxValue) return (int)number;
        if (!double.IsFinite(number)) return 0;
        var modulo = Math.Truncate(number) % 4294967296d;
        return unchecked((int)(uint)(long)modulo);
    }

    // Jint gets a copy of the facts, in which no two are the same; here they may be.
    private static bool IsFacts(ScriptValue value) =>
        value.Reference is Value[] or Context && ScriptRun.HandOver<bool>();
}
