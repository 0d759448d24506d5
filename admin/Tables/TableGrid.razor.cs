using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Policy.Admin.Comments;
using Policy.Admin.Common;
using Policy.Engine;

namespace Policy.Admin.Tables;

/// <summary>The grid's state and commands; what a command does to the table is in <see cref="TableDraft"/>.</summary>
public sealed partial class TableGrid
{
    private const int UndoSteps = 100;

    private ElementReference _frame;
    private ElementReference _editor;
    private IJSObjectReference? _module;
    private IJSObjectReference? _grid;
    private DotNetObjectReference<TableGrid>? _self;
    private IReadOnlyList<TableColumn> _columns = [];
    private IReadOnlyList<string> _headings = [];
    private ILookup<string, Diagnostic> _problems = Array.Empty<Diagnostic>().ToLookup(p => p.Pointer);
    private ImmutableStack<TableDraft> _undo = [];
    private ImmutableStack<TableDraft> _redo = [];
    private TableDraft? _pending;
    private (int Row, int Column) _active = (-1, 0);
    private (int Row, int Column)? _goTo;
    private bool _refusedDay;

    /// <summary>The table.</summary>
    [Parameter, EditorRequired]
    public required TableDraft Draft { get; set; }

    /// <summary>True to look only.</summary>
    [Parameter]
    public bool ReadOnly { get; set; }

    /// <summary>Findings, with pointers into the table.</summary>
    [Parameter]
    public ImmutableArray<Diagnostic> Problems { get; set; } = [];

    /// <summary>A pass over the rows to mark in place; null for none.</summary>
    [Parameter]
    public TracePass? Trace { get; set; }

    /// <summary>Id of a row to bring into view and mark; null for none.</summary>
    [Parameter]
    public string? Highlight { get; set; }

    /// <summary>Labels of the facts, for headings; null to show expressions.</summary>
    [Parameter]
    public FactType? Facts { get; set; }

    /// <summary>Told of every committed edit, with the whole table.</summary>
    [Parameter]
    public EventCallback<DecisionTableDocument> Edited { get; set; }

    /// <summary>Told of every pause in typing, with the table as it would be; null when typing was given up.</summary>
    [Parameter]
    public EventCallback<DecisionTableDocument?> Typed { get; set; }

    /// <summary>What is said of the policy; null where it is not to be commented on.</summary>
    [CascadingParameter]
    private CommentBoard? Comments { get; set; }

    private DraftRow? ActiveRow => Draft.Rows.ElementAtOrDefault(_active.Row);

    private TableColumn? ActiveColumn => _columns.ElementAtOrDefault(_active.Column);

    private IEnumerable<Diagnostic> ActiveProblems => ActiveRow is { Index: >= 0 } row && ActiveColumn is { } column
        ? _problems[column.Pointer(row.Index)].Concat(_problems[$"/rows/{row.Index}"])
        : [];

    private bool CanDelete => ActiveRow is { } row && Draft.CanEdit(row);

    /// <summary>The active cell moved.</summary>
    [JSInvokable]
    public void Activate(int row, int column)
    {
        (_active, _refusedDay) = ((row, column), false);
        if (ActiveRow is { } at && ActiveColumn is { } cell) Comments?.Pick(new(at.Row.Id, cell.Name(Draft.Table)), false);
        StateHasChanged();
    }

    /// <summary>A cell's new text.</summary>
    [JSInvokable]
    public Task Commit(int row, int column, string text)
    {
        _pending = null;
        if (Draft.Rows.ElementAtOrDefault(row) is not { } at || _columns.ElementAtOrDefault(column) is not { } cell) return Task.CompletedTask;
        _refusedDay = !TableDraft.Accepts(cell, text);
        if (_refusedDay) StateHasChanged();
        return Apply(Draft.Edit(at, cell, text));
    }

    /// <summary>Text being typed into a cell.</summary>
    [JSInvokable]
    public Task Typing(int row, int column, string text)
    {
        if (Draft.Rows.ElementAtOrDefault(row) is not { } at || _columns.ElementAtOrDefault(column) is not { } cell) return Task.CompletedTask;
        _pending = Draft.Edit(at, cell, text);
        return Typed.InvokeAsync(_pending.Table);
    }

    /// <summary>Typing was given up.</summary>
    [JSInvokable]
    public Task Cancel()
    {
        if (_pending is null) return Task.CompletedTask;
        _pending = null;
        return Typed.InvokeAsync(null);
    }

    /// <summary>Takes the last edit back.</summary>
    [JSInvokable]
    public Task Undo()
    {
        if (_undo.IsEmpty) return Task.CompletedTask;
        _redo = _redo.Push(Draft);
        _undo = _undo.Pop(out var before);
        return Show(before);
    }

