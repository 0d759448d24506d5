using Policy.Engine;

namespace Policy.Rules.Decisions;

/// <summary>What a row says to people: its note, else a sentence of its cells.</summary>
internal static class ReasonText
{
    public static (LocalizedText Text, string? LegalBasis) Of(Document? document, string id) => document switch
    {
        DecisionTableDocument table when table.Rows.FirstOrDefault(r => r.Id == id) is { } row =>
            (row.Note ?? Row(table, row), row.LegalBasis),
        ListDocument list when list.Entries.FirstOrDefault(e => e.Id == id) is { } entry =>
            (entry.Note ?? Entry(list, entry), entry.LegalBasis),
        ScorecardDocument card when card.Overrides.FirstOrDefault(o => o.Id == id) is { } over =>
            (Sentence([Same(over.When)], [Same(over.Grade)]), over.LegalBasis),
        ScorecardDocument card when card.Characteristics.FirstOrDefault(c => c.Id == id) is { } characteristic =>
            (characteristic.Title ?? Same(characteristic.Input), null),
        _ => (new LocalizedText($"规则 `{id}` 成立", $"Rule `{id}` holds"), null),
    };

    private static LocalizedText Row(DecisionTableDocument table, TableRow row) => Sentence(
        table.Inputs.Zip(row.When).Where(cell => !IsAny(cell.Second))
            .Select(cell => Cell(cell.First.Title, cell.First.Expression, cell.Second)),
        table.Outputs.Zip(row.Then).Where(cell => !string.IsNullOrWhiteSpace(cell.Second))
            .Select(cell => Cell(cell.First.Title, cell.First.Name, cell.Second)));

    private static LocalizedText Entry(ListDocument list, ListEntry entry) => Sentence(
        list.Columns.Zip(entry.Values).Where(cell => cell.Second is not null)
            .Select(cell => Cell(null, cell.First.Field, cell.Second!)),
        [Same(entry.Effect)]);

    private static LocalizedText Sentence(IEnumerable<LocalizedText> conditions, IEnumerable<LocalizedText> results)
    {
        var (when, then) = (conditions.ToArray(), results.ToArray());
        return when.Length == 0
            ? new LocalizedText(
                $"无条件：{string.Join("，", then.Select(t => t.ZhCn))}",
                $"Always: {string.Join(", ", then.Select(t => t.En))}")
            : new LocalizedText(
                $"{string.Join("，", when.Select(t => t.ZhCn))}：{string.Join("，", then.Select(t => t.ZhCn))}",
                $"{string.Join(", ", when.Select(t => t.En))}: {string.Join(", ", then.Select(t => t.En))}");
    }

    private static LocalizedText Cell(LocalizedText? title, string name, string cell) =>
        new($"{title?.ZhCn ?? name} {cell}", $"{title?.En ?? name} {cell}");

    private static LocalizedText Same(string text) => new(text, text);

    private static bool IsAny(string cell) => cell.AsSpan().Trim() is "" or "-";
}
