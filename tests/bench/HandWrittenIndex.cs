using Policy.Seed;

namespace Policy.Benchmarks;

/// <summary>What a programmer would write for the reference table by hand: a dictionary from prefix to rows, then one
/// comparison after the other. The measure of the engine's index.</summary>
internal sealed class HandWrittenIndex
{
    private static readonly int[] Lengths = [8, 6, 4];

    private readonly Row[] _rows;
    private readonly Dictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _byPrefix;
    private readonly int[] _anyPrefix;

    public HandWrittenIndex(IReadOnlyList<ReferenceRow> rows)
    {
        _rows = [.. rows.Select(Row.Of)];
        var byPrefix = Enumerable.Range(0, rows.Count).GroupBy(i => rows[i].Prefix, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
        _anyPrefix = byPrefix.GetValueOrDefault("") ?? [];
        _byPrefix = byPrefix.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Position of the first row that hits.</summary>
    public int Decide(ReferenceParcel parcel)
    {
        var best = First(_anyPrefix, parcel, int.MaxValue);
        foreach (var length in Lengths)
            if (_byPrefix.TryGetValue(parcel.Hs.AsSpan(0, length), out var rows)) best = First(rows, parcel, best);
        return best;
    }

    private int First(int[] rows, ReferenceParcel parcel, int best)
    {
        foreach (var row in rows)
        {
            if (row >= best) return best;
            if (_rows[row].Hits(parcel)) return row;
        }

        return best;
    }

    /// <summary>Position of the first row that hits, found by trying one row after the other.</summary>
    public int DecideByLoop(ReferenceParcel parcel)
    {
        for (var i = 0; i < _rows.Length; i++)
            if (parcel.Hs.StartsWith(_rows[i].Prefix, StringComparison.Ordinal) && _rows[i].Hits(parcel)) return i;
        return -1;
    }

    private readonly record struct Row(
        string Prefix, decimal Low, decimal High, string[] Grades, string[] Countries, bool? Licensed)
    {
        public static Row Of(ReferenceRow row) => new(
            row.Prefix,
            row.Low ?? decimal.MinValue,
            row.High ?? decimal.MaxValue,
            [.. row.Grades],
            [.. row.Countries],
            row.Licensed);

        public bool Hits(ReferenceParcel parcel) =>
            parcel.Value >= Low
            && parcel.Value < High
            && (Grades.Length == 0 || Array.IndexOf(Grades, parcel.Grade) >= 0)
            && (Countries.Length == 0 || Array.IndexOf(Countries, parcel.Country) >= 0)
            && (Licensed is null || Licensed == parcel.Licensed);
    }
}
