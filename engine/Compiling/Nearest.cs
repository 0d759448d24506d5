namespace Policy.Engine.Compiling;

/// <summary>Suggests what an author probably meant.</summary>
internal static class Nearest
{
    /// <summary>The candidate fewest edits away (letter case counts as nothing); null when none is near.</summary>
    public static string? To(string text, IEnumerable<string> candidates)
    {
        if (text.Length is 0 or > 64) return null;
        var best = (Name: (string?)null, Edits: Math.Max(1, text.Length / 3) + 1);
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - text.Length) >= best.Edits) continue;
            var edits = Edits(text.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (edits < best.Edits) best = (candidate, edits);
        }

        return best.Name;
    }

    private static int Edits(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
