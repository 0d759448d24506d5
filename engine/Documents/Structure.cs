using System.Collections.Immutable;
using Policy.Engine.Compiling;

namespace Policy.Engine.Documents;

/// <summary>What must hold of a document by itself, whether it was read from JSON, composed from an overlay or built in
/// code: keys, ids, cell counts, periods.</summary>
internal static class Structure
{
    public static void Check(Document document, Reporter at)
    {
        Key(document.Key, at.At("key"), "key");
        if (document is not (FactTypeDocument or OverlayDocument)) Key(document.Facts, at.At("facts"), "facts");
        CheckCases(document.Cases, at.At("cases"));
        Ids(document.Properties, at.At("properties"), p => p.Id);
        switch (document)
        {
            case FactTypeDocument d: Fields(d.Fields, at.At("fields")); break;
            case DecisionTableDocument d: Table(d, at); break;
            case ListDocument d: List(d, at); break;
            case ScorecardDocument d: Scorecard(d.Characteristics, d.Overrides, at); break;
            case ScriptDocument d: Ids(d.Outputs, at.At("outputs"), o => o.Name, "name"); break;
            case ExpressionDocument d: Needed(d.Expression, at, "expression"); break;
            case FlowDocument d: Steps(d, at); break;
            case OverlayDocument d: Overlay(d, at); break;
        }
    }

    public static void CheckCases(ImmutableArray<Case> cases, Reporter at) => Ids(cases, at, c => c.Id);

    public static bool IsKey(string text)
    {
        if (text.Length is 0 or > DocumentLimits.Key || text[0] == '-' || text[^1] == '-') return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiLetterLower(text[i]) && !char.IsAsciiDigit(text[i]) && text[i] != '-') return false;
            if (text[i] == '-' && text[i - 1] == '-') return false;
        }

        return true;
    }

    private static void Table(DecisionTableDocument table, Reporter at)
    {
        for (var i = 0; i < table.Inputs.Length; i++) Needed(table.Inputs[i].Expression, at.At("inputs").At(i), "expression");
        // The only output may go without a name: the result is then its value, not an object.
        if (table.Outputs is not [{ Name: "" }]) Ids(table.Outputs, at.At("outputs"), o => o.Name, "name");
        Rows(table.Rows, at.At("rows"));
        for (var i = 0; i < table.Rows.Length; i++)
        {
            var row = at.At("rows").At(i);
            Cells(table.Rows[i].When.Length, table.Inputs.Length, row.At("when"));
            Cells(table.Rows[i].Then.Length, table.Outputs.Length, row.At("then"));
        }
    }

    private static void List(ListDocument list, Reporter at)
    {
        for (var i = 0; i < list.Columns.Length; i++) Needed(list.Columns[i].Field, at.At("columns").At(i), "field");
        Entries(list.Entries, at.At("entries"));
        for (var i = 0; i < list.Entries.Length; i++)
            if (list.Entries[i].Values.Length is var values && values != list.Columns.Length)
                Cells(values, list.Columns.Length, at.At("entries").At(i).At("values"));
    }

    private static void Scorecard(ImmutableArray<Characteristic> characteristics, ImmutableArray<GradeOverride> overrides, Reporter at)
    {
        Ids(characteristics, at.At("characteristics"), c => c.Id);
        for (var i = 0; i < characteristics.Length; i++) Needed(characteristics[i].Input, at.At("characteristics").At(i), "input");
        Ids(overrides, at.At("overrides"), o => o.Id);
        for (var i = 0; i < overrides.Length; i++)
        {
            Needed(overrides[i].When, at.At("overrides").At(i), "when");
            Needed(overrides[i].Grade, at.At("overrides").At(i), "grade");
        }
    }

    private static void Steps(FlowDocument flow, Reporter at)
    {
        Ids(flow.Steps, at.At("steps"), s => s.Id);
        for (var i = 0; i < flow.Steps.Length; i++) Needed(flow.Steps[i].Use, at.At("steps").At(i), "use");
    }

    private static void Overlay(OverlayDocument overlay, Reporter at)
    {
        Rows(overlay.Rows, at.At("rows"));
        Entries(overlay.Entries, at.At("entries"));
        Scorecard(overlay.Characteristics, overlay.Overrides, at);
        Ids(overlay.Withdraw, at.At("withdraw"), id => id, member: null);
    }

    private static void Fields(ImmutableArray<Field> fields, Reporter at)
    {
        Ids(fields, at, f => f.Name, "name");
        for (var i = 0; i < fields.Length; i++) Fields(fields[i].Fields, at.At(i).At("fields"));
    }

    private static void Rows(ImmutableArray<TableRow> rows, Reporter at)
    {
        Ids(rows, at, r => r.Id);
        for (var i = 0; i < rows.Length; i++) Period(rows[i].From, rows[i].To, at.At(i));
    }

    private static void Entries(ImmutableArray<ListEntry> entries, Reporter at)
    {
        Ids(entries, at, e => e.Id);
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i].Effect.Length == 0) Needed(entries[i].Effect, at.At(i), "effect");
            if (entries[i].To is not null) Period(entries[i].From, entries[i].To, at.At(i));
        }
    }

    private static void Ids<T>(ImmutableArray<T> items, Reporter at, Func<T, string> id, string? member = "id")
    {
        var seen = new HashSet<string>(items.Length, StringComparer.Ordinal);
        for (var i = 0; i < items.Length; i++)
        {
            var text = id(items[i]);
            if (member is not null && text.Length == 0) Needed(text, at.At(i), member);
            if (text.Length == 0 || (text.Length <= DocumentLimits.Id && seen.Add(text))) continue;
            var place = member is null ? at.At(i) : at.At(i).At(member);
            if (text.Length > DocumentLimits.Id) place.Error(DiagnosticCode.TooLong, Messages.TooLong(text.Length, DocumentLimits.Id));
            else place.Error(DiagnosticCode.DuplicateId, Messages.DuplicateId(text));
        }
    }

    private static void Key(string key, Reporter at, string name)
    {
        if (key.Length > 0 && !IsKey(key)) at.Error(DiagnosticCode.BadKey, Messages.BadKey(key));
        if (key.Length == 0 && at.IsClean) at.Error(DiagnosticCode.Missing, Messages.Missing(name));
    }

    private static void Needed(string text, Reporter at, string member)
    {
        if (text.Length == 0 && at.At(member) is { IsClean: true } place) place.Error(DiagnosticCode.Missing, Messages.Missing(member));
    }

    private static void Cells(int found, int expected, Reporter at)
    {
        if (found != expected && at.IsClean) at.Error(DiagnosticCode.CellCount, Messages.CellCount(found, expected));
    }

    private static void Period(DateOnly? from, DateOnly? to, Reporter at)
    {
        if (from is { } first && to is { } last && last <= first) at.At("to").Error(DiagnosticCode.EmptyPeriod, Messages.EmptyPeriod(first, last));
    }
}
