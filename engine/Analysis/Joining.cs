namespace Policy.Engine.Analysis;

/// <summary>Joins boxes with the same outcomes and the same deciding lines that differ on one side only.</summary>
internal static class Joining
{
    public static List<Pair> Joined(List<Pair> pairs) =>
        [.. pairs.GroupBy(Key, StringComparer.Ordinal).SelectMany(group => Widened([.. group]))];

    private static string Key(Pair pair) => string.Join(
        '\n',
        [
            pair.Before.Text, pair.After.Text, .. pair.LinesBefore.Select(l => l.Id), "\t", .. pair.LinesAfter.Select(l => l.Id),
        ]);

    private static List<Pair> Widened(List<Pair> pairs)
    {
        for (var changed = true; changed && pairs.Count > 1;)
        {
            changed = false;
            for (var d = 0; d < pairs[0].Box.Space.Dimensions.Length; d++)
            {
                var joined = pairs.GroupBy(p => p.Box, new Others(d)).Select(g => JoinedOn(d, [.. g])).ToList();
                changed |= joined.Count < pairs.Count;
                pairs = joined;
            }
        }

        return pairs;
    }

    private static Pair JoinedOn(int dimension, List<Pair> pairs) => pairs.Count == 1 ? pairs[0] : pairs[0] with
    {
        Box = pairs[0].Box.With(dimension, pairs.Select(p => p.Box[dimension]).Aggregate((a, b) => a.Union(b))),
    };

    /// <summary>Boxes are equal when all sides but one are.</summary>
    private sealed class Others(int dimension) : IEqualityComparer<Box>
    {
        public bool Equals(Box? x, Box? y) => x!.With(dimension, y![dimension]).SameAs(y);

        public int GetHashCode(Box box)
        {
            var hash = new HashCode();
            for (var d = 0; d < box.Space.Dimensions.Length; d++)
                if (d != dimension) hash.Add(box[d]);
            return hash.ToHashCode();
        }
    }
}
