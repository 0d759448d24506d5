using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Policy.Engine.Analysis;

/// <summary>A row, entry, characteristic, step or the like, with what is written in it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Cells">Its cells by column; a cell that is not there is null.</param>
internal sealed record Item(string Id, ImmutableArray<KeyValuePair<string, string?>> Cells);

/// <summary>Documents as items, for structural comparison.</summary>
internal static class Items
{
    /// <summary>The items of a document, in order.</summary>
    public static ImmutableArray<Item> Of(Document document) => document switch
    {
        DecisionTableDocument table => [.. table.Rows.Select(r => Row(table, r))],
        ListDocument list => [.. list.Entries.Select(e => Entry(list, e))],
        ScorecardDocument card =>
        [
            .. card.Characteristics.Select(Characteristic),
            .. card.Grades.Select((g, place) => Of($"{g.Grade}#{card.Grades.Take(place).Count(o => o.Grade == g.Grade) + 1}", ("when", g.When))),
            .. card.Overrides.Select(o => Of(o.Id, ("when", o.When), ("grade", o.Grade), ("legalBasis", o.LegalBasis))),
        ],
        FlowDocument flow => [.. flow.Steps.Select(s => Of(s.Id, ("use", s.Use), ("when", s.When), ("facts", s.Facts)))],
        FactTypeDocument type => [.. type.Fields.Select(f => Of(f.Name, ("field", JsonSerializer.Serialize(f))))],
        _ => [],
    };

    /// <summary>What is written about the document as a whole.</summary>
    public static Item Whole(Document document) => Of("",
    [
        .. Own(document).Cells.Select(c => (c.Key, c.Value)),
        ("force", document.Force.ToString()), ("facts", document.Facts), ("dialect", document.Dialect.ToString()),
        .. document.Requires.Select(r => ($"requires.{r.Key}", (string?)r.Value)),
        .. document.Functions.Select(f => ($"functions.{f.Key}", (string?)f.Value)),
    ]);

    private static Item Own(Document document) => document switch
    {
        DecisionTableDocument table => Of("",
        [
            ("hitPolicy", table.HitPolicy.ToString()), ("forEach", table.ForEach),
            .. Outputs(table.Outputs),
        ]),
        ListDocument list => Of("",
            ("forEach", list.ForEach), ("when", list.When), ("otherwise", list.Otherwise), ("effects", string.Join(", ", list.Effects)),
            ("columns", string.Join(", ", list.Columns.Select(c => $"{c.Field} {c.Match}")))),
        ScorecardDocument card => Of("", ("base", card.Base.ToString(CultureInfo.InvariantCulture))),
        FlowDocument flow => Of("", ("outcome", flow.Outcome)),
        ScriptDocument script => Of("", [("source", script.Source), .. Outputs(script.Outputs)]),
        ExpressionDocument expression => Of("", ("expression", expression.Expression), ("result", JsonSerializer.Serialize(expression.Result))),
        WorkflowDocument workflow => Of("", ("workflow", workflow.Workflow.GetRawText())),
        _ => Of(""),
    };

    private static IEnumerable<(string Column, string? Text)> Outputs(IEnumerable<TableOutput> outputs) => outputs.Select(o => (
        $"outputs.{o.Name}", (string?)$"{o.Type} {o.Combine} [{string.Join(", ", o.Values)}] {o.Default}".TrimEnd()));

    private static Item Row(DecisionTableDocument table, TableRow row) => Of(row.Id,
    [
        .. table.Inputs.Select((input, i) => (input.Expression, (string?)row.When[i])),
        .. table.Outputs.Select((output, i) => (output.Name, (string?)row.Then[i])),
        ("from", Day(row.From)), ("to", Day(row.To)), ("legalBasis", row.LegalBasis), ("locked", row.Locked ? "true" : null),
        ("note", row.Note is { } note ? $"{note.ZhCn} / {note.En}" : null),
    ]);

    private static Item Entry(ListDocument list, ListEntry entry) => Of(entry.Id,
    [
        .. list.Columns.Select((column, i) => (column.Field, entry.Values[i])),
        ("effect", entry.Effect), ("from", Day(entry.From)), ("to", Day(entry.To)), ("source", entry.Source),
        ("legalBasis", entry.LegalBasis), ("locked", entry.Locked ? "true" : null),
        ("note", entry.Note is { } note ? $"{note.ZhCn} / {note.En}" : null),
    ]);

    private static Item Characteristic(Characteristic characteristic) => Of(characteristic.Id,
    [
        ("input", characteristic.Input),
        .. characteristic.Bins.Select((bin, i) => ($"bins.{i + 1}", (string?)string.Create(CultureInfo.InvariantCulture, $"{bin.When} → {bin.Points}"))),
    ]);

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Item Of(string id, params IEnumerable<(string Column, string? Text)> cells) =>
        new(id, [.. cells.Select(c => KeyValuePair.Create(c.Column, c.Text))]);
}
