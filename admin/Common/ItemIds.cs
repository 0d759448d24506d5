using System.Globalization;

namespace Policy.Admin.Common;

/// <summary>Gives new rows, entries and cases an id of the same form as their neighbours'.</summary>
internal static class ItemIds
{
    /// <summary>The prefix of the last numbered id with the next number that nobody has; <c>R1</c> when there is none.</summary>
    public static string Next(IEnumerable<string> taken)
    {
        var ids = taken.ToList();
        var last = ids.FindLast(id => id.Length > 0 && char.IsAsciiDigit(id[^1])) ?? "R0";
        var prefix = last.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        var highest = ids
            .Where(id => id.StartsWith(prefix, StringComparison.Ordinal))
            .Select(id => int.TryParse(id.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0)
            .DefaultIfEmpty(0)
            .Max();
        return string.Create(CultureInfo.InvariantCulture, $"{prefix}{highest + 1}");
    }
}
