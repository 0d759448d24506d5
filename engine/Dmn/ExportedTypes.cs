using System.Globalization;
using System.Xml.Linq;
using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Dmn;

/// <summary>Fields as item definitions.</summary>
internal static class ExportedTypes
{
    private static readonly XNamespace Dmn = ModelXml.Newest;

    /// <summary>True when a built-in type says all of the field.</summary>
    public static bool Simple(Field field) =>
        field.Type is not FieldType.List && field.Fields.IsEmpty && field.Values.IsEmpty && field.Minimum is null && field.Maximum is null;

    public static string Name(FieldType type) => type switch
    {
        FieldType.Text => "string",
        FieldType.Number => "number",
        FieldType.Boolean => "boolean",
        FieldType.Date => "date",
        FieldType.Time => "time",
        FieldType.Instant => "date and time",
        FieldType.Duration => "days and time duration",
        FieldType.Months => "years and months duration",
        FieldType.Object => "context",
        _ => "Any",
    };

    public static XElement Definition(XName element, Field field, string name)
    {
        var definition = new XElement(element, new XAttribute("name", name));
        if (field.Type == FieldType.List) definition.Add(new XAttribute("isCollection", "true"));
        if (field.Fields.IsEmpty) definition.Add(new XElement(Dmn + "typeRef", Name(field.Items ?? field.Type)));
        if (Allowed(field) is { } allowed) definition.Add(new XElement(Dmn + "allowedValues", new XElement(Dmn + "text", allowed)));
        foreach (var member in field.Fields) definition.Add(Definition(Dmn + "itemComponent", member, member.Name));
        return definition;
    }

    private static string? Allowed(Field field)
    {
        if (!field.Values.IsEmpty) return string.Join(", ", field.Values.Select(Texts.Quoted));
        return (field.Minimum, field.Maximum) switch
        {
            ({ } low, { } high) => string.Create(CultureInfo.InvariantCulture, $"[{low}..{high}]"),
            ({ } low, null) => string.Create(CultureInfo.InvariantCulture, $">= {low}"),
            (null, { } high) => string.Create(CultureInfo.InvariantCulture, $"<= {high}"),
            _ => null,
        };
    }
}
