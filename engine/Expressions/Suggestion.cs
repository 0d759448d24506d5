namespace Policy.Engine.Expressions;

/// <summary>The cure for a misspelt name: the nearest known one, or the first few.</summary>
internal static class Suggestion
{
    private const int Shown = 8;

    public static LocalizedText In(string wrong, IEnumerable<string> known)
    {
        var names = known.Distinct(StringComparer.Ordinal).ToList();
        if (Nearest(wrong, names) is { } near) return new($"是否指 `{near}`？", $"Did you mean `{near}`?");
        if (names.Count == 0) return new("请更正。", "Correct it.");
        var list = string.Join(", ", names.Take(Shown).Select(n => $"`{n}`")) + (names.Count > Shown ? ", …" : "");
        return new($"可用：{list}。", $"Known are {list}.");
    }

    /// <summary>The known name with the smallest edit distance, if that is at most a third of the length.</summary>
    public static string? Nearest(string wrong, IEnumerable<string> known)
    {
        if (wrong.Length > 100) return null;
        var limit = wrong.Length / 3;
        var (best, distance) = ((string?)null, limit + 1);
        foreach (var name in known.Order(StringComparer.Ordinal))
        {
            var d = string.Equals(name, wrong, StringComparison.OrdinalIgnoreCase)
                ? 0
                : Distance(wrong, name, distance);
            if (d < distance) (best, distance) = (name, d);
        }

        return best;
    }

    /// <summary>Edit distance where swapping two neighbours counts as one; cut off at the limit.</summary>
    private static int Distance(string a, string b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) >= limit) return limit;
        var (before, last, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++) last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, last, row) = (last, row, before);
        }

        return last[b.Length];
    }
}
