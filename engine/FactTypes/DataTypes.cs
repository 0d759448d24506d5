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
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
