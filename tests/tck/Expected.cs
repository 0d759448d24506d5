using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Policy.Engine;

namespace Policy.Tck;

/// <summary>Compares results with what test cases expect.</summary>
internal static class Expected
{
    // As other runners do: the expected decimals are rounded.
    private const decimal Tolerance = 0.00000001m;

    public static bool Matches(XElement holder, Value actual)
    {
        if (holder.Child("list") is { } list)
        {
            if (list.IsNil()) return actual.IsNull;
            var items = list.Children("item").ToList();
            if (actual.Kind != ValueKind.List || actual.AsList().Length != items.Count) return false;
            for (var i = 0; i < items.Count; i++)
                if (!Matches(items[i], actual.AsList()[i])) return false;
            return true;
        }

        var components = holder.Children("component").ToList();
        if (components.Count > 0)
        {
            if (actual.Kind != ValueKind.Object || actual.AsObject().Count != components.Count) return false;
            return components.All(c => actual.AsObject().Shape.Slot(c.Attribute("name")!.Value) >= 0
                && Matches(c, actual.AsObject()[c.Attribute("name")!.Value]));
        }

        return holder.Child("value") is { } value ? Scalar(value, actual) : actual.IsNull;
    }

    private static bool Scalar(XElement value, Value actual)
    {
        if (value.IsNil()) return actual.IsNull;
        var text = value.Value;
        switch (actual.Kind)
        {
            case ValueKind.Null: return false;
            case ValueKind.Text: return value.Type() is "string" or null && actual.AsText() == text;
            case ValueKind.Boolean: return value.Type() == "boolean" && actual.AsBoolean() == (text.Trim() == "true");
            case ValueKind.Number:
                if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return false;
                return Math.Abs(number - actual.AsNumber()) <= Tolerance * Math.Max(1, Math.Abs(number));
            case ValueKind.Duration: return value.Type() == "duration" && XmlConvert.ToTimeSpan(text.Trim()) == actual.AsDuration();
            case ValueKind.Months:
                return value.Type() == "duration" && text.Trim() is var months && Months(months) == actual.AsMonths();
            default: return Same(text.Trim(), actual.ToString().Trim('"'));
        }
    }

    private static long? Months(string text)
    {
        var sign = text.StartsWith('-') ? -1 : 1;
        var (total, digits) = (0L, "");
        foreach (var c in text.TrimStart('-').TrimStart('P'))
        {
            if (char.IsAsciiDigit(c)) digits += c;
            else if (c is not ('Y' or 'M')) return null;
            else (total, digits) = (total + (long.Parse(digits, CultureInfo.InvariantCulture) * (c == 'Y' ? 12 : 1)), "");
        }

        return sign * total;
    }

    /// <summary>Dates and times are the same when they are written so, zero offsets and fractions aside.</summary>
    private static bool Same(string expected, string actual) => Normal(expected) == Normal(actual);

    private static string Normal(string text)
    {
        if (text.EndsWith("+00:00", StringComparison.Ordinal)) text = text[..^6] + "Z";
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0) return text;
        var end = dot + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        return text[..dot] + text[dot..end].TrimEnd('0').TrimEnd('.') + text[end..];
    }
}
