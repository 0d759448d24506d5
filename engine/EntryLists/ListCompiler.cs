using System.Text.Json;
using Policy.Engine.Compiling;

namespace Policy.Engine.EntryLists;

/// <summary>Checks a list entry by entry and compiles it.</summary>
internal static class ListCompiler
{
    /// <summary>Null when there are errors, which the reporter has then all got.</summary>
    public static CompiledList? Compile(ListDocument document, Surroundings surroundings, Reporter reporter)
    {
        CheckEffects(document, reporter);
        var when = document.When is { } text ? Conditions.Compile(text, surroundings.Scope, reporter.At("when")) : null;
        if (surroundings.Items(document.ForEach, reporter) is not { } items) return null;
        var columns = Columns(document, items.Type, reporter.At("columns"));
        var places = document.Effects.Distinct().Select((effect, place) => (effect, place))
            .ToDictionary(e => e.effect, e => e.place, StringComparer.Ordinal);

        var numbers = new int[document.Entries.Length * columns.Length];
        var effects = new int[document.Entries.Length];
        var place = reporter.At("entries");
        for (var i = 0; i < effects.Length; i++)
        {
            var entry = document.Entries[i];
            if ((entry.From ?? entry.To) is not null) surroundings.CheckPeriod(entry.From, entry.To, place.At(i));
            if (!places.TryGetValue(entry.Effect, out effects[i]) && entry.Effect.Length > 0)
                place.At(i).At("effect").Error(DiagnosticCode.UnknownEffect, Messages.UnknownEffect(entry.Effect, document.Effects));
            Values(entry, columns, numbers.AsSpan(i * columns.Length, columns.Length), i, place);
        }

        if (reporter.HasErrors) return null;
        foreach (var column in columns) column!.Seal();
        return new CompiledList(document, surroundings, items, when, columns!, new EntryIndex(columns!, numbers), effects);
    }

    private static void CheckEffects(ListDocument document, Reporter reporter)
    {
        if (document.Columns.IsEmpty) reporter.At("columns").Error(DiagnosticCode.Missing, Messages.NoColumns);
        if (document.Effects.IsEmpty) reporter.At("effects").Error(DiagnosticCode.Missing, Messages.NoEffects);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < document.Effects.Length; i++)
            if (!seen.Add(document.Effects[i]))
                reporter.At("effects").At(i).Error(DiagnosticCode.DuplicateId, Documents.Messages.DuplicateId(document.Effects[i]));
        if (document.Otherwise is { } otherwise && !document.Effects.Contains(otherwise))
            reporter.At("otherwise").Error(DiagnosticCode.UnknownEffect, Messages.UnknownEffect(otherwise, document.Effects));
    }

    private static MatchColumn?[] Columns(ListDocument document, FactType type, Reporter at)
    {
        var columns = new MatchColumn?[document.Columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            var (name, match) = document.Columns[i];
            var place = at.At(i).At("field");
            var field = type.Field(name);
            var fits = field is { Type: FieldType.Text }
                || (match == ListMatch.Equals && field is { Type: not (FieldType.List or FieldType.Object) });
            if (field is null && name.Length > 0) place.Error(DiagnosticCode.BadColumn, Messages.UnknownField(name, type.Shape.Names));
            if (field is not null && !fits) place.Error(DiagnosticCode.BadColumn, Messages.MatchType(name, JsonNamingPolicy.CamelCase.ConvertName(match.ToString())));
            if (fits) columns[i] = MatchColumn.Of(field!.Definition, type.Shape.Slot(name), match);
        }

        return columns;
    }

    private static void Values(ListEntry entry, MatchColumn?[] columns, Span<int> numbers, int index, Reporter entries)
    {
        numbers.Fill(-1);
        var any = false;
        for (var i = 0; i < columns.Length && i < entry.Values.Length; i++)
        {
            if (entry.Values[i] is not { } value) continue;
            any = true;
            if (columns[i] is not { } column) continue;
            numbers[i] = column.Add(value);
            if (numbers[i] < 0)
                entries.At(index).At("values").At(i).Error(DiagnosticCode.BadEntryValue, Messages.NeverMatches(value, column.Field.Name));
        }

        if (!any) entries.At(index).At("values").Warning(DiagnosticCode.BadEntryValue, Messages.MatchesAll);
    }
}
