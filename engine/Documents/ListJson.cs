namespace Policy.Engine.Documents;

internal static class ListJson
{
    public static ListDocument Read(ObjectReader json, string key) => new()
    {
        Key = key,
        ForEach = json.OptionalText("forEach"),
        When = json.OptionalText("when", DocumentLimits.Cell),
        Columns = json.Objects("columns", c => new ListColumn(c.Text("field"), c.RequiredChoice<ListMatch>("match"))),
        Effects = json.Texts("effects"),
        Otherwise = json.OptionalText("otherwise"),
        Entries = json.Objects("entries", ReadEntry),
    };

    public static void Write(ObjectWriter json, ListDocument document)
    {
        json.Text("forEach", document.ForEach);
        json.Text("when", document.When);
        json.Objects("columns", document.Columns, WriteColumn);
        json.Texts("effects", document.Effects);
        json.Text("otherwise", document.Otherwise);
        json.Objects("entries", document.Entries, WriteEntry);
    }

    public static ListEntry ReadEntry(ObjectReader json) => new()
    {
        Id = json.Text("id"),
        Values = json.EntryValues("values"),
        Effect = json.Text("effect"),
        Source = json.OptionalText("source"),
        Note = json.Localized("note"),
        LegalBasis = json.OptionalText("legalBasis"),
        From = json.Day("from"),
        To = json.Day("to"),
        Locked = json.Flag("locked"),
    };

    public static void WriteEntry(ObjectWriter json, ListEntry entry)
    {
        json.Text("id", entry.Id);
        json.Values("values", entry.Values);
        json.Text("effect", entry.Effect);
        json.Text("source", entry.Source);
        json.Localized("note", entry.Note);
        json.Text("legalBasis", entry.LegalBasis);
        json.Day("from", entry.From);
        json.Day("to", entry.To);
        json.Flag("locked", entry.Locked);
    }

    private static void WriteColumn(ObjectWriter json, ListColumn column)
    {
        json.Text("field", column.Field);
        json.Choice<ListMatch>("match", column.Match);
    }
}
