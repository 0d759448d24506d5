using System.Globalization;
using System.Text.Json;

namespace Policy.Engine.Documents;

/// <summary>Reads JSON numbers as decimals, exactly or not at all.</summary>
internal static class JsonNumber
{
    private const int Digits = 28;

    /// <summary>False when the JSON is no number, lies outside the range of decimals, or has more digits or decimal
    /// places than a decimal keeps: money must not be rounded on the way in.</summary>
    public static bool TryRead(JsonElement json, out decimal number)
    {
        number = 0;
        if (json.ValueKind != JsonValueKind.Number || !json.TryGetDecimal(out number)) return false;
        var text = json.GetRawText();
        var exponentAt = text.IndexOfAny(['e', 'E']);
        if (exponentAt < 0 && text.Length <= Digits) return true;
        var mantissa = exponentAt < 0 ? text : text.AsSpan(0, exponentAt);
        if (SignificantDigits(mantissa) > Digits) return false;
        var places = mantissa.IndexOf('.') is var dot and >= 0 ? mantissa.Length - dot - 1 : 0;
        if (exponentAt < 0) return places <= Digits;
        return int.TryParse(text.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
            && places - exponent <= Digits;
    }

    private static int SignificantDigits(ReadOnlySpan<char> mantissa)
    {
        var digits = 0;
        foreach (var c in mantissa.TrimStart("-0."))
            if (char.IsAsciiDigit(c)) digits++;
        return digits;
    }
}
