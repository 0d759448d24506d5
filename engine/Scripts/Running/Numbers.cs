using Jint;
using Jint.Native;

namespace Policy.Engine.Scripts.Running;

/// <summary>Functions and methods of numbers. Each takes numbers that are converted already.</summary>
internal static class Numbers
{
    /// <summary>The number that a value must be.</summary>
    public static double Of(ScriptValue value) => value.IsNumber ? value.Number : ScriptRun.HandOver<double>();

    public static double Abs(double x) => Math.Abs(x);

    public static double Ceil(double x) => Math.Ceiling(x);

    public static double Floor(double x) => Math.Floor(x);

    public static double Trunc(double x) => Math.Truncate(x);

    public static double Sqrt(double x) => Math.Sqrt(x);

    public static double Sign(double x) => x > 0 ? 1 : x < 0 ? -1 : x;

    // Halves go up; from 2^52 on there are none.
    public static double Round(double x)
    {
        if (!(Math.Abs(x) < 4_503_599_627_370_496)) return x;
        var even = Math.Round(x);
        return even == x - 0.5 ? even + 1 : even;
    }

    public static double Pow(double x, double y) => Operations.Power(x, y);

    // Like JavaScript's: NaN wins, and -0 is less than 0.
    public static double Max(double x, double y) => Math.Max(x, y);

    public static double Min(double x, double y) => Math.Min(x, y);

    public static double MaxOf(ScriptRun run, ScriptValue list) => Fold(list, double.NegativeInfinity, Math.Max);

    public static double MinOf(ScriptRun run, ScriptValue list) => Fold(list, double.PositiveInfinity, Math.Min);

    public static bool IsFinite(ScriptValue value) => value.IsNumber && double.IsFinite(value.Number);

    public static bool IsNaN(ScriptValue value) => value.IsNumber && double.IsNaN(value.Number);

    public static bool IsInteger(ScriptValue value) =>
        value.IsNumber && double.IsFinite(value.Number) && Math.Truncate(value.Number) == value.Number;

    public static bool IsSafeInteger(ScriptValue value) =>
        IsInteger(value) && Math.Abs(value.Number) <= 9_007_199_254_740_991;

    public static bool GlobalIsFinite(ScriptValue value) => double.IsFinite(Operations.Number(value));

    public static bool GlobalIsNaN(ScriptValue value) => double.IsNaN(Operations.Number(value));

    public static double ParseFloat(ScriptValue value)
    {
        if (value.IsNumber && value.Number == Math.Truncate(value.Number) && Math.Abs(value.Number) is > 0 and < 1e15)
            return value.Number;
        return Global("parseFloat", new JsString(Operations.Text(value)), JsValue.Undefined);
    }

    public static double ParseInt(ScriptValue value, ScriptValue radix) => Global(
        "parseInt", new JsString(Operations.Text(value)), radix.IsUndefined ? JsValue.Undefined : Operations.Number(radix));

    public static string ToFixed(double number, ScriptValue digits)
    {
        var count = Texts.Integer(digits);
        return count is >= 0 and <= 100
            ? Conversions.ByJint("Number", "toFixed", new JsNumber(number), new JsNumber(count)).AsString()
            : ScriptRun.HandOver<string>();
    }

    private static double Global(string function, JsValue text, JsValue radix) =>
        Conversions.ByJint("Number", function, JsValue.Undefined, text, radix).AsNumber();

    private static double Fold(ScriptValue list, double start, Func<double, double, double> pick)
    {
        var result = start;
        for (var i = 0; i < Lists.Length(list); i++) result = pick(result, Operations.Number(Lists.Item(list, i)));
        return result;
    }
}
