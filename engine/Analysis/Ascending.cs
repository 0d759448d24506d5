namespace Policy.Engine.Analysis;

/// <summary>Longest ascending runs.</summary>
internal static class Ascending
{
    /// <summary>A longest run of items, in their order, whose places ascend strictly.</summary>
    public static IEnumerable<T> Longest<T>(IReadOnlyList<T> items, Func<T, int> place)
    {
        var (ends, previous) = (new List<int>(), new int[items.Count]);
        for (var i = 0; i < items.Count; i++)
        {
            var (low, high) = (0, ends.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (place(items[ends[middle]]) < place(items[i])) low = middle + 1;
                else high = middle;
            }

            previous[i] = low > 0 ? ends[low - 1] : -1;
            if (low == ends.Count) ends.Add(i);
            else ends[low] = i;
        }

        for (var i = ends.Count > 0 ? ends[^1] : -1; i >= 0; i = previous[i]) yield return items[i];
    }
}
