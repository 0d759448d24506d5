using System.Collections.Immutable;
using Policy.Admin.Common;
using Policy.Admin.Tables;

namespace Policy.Admin.Lists;

/// <summary>An entry as the editor shows it.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Index">Its position in the list; -1 for a withdrawn entry of the parent's.</param>
/// <param name="Origin">Where it comes from.</param>
public sealed record DraftEntry(ListEntry Entry, int Index, RowOrigin Origin);

/// <summary>A list being edited: every command gives a new draft.</summary>
/// <param name="List">The list as it applies in the zone.</param>
/// <param name="Parent">The parent zone's list, when the zone overlays it; null for a list of its own.</param>
public sealed record ListDraft(ListDocument List, ListDocument? Parent)
{
    /// <summary>The entries to show, the parent's withdrawn ones last.</summary>
    public ImmutableArray<DraftEntry> Entries { get; } = Arrange(List, Parent);

    /// <summary>An empty entry with a new id.</summary>
    public ListEntry Blank() => new()
    {
        Id = ItemIds.Next(List.Entries.Concat(Parent?.Entries ?? []).Select(e => e.Id)),
        Values = [.. List.Columns.Select(_ => (string?)null)],
        Effect = List.Effects.FirstOrDefault() ?? "",
    };

    /// <summary>The list with an entry put in place of the one with its id, or at the end.</summary>
    public ListDocument Put(ListEntry entry)
    {
        var at = List.Entries.ToList().FindIndex(e => e.Id == entry.Id);
        return List with { Entries = at < 0 ? List.Entries.Add(entry) : List.Entries.SetItem(at, entry) };
    }

    /// <summary>The list without an entry; one of the parent's is withdrawn.</summary>
    public ListDocument Delete(DraftEntry at) => at.Index < 0 ? List : List with { Entries = List.Entries.RemoveAt(at.Index) };

    /// <summary>The list with the parent's entry back.</summary>
    public ListDocument Restore(DraftEntry at) =>
        Parent?.Entries.FirstOrDefault(e => e.Id == at.Entry.Id) is { } original ? Put(original) : List;

    /// <summary>False for an entry that the parent zone locks and for a withdrawn one.</summary>
    public bool CanEdit(DraftEntry at) => at.Index >= 0 && !(Parent is not null && at.Entry.Locked && at.Origin == RowOrigin.Inherited);

    /// <summary>The entries in which the words occur, in any value, id, source or note.</summary>
    public IEnumerable<DraftEntry> Search(string? words) => string.IsNullOrWhiteSpace(words)
        ? Entries
        : Entries.Where(e => Texts(e.Entry).Any(t => t.Contains(words.Trim(), StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<string> Texts(ListEntry entry) =>
        entry.Values.Append(entry.Id).Append(entry.Effect).Append(entry.Source).Append(entry.Note?.ZhCn).Append(entry.Note?.En).OfType<string>();

    private static ImmutableArray<DraftEntry> Arrange(ListDocument list, ListDocument? parent)
    {
        if (parent is null) return [.. list.Entries.Select((e, i) => new DraftEntry(e, i, RowOrigin.Own))];
        var originals = parent.Entries.DistinctBy(e => e.Id).ToDictionary(e => e.Id, StringComparer.Ordinal);
        var kept = list.Entries.Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. list.Entries.Select((e, i) => new DraftEntry(e, i, OriginOf(e, originals))),
            .. parent.Entries.Where(e => !kept.Contains(e.Id)).Select(e => new DraftEntry(e, -1, RowOrigin.Withdrawn)),
        ];
    }

    private static RowOrigin OriginOf(ListEntry entry, Dictionary<string, ListEntry> originals) =>
        !originals.TryGetValue(entry.Id, out var original) ? RowOrigin.Added
        : ItemEquality.Same(original, entry) ? RowOrigin.Inherited
        : RowOrigin.Overridden;
}
