using System.Collections.Immutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions;
using Policy.Engine.Expressions.Syntax;

namespace Policy.Engine.Dmn;

/// <summary>The item definitions of a model as fields of fact types, and as types in FEEL.</summary>
internal sealed class ItemTypes(XElement definitions, Reporter reporter)
{
    private static readonly ImmutableSortedDictionary<string, FieldType> BuiltIn = new Dictionary<string, FieldType>
    {
        ["string"] = FieldType.Text, ["number"] = FieldType.Number, ["boolean"] = FieldType.Boolean, ["date"] = FieldType.Date,
        ["time"] = FieldType.Time, ["date and time"] = FieldType.Instant, ["dateTime"] = FieldType.Instant,
        ["days and time duration"] = FieldType.Duration, ["dayTimeDuration"] = FieldType.Duration,
        ["years and months duration"] = FieldType.Months, ["yearMonthDuration"] = FieldType.Months,
        ["Any"] = FieldType.Any, ["context"] = FieldType.Object, ["list"] = FieldType.List,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private readonly Dictionary<string, XElement> _items = definitions.Children("itemDefinition")
        .DistinctBy(i => i.NameOf()).ToDictionary(i => i.NameOf(), StringComparer.Ordinal);

    // Definitions that hold one another would otherwise unfold without end.
    private const int MostFields = 5_000;
    private int _fields;

    /// <summary>The field of a typed element; every field may be absent, as in DMN.</summary>
    public Field Field(string name, string? typeRef) => Referred(name, typeRef, 1) with { Optional = true };

    /// <summary>The type in FEEL; null for any.</summary>
    public string? Feel(string? typeRef) => typeRef is null ? null : Feel(Field("", typeRef));

    /// <summary>The type of what a function of the type gives; null when it is none.</summary>
    public string? FunctionOutput(string? typeRef) =>
        typeRef is null ? null : _items.GetValueOrDefault(ModelXml.Spaced(typeRef))?.Child("functionItem")?.Text("outputTypeRef");

    /// <summary>The expression with the names of item definitions, where it tests or declares types, written out.</summary>
    public string WrittenOut(string expression)
    {
        if (!expression.Contains("instance", StringComparison.Ordinal) && !expression.Contains("function", StringComparison.Ordinal))
            return expression;
        foreach (var name in _items.Keys.OrderByDescending(k => k.Length))
        {
            if (!expression.Contains(name, StringComparison.Ordinal)) continue;
            var place = $@"(?<=\binstance\s+of\s+(?:list\s*<\s*)*|\bfunction\s*\([^()]*:\s*){Regex.Escape(name)}(?!\w)";
            expression = Regex.Replace(expression, place, _ => Feel(Field("", name)), RegexOptions.CultureInvariant);
        }

        return expression;
    }

    private static string Feel(Field field) => field.Type switch
    {
        FieldType.Text => "string",
        FieldType.Instant => "date and time",
        FieldType.Duration => "days and time duration",
        FieldType.Months => "years and months duration",
        FieldType.Any => "Any",
        FieldType.List when field.Items is { } items => $"list<{Feel(new Field { Name = "", Type = items })}>",
        FieldType.List when !field.Fields.IsEmpty => $"list<{Context(field)}>",
        FieldType.Object when !field.Fields.IsEmpty => Context(field),
        FieldType.Object => "context",
        var type => type.ToString().ToLowerInvariant(),
    };

    private static string Context(Field field) => $"context<{string.Join(", ", field.Fields.Select(f => $"{f.Name}: {Feel(f)}"))}>";

    private Field Referred(string name, string? typeRef, int depth)
    {
        var type = ModelXml.Spaced(typeRef ?? "Any");
        if (type.StartsWith("feel:", StringComparison.Ordinal)) type = type[5..];
        if (BuiltIn.TryGetValue(type, out var known))
        {
            return new Field { Name = name, Type = known, Items = known == FieldType.List ? FieldType.Any : null, Optional = true };
        }

        if (_items.TryGetValue(type, out var item)) return Defined(name, item, depth);
        if (Path(type) is { } component) return Defined(name, component, depth);
        reporter.Warning(DiagnosticCode.NotKept, Messages.UnknownType(type));
        return new Field { Name = name, Type = FieldType.Any, Optional = true };
    }

    /// <summary>A component of an item definition, named by its path.</summary>
    private XElement? Path(string type)
    {
        var parts = type.Split('.');
        var item = _items.GetValueOrDefault(parts[0]);
        foreach (var part in parts.Skip(1)) item = item?.Children("itemComponent").FirstOrDefault(c => c.NameOf() == part);
        return parts.Length > 1 ? item : null;
    }

    private Field Defined(string name, XElement item, int depth)
    {
        if (depth > DocumentLimits.FieldDepth || ++_fields > MostFields) return Loose(name, item, "itemDefinition");
        if (item.Child("functionItem") is not null) return Loose(name, item, "functionItem");
        var components = item.Children("itemComponent").Select(c => Defined(c.NameOf(), c, depth + 1)).ToImmutableArray();
        var field = components.IsEmpty
            ? Constrained(Referred(name, item.Child("typeRef")?.Value, depth + 1), item)
            : new Field { Name = name, Type = FieldType.Object, Fields = components };
        return (item.Text("isCollection") is "true" or "1" ? Collection(field, item) : field) with { Name = name, Optional = true };
    }

    private Field Collection(Field of, XElement item)
    {
        if (!of.Values.IsEmpty || of.Minimum is not null || of.Maximum is not null) Warn(item, "allowedValues");
        var list = new Field { Name = of.Name, Type = FieldType.List };
        if (of.Type == FieldType.Object && !of.Fields.IsEmpty) return list with { Fields = of.Fields };
        if (of.Type is FieldType.List or FieldType.Object) Warn(item, "isCollection");
        return list with { Items = of.Type is FieldType.List or FieldType.Object ? FieldType.Any : of.Type };
    }

    private Field Constrained(Field field, XElement item)
    {
        if ((item.Child("allowedValues") ?? item.Child("typeConstraint")) is not { } allowed) return field;
        if (allowed.TextContent() is { } text)
        {
            if (field.Type == FieldType.Text && Texts(text) is { IsEmpty: false } values) return field with { Values = values };
            if (field.Type == FieldType.Number && Bounds(text) is { } bounds)
                return field with { Minimum = bounds.Low, Maximum = bounds.High };
        }

        Warn(item, "allowedValues: " + allowed.TextContent());
        return field;
    }

    /// <summary>The texts of a list of text literals; empty when it is anything else.</summary>
    public static ImmutableArray<string> Texts(string tests)
    {
        var cell = Parser.Cell(tests, new Scope(null, []), new Reporter(""), out _);
        if (cell is null || cell.Negated) return [];
        var texts = cell.Items.Items.OfType<Literal>().Where(l => l.Value.Kind == ValueKind.Text).Select(l => l.Value.AsText()).ToImmutableArray();
        return texts.Length == cell.Items.Items.Length && texts.Distinct().Count() == texts.Length ? texts : [];
    }

    private static (decimal? Low, decimal? High)? Bounds(string tests)
    {
        var cell = Parser.Cell(tests, new Scope(null, []), new Reporter(""), out _);
        return cell?.Items.Items switch
        {
            [Interval { LowIncluded: true, HighIncluded: true, Low: Literal low, High: Literal high }]
                when low.Value.Kind == ValueKind.Number && high.Value.Kind == ValueKind.Number => (low.Value.AsNumber(), high.Value.AsNumber()),
            [Comparison { Operator: Operator.GreaterOrEqual, Operand: Literal low }] when low.Value.Kind == ValueKind.Number =>
                (low.Value.AsNumber(), null),
            [Comparison { Operator: Operator.LessOrEqual, Operand: Literal high }] when high.Value.Kind == ValueKind.Number =>
                (null, high.Value.AsNumber()),
            _ => null,
        };
    }

    private Field Loose(string name, XElement item, string what)
    {
        Warn(item, what);
        return new Field { Name = name, Type = FieldType.Any, Optional = true };
    }

    private void Warn(XElement item, string what)
    {
        var at = reporter.At(item.NameOf());
        if (at.IsClean) at.Warning(DiagnosticCode.NotKept, Messages.LooseType(what));
    }
}