    /// <summary>Makes the last edit that was taken back again.</summary>
    [JSInvokable]
    public Task Redo()
    {
        if (_redo.IsEmpty) return Task.CompletedTask;
        _undo = _undo.Push(Draft);
        _redo = _redo.Pop(out var after);
        return Show(after);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _self?.Dispose();
        try
        {
            if (_grid is not null) await _grid.InvokeVoidAsync("detach");
            if (_grid is not null) await _grid.DisposeAsync();
            if (_module is not null) await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone and took the grid with it.
        }
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _columns = TableColumn.Of(Draft.Table);
        _headings = [.. _columns.Select(Heading)];
        _problems = Problems.ToLookup(p => p.Pointer, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            _module = await Js.InvokeAsync<IJSObjectReference>("import", "./_content/Policy.Admin/grid.js");
            _grid = await _module.InvokeAsync<IJSObjectReference>("attach", _frame, _editor, _self);
            var marked = Draft.Rows.ToList().FindIndex(r => r.Row.Id == Highlight);
            if (marked >= 0) await _grid.InvokeVoidAsync("scrollTo", marked);
            StateHasChanged();
        }

        if (_goTo is { } target && _grid is not null)
        {
            _goTo = null;
            await _grid.InvokeVoidAsync("go", target.Row, target.Column);
        }
    }

    private static string? Blank(TableColumn column) => column.Kind == ColumnKind.Input ? "–" : null;

    private async Task Apply(TableDraft draft)
    {
        if (ReadOnly || ReferenceEquals(draft, Draft)) return;
        _undo = _undo.Count() < UndoSteps ? _undo.Push(Draft) : [.. _undo.Take(UndoSteps - 1).Reverse(), Draft];
        _redo = [];
        await Show(draft);
    }

    private Task Show(TableDraft draft)
    {
        Draft = draft;
        StateHasChanged();
        return Edited.InvokeAsync(draft.Table);
    }

    private Task AddRow()
    {
        var index = ActiveRow is null ? Draft.Table.Rows.Length : Draft.Rows.Take(_active.Row + 1).Count(r => r.Index >= 0);
        var added = Draft.Insert(index);
        _goTo = (added.Rows.ToList().FindIndex(r => r.Index == index), 0);
        return Apply(added);
    }

    private Task DuplicateRow()
    {
        _goTo = (_active.Row + 1, _active.Column);
        return Apply(Draft.Duplicate(ActiveRow!));
    }

    private Task DeleteRow() => Apply(Draft.Delete(ActiveRow!));

    private Task RestoreRow() => Apply(Draft.Restore(ActiveRow!));

    private Task MoveRow(int by)
    {
        _goTo = (_active.Row + by, _active.Column);
        return Apply(Draft.Move(ActiveRow!, by));
    }

    private bool CanMove(int by) => ActiveRow is { } row && Draft.CanMove(row, by);

    private ImmutableArray<ImmutableArray<Diagnostic>> ProblemsOf(DraftRow row) => row.Index < 0 || _problems.Count == 0
        ? []
        : [.. _columns.Select(c => _problems[c.Pointer(row.Index)].ToImmutableArray()), [.. _problems[$"/rows/{row.Index}"], .. _problems[$"/rows/{row.Index}/id"]]];

    private TraceItem? TraceOf(DraftRow row) => row.Index < 0 ? null : Trace?.Items.FirstOrDefault(i => i.Id == row.Row.Id);

    private string Heading(TableColumn column) => column.Kind switch
    {
        ColumnKind.Input => Display.Text(Draft.Table.Inputs[column.Index].Title, FactLabel(Draft.Table.Inputs[column.Index].Expression)),
        ColumnKind.Output => Display.Text(Draft.Table.Outputs[column.Index].Title, Draft.Table.Outputs[column.Index].Name),
        ColumnKind.From => T["From"],
        ColumnKind.To => T["To"],
        _ => T["Note"],
    };

    private string? Expression(TableColumn column) => column.Kind switch
    {
        ColumnKind.Input => Draft.Table.Inputs[column.Index].Expression,
        ColumnKind.Output => Draft.Table.Outputs[column.Index].Unit is { } unit
            ? $"{Draft.Table.Outputs[column.Index].Name} ({unit})"
            : Draft.Table.Outputs[column.Index].Name,
        _ => null,
    };

    private string FactLabel(string expression)
    {
        var type = Facts;
        FactField? field = null;
        foreach (var part in expression.Split('.'))
        {
            field = type?.Field(part);
            if (field is null) return expression;
            type = field.Members;
        }

        return Display.Text(field!.Definition.Title, expression);
    }
}
