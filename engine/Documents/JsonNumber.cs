using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Policy.Engine.Documents;

/// <summary>Reads JSON numbers as decimals, exactly or not at all.</summary>
internal static class JsonNumber
{
    private const int AlwaysExact = 28;

    /// <summary>False when the JSON is no number, lies outside the range of decimals, or has more digits than a decimal
    /// keeps: money must not be rounded on the way in.</summary>
    public static bool TryRead(JsonElement json, out decimal number)
    {
        number = 0;
        if (json.ValueKind != JsonValueKind.Number || !json.TryGetDecimal(out number)) return false;
        var text = json.GetRawText();
        if (text.Length <= AlwaysExact && !text.AsSpan().ContainsAny('e', 'E')) return true;
        return Digits(text) == Digits(number.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The digits without sign, point, exponent and zeros at either end: rounding changes them.</summary>
    private static string Digits(string text)
    {
        var digits = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is 'e' or 'E') break;
            if (char.IsAsciiDigit(c)) digits.Append(c);
        }

        return digits.ToString().Trim('0');
    }
}
