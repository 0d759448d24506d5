using System.Globalization;
using System.Xml;

namespace Policy.Engine.FactTypes;

/// <summary>Days, instants and durations in their ISO 8601 form.</summary>
internal static class Scalars
{
    private static readonly string[] Instants =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mmzzz",
    ];

    public static bool TryDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    /// <summary>An instant with an offset or <c>Z</c>; the first and last day of the calendar are excluded, where other
    /// offsets do not exist.</summary>
    public static bool TryInstant(string text, out DateTimeOffset instant)
    {
        if (text.EndsWith('Z')) text = string.Concat(text.AsSpan(0, text.Length - 1), "+00:00");
        return DateTimeOffset.TryParseExact(text, Instants, CultureInfo.InvariantCulture, DateTimeStyles.None, out instant)
            && instant.UtcDateTime > DateTime.MinValue.AddDays(1)
            && instant.UtcDateTime < DateTime.MaxValue.AddDays(-1);
    }

    /// <summary>A duration of days, hours, minutes and seconds; years and months have no fixed length.</summary>
    public static bool TryDuration(string text, out TimeSpan duration)
    {
        duration = default;
        var time = text.IndexOf('T', StringComparison.Ordinal) is var t and >= 0 ? t : text.Length;
        if (text.Length > 40 || text.AsSpan(0, time).ContainsAny('Y', 'M')) return false;
        try
        {
            duration = XmlConvert.ToTimeSpan(text);
            return !char.IsWhiteSpace(text[0]) && !char.IsWhiteSpace(text[^1]);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return false;
        }
    }
}
