using Policy.Engine.Expressions;

namespace Policy.Engine.FactTypes;

/// <summary>What expressions may know of fields.</summary>
internal static class DataTypes
{
    public static DataType Of(FactType type) => new(ValueKind.Object)
    {
        Members = [.. type.Fields.Select(f => new DataType.Member(f.Name, Of(f)))],
        Shape = type.Shape,
    };

    /// <summary>What a function takes for the field.</summary>
    public static FeelType TypeOf(Field field) => field.Type switch
    {
        FieldType.Any => FeelType.Any,
        FieldType.Instant => FeelType.Named["date and time"],
        FieldType.Text => FeelType.Named["string"] with { Values = field.Values },
        FieldType.List when field.Items is { } items => FeelType.Named["list"] with { Items = TypeOf(new Field { Name = "", Type = items }) },
        FieldType.List => FeelType.Named["list"] with
        {
            Items = field.Fields.IsEmpty ? null : TypeOf(field with { Type = FieldType.Object }),
        },
        FieldType.Object => FeelType.Named["context"] with { Members = [.. field.Fields.Select(f => (f.Name, TypeOf(f)))] },
        var type => new FeelType(Of(type).Kind!.Value),
    };

    public static DataType Of(FactField field) => field.Type switch
    {
        FieldType.Text => DataType.Text with { Values = field.Definition.Values, Ordered = field.Definition.Ordered },
        FieldType.List => new DataType(ValueKind.List)
        {
            Items = field.Definition.Items is { } items ? Of(items) : field.Members is { } members ? Of(members) : null,
        },
        FieldType.Object => field.Members is { } members ? Of(members) : new DataType(ValueKind.Object),
        var other => Of(other),
    };

    public static DataType Of(FieldType type) => type switch
    {
        FieldType.Text => DataType.Text,
        FieldType.Number => DataType.Number,
        FieldType.Boolean => DataType.Boolean,
        FieldType.Date => DataType.Date,
        FieldType.Instant => DataType.Instant,
        FieldType.Duration => DataType.Duration,
        FieldType.List => new DataType(ValueKind.List),
        FieldType.Object => new DataType(ValueKind.Object),
        FieldType.Time => DataType.Time,
        FieldType.Months => DataType.Months,
        FieldType.Any => DataType.Any,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
