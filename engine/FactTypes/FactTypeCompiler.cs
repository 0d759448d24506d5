using System.Collections.Immutable;
using Policy.Engine.Compiling;

namespace Policy.Engine.FactTypes;

/// <summary>Checks a fact type and gives its fields their slots.</summary>
internal static class FactTypeCompiler
{
    private static readonly ImmutableArray<string> Keywords =
    [
        "null", "true", "false", "and", "or", "not", "if", "then", "else", "for", "in", "return", "some", "every",
        "satisfies", "between", "instance", "of", "function", "external",
    ];

    /// <summary>Null when there are errors, which the reporter has then all got.</summary>
    public static FactType? Compile(FactTypeDocument document, Reporter reporter)
    {
        var before = reporter.Errors;
        var type = Members(document.Key, document.Fields, document.Dialect, 1, reporter.At("fields"));
        if (document.Fields.IsEmpty && document.Dialect == Dialect.Policy) reporter.At("fields").Error(DiagnosticCode.Missing, Documents.Messages.Missing("fields"));
        return reporter.Errors == before ? type : null;
    }

    /// <summary>True for a name that FEEL expressions can use without quotes.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= DocumentLimits.Id
        && char.IsLetter(name[0])
        && name.All(c => char.IsLetterOrDigit(c) || c == '_')
        && !Keywords.Contains(name);

    /// <summary>The same in a dialect: in DMN a name may have spaces and signs.</summary>
    public static bool IsName(string name, Dialect dialect) => dialect == Dialect.Policy
        ? IsName(name)
        : name.Length is > 0 and <= DocumentLimits.Id && name.Trim() == name && !name.Any(char.IsControl);

    private static FactType Members(string path, ImmutableArray<Field> fields, Dialect dialect, int depth, Reporter at)
    {
        if (depth > DocumentLimits.FieldDepth)
        {
            at.Error(DiagnosticCode.TooDeep, Messages.TooDeep);
            return new FactType(path, [], dialect);
        }

        var members = ImmutableArray.CreateBuilder<FactField>(fields.Length);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            var place = at.At(members.Count);
            Check(field, dialect, place);
            var inner = field.Type == FieldType.List || !field.Fields.IsEmpty
                ? field.Items is null ? Members($"{path}.{field.Name}", field.Fields, dialect, depth + 1, place.At("fields")) : null
                : null;

            // Repeated names are reported by Structure; a second one only must not break the shape.
            members.Add(names.Add(field.Name)
                ? new FactField(field, inner)
                : new FactField(field with { Name = $"{field.Name} {members.Count}" }, inner));
        }

        return new FactType(path, members.MoveToImmutable(), dialect);
    }

    private static void Check(Field field, Dialect dialect, Reporter at)
    {
        if (field.Name.Length > 0 && !IsName(field.Name, dialect)) at.At("name").Error(DiagnosticCode.BadName, Messages.BadName(field.Name));
        Only(!field.Values.IsEmpty, "values", field.Type == FieldType.Text, "`text`", at);
        Only(field.MaxLength is not null, "maxLength", field.Type == FieldType.Text, "`text`", at);
        Only(field.Minimum is not null, "minimum", field.Type == FieldType.Number, "`number`", at);
        Only(field.Maximum is not null, "maximum", field.Type == FieldType.Number, "`number`", at);
        Only(field.MinItems is not null, "minItems", field.Type == FieldType.List, "`list`", at);
        Only(field.MaxItems is not null, "maxItems", field.Type == FieldType.List, "`list`", at);
        Only(field.Items is not null, "items", field.Type == FieldType.List, "`list`", at);
        Only(!field.Fields.IsEmpty, "fields", field.Type is FieldType.List or FieldType.Object, "`list`, `object`", at);
        if (field.Type == FieldType.List && field.Fields.IsEmpty == field.Items is null)
            at.Error(DiagnosticCode.FieldShape, Messages.ListShape);
        if (field.Items is FieldType.List or FieldType.Object)
            at.At("items").Error(DiagnosticCode.FieldShape, Messages.ListShape);
        if (field.Ordered && field.Values.IsEmpty) at.At("ordered").Error(DiagnosticCode.FieldShape, Messages.OrderedNeedsValues);
        if (field.Minimum > field.Maximum) at.At("minimum").Error(DiagnosticCode.FieldShape, Messages.Bounds("minimum", "maximum"));
        if (field.MinItems > field.MaxItems) at.At("minItems").Error(DiagnosticCode.FieldShape, Messages.Bounds("minItems", "maxItems"));
        if (field is { Provided: true, Optional: false }) at.Error(DiagnosticCode.FieldShape, Messages.ProvidedNeedsOptional);
        Distinct(field.Values, at.At("values"));
    }

    private static void Only(bool present, string member, bool fits, string types, Reporter at)
    {
        if (present && !fits) at.At(member).Error(DiagnosticCode.FieldShape, Messages.OnlyFor(member, types));
    }

    private static void Distinct(ImmutableArray<string> values, Reporter at)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < values.Length; i++)
            if (!seen.Add(values[i])) at.At(i).Error(DiagnosticCode.DuplicateId, Documents.Messages.DuplicateId(values[i]));
    }
}
