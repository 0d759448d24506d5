
namespace Policy.Admin.Tables;

/// <summary>What a column of the grid edits.</summary>
public enum ColumnKind
{
    Input,
    Output,
    From,
    To,
    Note,
}

/// <summary>A column of the grid.</summary>
/// <param name="Kind">What it edits.</param>
/// <param name="Index">Position among the inputs or outputs; 0 for the others.</param>
public sealed record TableColumn(ColumnKind Kind, int Index)
{
    /// <summary>The columns of a table, in the order shown.</summary>
    public static IReadOnlyList<TableColumn> Of(DecisionTableDocument table) =>
    [
        .. table.Inputs.Select((_, i) => new TableColumn(ColumnKind.Input, i)),
        .. table.Outputs.Select((_, i) => new TableColumn(ColumnKind.Output, i)),
        new TableColumn(ColumnKind.From, 0),
        new TableColumn(ColumnKind.To, 0),
        new TableColumn(ColumnKind.Note, 0),
    ];

    /// <summary>How comments name it: an input by its expression, an output by its name, the others by their member of the row.</summary>
    public string Name(DecisionTableDocument table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Kind switch
        {
            ColumnKind.Input => table.Inputs[Index].Expression,
            ColumnKind.Output => table.Outputs[Index].Name,
            ColumnKind.From => "from",
            ColumnKind.To => "to",
            _ => "note",
        };
    }

    /// <summary>The JSON pointer of the column's cell in a row, as diagnostics name it.</summary>
    public string Pointer(int row) => Kind switch
    {
        ColumnKind.Input => $"/rows/{row}/when/{Index}",
        ColumnKind.Output => $"/rows/{row}/then/{Index}",
        ColumnKind.From => $"/rows/{row}/from",
        ColumnKind.To => $"/rows/{row}/to",
        _ => $"/rows/{row}/note",
    };
}
