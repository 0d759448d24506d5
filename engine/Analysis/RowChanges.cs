using System.Collections.Immutable;

namespace Policy.Engine.Analysis;

/// <summary>How the rows (entries, characteristics, steps) of two versions differ in what is written, matched by id.</summary>
/// <param name="Added">Ids of those that only the later version has.</param>
/// <param name="Removed">Ids of those that only the earlier version has.</param>
/// <param name="Changed">Those with cells that differ.</param>
/// <param name="Moved">Ids of those that stand elsewhere in relation to the others: the fewest whose moves explain the new
/// order.</param>
/// <param name="Document">What differs outside of the rows, such as the hit policy.</param>
public sealed record RowChanges(
    ImmutableArray<string> Added,
    ImmutableArray<string> Removed,
    ImmutableArray<RowChange> Changed,
    ImmutableArray<string> Moved,
    ImmutableArray<CellChange> Document)
{
    /// <summary>True when nothing differs.</summary>
    public bool IsEmpty => Added.IsEmpty && Removed.IsEmpty && Changed.IsEmpty && Moved.IsEmpty && Document.IsEmpty;

    internal static RowChanges Between(Document before, Document after)
    {
        var (ones, others) = (Items.Of(before), Items.Of(after));
        var earlier = ones.ToDictionary(i => i.Id, StringComparer.Ordinal);
        var later = others.Select((item, place) => (item, place)).ToDictionary(p => p.item.Id, p => p, StringComparer.Ordinal);
        var common = ones.Where(i => later.ContainsKey(i.Id)).ToList();
        var kept = Ascending.Longest(common, i => later[i.Id].place).ToHashSet();
        return new RowChanges(
            [.. others.Select(i => i.Id).Where(id => !earlier.ContainsKey(id))],
            [.. ones.Select(i => i.Id).Where(id => !later.ContainsKey(id))],
            [.. common.Select(i => new RowChange(i.Id, Cells(i, later[i.Id].item))).Where(c => !c.Cells.IsEmpty)],
            [.. common.Where(i => !kept.Contains(i)).Select(i => i.Id)],
            Cells(Items.Whole(before), Items.Whole(after)));
    }

    private static ImmutableArray<CellChange> Cells(Item before, Item after)
    {
        // Most items of long documents are alike.
        if (before.Cells.Length == after.Cells.Length && before.Cells.Zip(after.Cells).All(c => c.First.Key == c.Second.Key && c.First.Value == c.Second.Value))
            return [];
        var (ones, others) = (Columns(before), Columns(after));
        return
        [
            .. ones.Keys.Union(others.Keys)
                .Select(column => new CellChange(column, ones.GetValueOrDefault(column), others.GetValueOrDefault(column)))
                .Where(c => c.Before != c.After),
        ];
    }

    // A table may read the same input in two columns.
    private static Dictionary<string, string?> Columns(Item item) => item.Cells
        .GroupBy(c => c.Key, StringComparer.Ordinal)
        .SelectMany(g => g.Select((cell, at) => (Name: at == 0 ? g.Key : $"{g.Key}#{at + 1}", Text: cell.Value)))
        .ToDictionary(c => c.Name, c => c.Text, StringComparer.Ordinal);
}

/// <summary>A row that differs.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Cells">The cells that differ.</param>
public sealed record RowChange(string Id, ImmutableArray<CellChange> Cells);

/// <summary>A cell that differs.</summary>
/// <param name="Column">The input's expression, the output's name, or the name of another member.</param>
/// <param name="Before">The earlier text; null when there was none.</param>
/// <param name="After">The later text; null when there is none.</param>
public sealed record CellChange(string Column, string? Before, string? After);
