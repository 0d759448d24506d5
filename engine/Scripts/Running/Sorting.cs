namespace Policy.Engine.Scripts.Running;

/// <summary>The stable merge sort of Jint, comparison for comparison: so a comparison that contradicts itself gives the same
/// order too.</summary>
internal static class Sorting
{
    public static void Merge<T>(ScriptRun run, T[] items, Comparison<T> compare) =>
        Merge(run, items, new T[items.Length], 0, items.Length, compare);

    private static void Merge<T>(ScriptRun run, T[] items, T[] buffer, int start, int end, Comparison<T> compare)
    {
        if (end - start <= 1) return;
        var middle = start + ((end - start) >> 1);
        Merge(run, items, buffer, start, middle, compare);
        Merge(run, items, buffer, middle, end, compare);
        run.Count(1 + ((end - start) / 4));
        if (compare(items[middle - 1], items[middle]) <= 0) return;
        int left = start, right = middle, index = start;
        while (left < middle && right < end)
            buffer[index++] = compare(items[left], items[right]) <= 0 ? items[left++] : items[right++];
        while (left < middle) buffer[index++] = items[left++];
        while (right < end) buffer[index++] = items[right++];
        Array.Copy(buffer, start, items, start, end - start);
    }
}
