using System.Collections.Immutable;
using System.Globalization;
using Policy.Admin.Common;

namespace Policy.Admin.Tables;

/// <summary>Where a row of a zone comes from.</summary>
public enum RowOrigin
{
    /// <summary>The zone's own table has no parent.</summary>
    Own,

    /// <summary>As the parent zone has it.</summary>
    Inherited,

    /// <summary>The parent's row with other content.</summary>
    Overridden,

    /// <summary>Only in this zone.</summary>
    Added,

    /// <summary>The parent's row that does not apply in this zone.</summary>
    Withdrawn,
}

/// <summary>A row as the grid shows it.</summary>
/// <param name="Row">The row.</param>
/// <param name="Index">Its position in the table; -1 for a withdrawn row, which is not in it.</param>
/// <param name="Origin">Where it comes from.</param>
public sealed record DraftRow(TableRow Row, int Index, RowOrigin Origin);

/// <summary>A decision table being edited: every command gives a new draft.</summary>
/// <param name="Table">The table as it applies in the zone.</param>
/// <param name="Parent">The parent zone's table, when the zone overlays it; null for a table of its own.</param>
public sealed record TableDraft(DecisionTableDocument Table, DecisionTableDocument? Parent)
{
    /// <summary>The rows to show: those of the table and, in their place, the parent's withdrawn ones.</summary>
    public ImmutableArray<DraftRow> Rows { get; } = Arrange(Table, Parent);

    /// <summary>The text of a cell.</summary>
    public static string Cell(TableRow row, TableColumn column) => column.Kind switch
    {
        ColumnKind.Input => column.Index < row.When.Length ? row.When[column.Index] : "",
        ColumnKind.Output => column.Index < row.Then.Length ? row.Then[column.Index] : "",
        ColumnKind.From => Day(row.From),
        ColumnKind.To => Day(row.To),
        _ => Display.Text(row.Note),
    };

    /// <summary>True when the text can stand in the column at all; the engine judges expressions, not this.</summary>
    public static bool Accepts(TableColumn column, string text) =>
        column.Kind is not (ColumnKind.From or ColumnKind.To) || text.Trim().Length == 0 || TryDay(text, out _);

    /// <summary>The draft with a cell replaced; unchanged when the row is withdrawn or a day is not one.</summary>
    public TableDraft Edit(DraftRow at, TableColumn column, string text)
    {
        if (at.Index < 0 || !CanEdit(at) || !Accepts(column, text)) return this;
        var value = text.Trim();
        var row = Table.Rows[at.Index];
        var edited = column.Kind switch
        {
            ColumnKind.Input => row with { When = Put(row.When, column.Index, value) },
            ColumnKind.Output => row with { Then = Put(row.Then, column.Index, value) },
            ColumnKind.From => row with { From = ParseDay(value) },
            ColumnKind.To => row with { To = ParseDay(value) },
            _ => row with { Note = Notes.Edit(row.Note, value) },
        };
        return WithRows(Table.Rows.SetItem(at.Index, edited));
    }

    /// <summary>The draft with an empty row before a row of the table, or at the end.</summary>
    public TableDraft Insert(int index) => WithRows(Table.Rows.Insert(Math.Clamp(index, 0, Table.Rows.Length), new TableRow
    {
        Id = ItemIds.Next(TakenIds()),
        When = [.. Table.Inputs.Select(_ => "")],
        Then = [.. Table.Outputs.Select(_ => "")],
    }));

    /// <summary>The draft with a copy of a row below it.</summary>
    public TableDraft Duplicate(DraftRow at) => WithRows(Table.Rows.Insert(
        at.Index + 1,
        at.Row with { Id = ItemIds.Next(TakenIds()), Locked = false, Before = null }));

    /// <summary>The draft without a row; a row of the parent's is withdrawn.</summary>
    public TableDraft Delete(DraftRow at) => at.Index < 0 || !CanEdit(at) ? this : WithRows(Table.Rows.RemoveAt(at.Index));

    /// <summary>The draft with the parent's row back: withdrawn rows return, overridden ones lose their changes.</summary>
    public TableDraft Restore(DraftRow at)
    {
        if (Parent?.Rows.FirstOrDefault(r => r.Id == at.Row.Id) is not { } original) return this;
        if (at.Index >= 0) return WithRows(Table.Rows.SetItem(at.Index, original));
        var place = Rows.IndexOf(at);
        var next = Rows.Skip(place + 1).FirstOrDefault(r => r.Index >= 0);
        return WithRows(Table.Rows.Insert(next?.Index ?? Table.Rows.Length, original));
    }

    /// <summary>True when the row may go one place up (-1) or down (1). The parent fixes the order of its own rows.</summary>
    public bool CanMove(DraftRow at, int by) =>
        at.Index >= 0 && at.Origin is RowOrigin.Own or RowOrigin.Added
        && at.Index + by >= 0 && at.Index + by < Table.Rows.Length;

    /// <summary>The draft with a row one place up or down.</summary>
    public TableDraft Move(DraftRow at, int by) =>
        CanMove(at, by) ? WithRows(Table.Rows.RemoveAt(at.Index).Insert(at.Index + by, Table.Rows[at.Index])) : this;

    /// <summary>False for a row that the parent zone locks and for a withdrawn one.</summary>
    public bool CanEdit(DraftRow at) => at.Index >= 0 && !(Parent is not null && at.Row.Locked && at.Origin == RowOrigin.Inherited);

    private static ImmutableArray<DraftRow> Arrange(DecisionTableDocument table, DecisionTableDocument? parent)
    {
        if (parent is null) return [.. table.Rows.Select((row, i) => new DraftRow(row, i, RowOrigin.Own))];
        var originals = parent.Rows.DistinctBy(r => r.Id).ToDictionary(r => r.Id, StringComparer.Ordinal);
        var shown = table.Rows.Select((row, i) => new DraftRow(row, i, OriginOf(row, originals))).ToList();
        for (var p = 0; p < parent.Rows.Length; p++)
        {
            var row = parent.Rows[p];
            if (shown.Exists(r => r.Row.Id == row.Id)) continue;
            var before = p == 0 ? -1 : shown.FindIndex(r => r.Row.Id == parent.Rows[p - 1].Id);
            shown.Insert(before + 1, new DraftRow(row, -1, RowOrigin.Withdrawn));
        }

        return [.. shown];
    }

    private static RowOrigin OriginOf(TableRow row, Dictionary<string, TableRow> originals) =>
        !originals.TryGetValue(row.Id, out var original) ? RowOrigin.Added
        : ItemEquality.Same(original, row) ? RowOrigin.Inherited
        : RowOrigin.Overridden;

    private static ImmutableArray<string> Put(ImmutableArray<string> cells, int index, string text)
    {
        while (cells.Length <= index) cells = cells.Add("");
        return cells.SetItem(index, text);
    }

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static DateOnly? ParseDay(string text) => TryDay(text, out var day) ? day : null;

    private static bool TryDay(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    private IEnumerable<string> TakenIds() => Table.Rows.Concat(Parent?.Rows ?? []).Select(r => r.Id);

    private TableDraft WithRows(ImmutableArray<TableRow> rows) => new(Table with { Rows = rows }, Parent);
}
