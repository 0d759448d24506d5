using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Policy.Engine.Compiling;
using Policy.Engine.FactTypes;

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
        var effects = document.Effects.Distinct().Select((effect, place) => (effect, place))
            .ToDictionary(e => e.effect, e => e.place, StringComparer.Ordinal);

        var wanted = new string?[document.Entries.Length * columns.Length];
        var entries = new Entry[document.Entries.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = document.Entries[i];
            var at = reporter.At("entries").At(i);
            surroundings.CheckPeriod(entry.From, entry.To, at);
            if (!effects.TryGetValue(entry.Effect, out var effect) && entry.Effect.Length > 0)
                at.At("effect").Error(DiagnosticCode.UnknownEffect, Messages.UnknownEffect(entry.Effect, document.Effects));
            entries[i] = new Entry(entry.Id, effect, new Period(entry.From, entry.To));
            Values(entry, columns, items.Type, wanted.AsSpan(i * columns.Length, columns.Length), at.At("values"));
        }

        if (reporter.HasErrors) return null;
        return new CompiledList(document, surroundings, items, when, new ListMatching(columns!, wanted), entries);
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

    private static ImmutableArray<MatchColumn?> Columns(ListDocument document, FactType type, Reporter at)
    {
        var columns = ImmutableArray.CreateBuilder<MatchColumn?>(document.Columns.Length);
        foreach (var (name, match) in document.Columns)
        {
            var place = at.At(columns.Count).At("field");
            var field = type.Field(name);
            var fits = field is { Type: FieldType.Text }
                || (match == ListMatch.Equals && field is { Type: not (FieldType.List or FieldType.Object) });
            if (field is null && name.Length > 0) place.Error(DiagnosticCode.BadColumn, Messages.UnknownField(name, type.Shape.Names));
            if (field is not null && !fits) place.Error(DiagnosticCode.BadColumn, Messages.MatchType(name, JsonNamingPolicy.CamelCase.ConvertName(match.ToString())));
            columns.Add(fits ? new MatchColumn(type.Shape.Slot(name), match, name) : null);
        }

        return columns.MoveToImmutable();
    }

    private static void Values(ListEntry entry, ImmutableArray<MatchColumn?> columns, FactType type, Span<string?> wanted, Reporter at)
    {
        var any = false;
        for (var i = 0; i < columns.Length && i < entry.Values.Length; i++)
        {
            if (entry.Values[i] is not { } value) continue;
            any = true;
            if (columns[i] is not { } column) continue;
            wanted[i] = Wanted(value, column, type.Fields[column.Slot].Definition);
            if (string.IsNullOrEmpty(wanted[i]))
                at.At(i).Error(DiagnosticCode.BadEntryValue, Messages.NeverMatches(value, column.Field));
        }

        if (!any) at.Warning(DiagnosticCode.BadEntryValue, Messages.MatchesAll);
    }

    /// <summary>The text that the field's text is compared with; null when no value of the field could match.</summary>
    private static string? Wanted(string text, MatchColumn column, Field field) => field.Type switch
    {
        FieldType.Text when column.Match == ListMatch.Keyword => KeywordText.Normalize(text),
        FieldType.Text when column.Match == ListMatch.Equals && !field.Values.IsEmpty => field.Values.Contains(text) ? text : null,
        FieldType.Text => text,
        FieldType.Number => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? column.TextOf(Value.Number(number)) : null,
        FieldType.Boolean => text is "true" or "false" ? text : null,
        FieldType.Date => Scalars.TryDate(text, out var date) ? column.TextOf(Value.Date(date)) : null,
        FieldType.Instant => Scalars.TryInstant(text, out var instant) ? column.TextOf(Value.Instant(instant)) : null,
        _ => Scalars.TryDuration(text, out var duration) ? column.TextOf(Value.Duration(duration)) : null,
    };
}

/// <summary>A compiled entry.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Effect">Place of its effect, 0 being the strongest.</param>
/// <param name="Period">The days on which it applies.</param>
internal readonly record struct Entry(string Id, int Effect, Period Period);
