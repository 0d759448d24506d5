using System.Globalization;
using System.Text;

namespace Policy.Engine.Expressions.Operations;

/// <summary>Texts as functions see them: sequences of Unicode characters, not of UTF-16 units.</summary>
internal static class Texts
{
    /// <summary>A text result: charged to the evaluation and limited in length.</summary>
    public static Value Made(Frame frame, string text) => Fits(frame, text.Length) ? Value.Text(text) : Value.Null;

    public static Value Made(Frame frame, string one, string other) =>
        Fits(frame, one.Length + other.Length) ? Value.Text(one + other) : Value.Null;

    /// <summary>True when a text of the length may be made; else false, with a fault.</summary>
    public static bool Fits(Frame frame, int length)
    {
        if (length <= Limits.TextLength) return frame.Spend(length);
        frame.Fault(DiagnosticCode.TextTooLong, Messages.TextTooLong());
        return false;
    }

    /// <summary>The text as shown in messages: at most so long, with an ellipsis for the rest.</summary>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length) return text;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + "…";
    }

    /// <summary>Number of characters.</summary>
    public static int Length(string text)
    {
        var count = text.Length;
        for (var i = 1; i < text.Length; i++)
            if (char.IsSurrogatePair(text[i - 1], text[i])) count--;
        return count;
    }

    /// <summary>The UTF-16 position of a character; the length for one past the end.</summary>
    public static int Unit(string text, int character)
    {
        var unit = 0;
        for (; character > 0 && unit < text.Length; character--) unit += char.IsSurrogatePair(text, unit) ? 2 : 1;
        return unit;
    }

    /// <summary>Where half of a surrogate pair stands alone; -1 when nowhere.</summary>
    public static int IllFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return i;
            i++;
        }

        return -1;
    }

    /// <summary>The text form of a value, as <c>string(…)</c> gives it; null of null.</summary>
    public static string? Of(Value value) => value.Kind switch
    {
        ValueKind.Null => null,
        ValueKind.Text => value.AsText(),
        ValueKind.Date or ValueKind.Time or ValueKind.Instant or ValueKind.LocalDateTime or ValueKind.Duration
            or ValueKind.Months or ValueKind.Function => value.ToString().Trim('"'),
        ValueKind.Range => Range(value.AsRange()),
        _ => value.ToString(),
    };

    public static string Range(ValueRange range) =>
        (range.LowIncluded ? "[" : "(") + Literal(range.Low) + ".." + Literal(range.High)
        + (range.HighIncluded ? "]" : ")");

    /// <summary>A plain value as a FEEL literal.</summary>
    public static string Literal(Value value) => value.Kind switch
    {
        ValueKind.Text => Quoted(value.AsText()),
        ValueKind.Null or ValueKind.Number or ValueKind.Boolean or ValueKind.Range => Of(value) ?? "null",
        _ => $"@{value}",
    };

    /// <summary>The text as a FEEL literal.</summary>
    public static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ when char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF' =>
                    quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }
}
