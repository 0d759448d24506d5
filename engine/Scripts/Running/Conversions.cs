using System.Globalization;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace Policy.Engine.Scripts.Running;

/// <summary>Numbers and texts into one another. Plain integers are quick; everything else asks Jint, so that both agree to
/// the last digit.</summary>
internal static class Conversions
{
    private const double Exact = 9_007_199_254_740_992;

    private static readonly string[] Small =
        [.. Enumerable.Range(0, 1_000).Select(i => i.ToString(CultureInfo.InvariantCulture))];

    [ThreadStatic]
    private static Jint.Engine? _engine;

    public static string Text(double number)
    {
        if (number is not (> -Exact and < Exact) || number != Math.Truncate(number))
            return TypeConverter.ToString(new JsNumber(number));
        var whole = (long)number;
        return whole is >= 0 and < 1_000 ? Small[whole] : whole.ToString(CultureInfo.InvariantCulture);
    }

    public static double Number(string text)
    {
        if (text.Length is 0 or > 15) return Other(text);
        var number = 0L;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c)) return Other(text);
            number = (number * 10) + (c - '0');
        }

        return number;
    }

    /// <summary>A method of plain values, as Jint has it.</summary>
    /// <param name="owner"><c>Number</c> or <c>String</c>.</param>
    /// <param name="method">A function of the owner, or a method of its values.</param>
    /// <param name="self">The value whose method it is; undefined for a function of the owner.</param>
    /// <param name="arguments">Plain values.</param>
    public static JsValue ByJint(string owner, string method, JsValue self, params JsValue[] arguments)
    {
        var engine = _engine ??= new Jint.Engine(options => options.Culture(CultureInfo.InvariantCulture));
        var holder = (ObjectInstance)engine.GetValue(owner);
        if (!self.IsUndefined()) holder = (ObjectInstance)holder.Get("prototype");
        return engine.Call(holder.Get(method), self, arguments);
    }

    private static double Other(string text) => TypeConverter.ToNumber(new JsString(text));
}
