namespace Policy.Engine.Workflows;

/// <summary>The type of a rule expression, known before it runs.</summary>
/// <param name="Kind">Kind of the value; <see cref="ValueKind.Null"/> for the literal <c>null</c>.</param>
/// <param name="Members">Object, or list of objects: the members.</param>
/// <param name="Items">List: the type of an item.</param>
/// <param name="Field">The field's definition, for allowed values and their order; null for computed values.</param>
internal sealed record RuleType(
    ValueKind Kind,
    FactType? Members = null,
    RuleType? Items = null,
    Field? Field = null)
{
    public static readonly RuleType Null = new(ValueKind.Null);
    public static readonly RuleType Text = new(ValueKind.Text);
    public static readonly RuleType Number = new(ValueKind.Number);
    public static readonly RuleType Boolean = new(ValueKind.Boolean);

    /// <summary>True when the texts are ranked and compared by rank.</summary>
    public bool Ranked => Kind == ValueKind.Text && Field is { Ordered: true };

    /// <summary>The .NET type that holds such values.</summary>
    public Type Clr => Kind switch
    {
        ValueKind.Text => typeof(string),
        ValueKind.Number => typeof(decimal?),
        ValueKind.Boolean => typeof(bool?),
        ValueKind.Date => typeof(DateOnly?),
        ValueKind.Instant => typeof(DateTimeOffset?),
        ValueKind.Duration => typeof(TimeSpan?),
        ValueKind.Object => typeof(Context),
        _ => typeof(Value[]),
    };

    public static RuleType Of(FactField field) => field.Type switch
    {
        FieldType.Object => new RuleType(ValueKind.Object, field.Members),
        FieldType.List when field.Members is { } members =>
            new RuleType(ValueKind.List, Items: new(ValueKind.Object, members)),
        FieldType.List => new RuleType(ValueKind.List, Items: Scalar(field.Definition.Items ?? FieldType.Text)),
        _ => Scalar(field.Type) with { Field = field.Definition },
    };

    /// <summary>The word used for the type in messages.</summary>
    public override string ToString() => Kind switch
    {
        ValueKind.List => Items is null ? "list" : $"list<{Items}>",
        ValueKind.Null => "null",
#pragma warning disable CA1308 // The words of the document language are lower case.
        _ => Kind.ToString().ToLowerInvariant(),
#pragma warning restore CA1308
    };

    private static RuleType Scalar(FieldType type) => new(type switch
    {
        FieldType.Number => ValueKind.Number,
        FieldType.Boolean => ValueKind.Boolean,
        FieldType.Date => ValueKind.Date,
        FieldType.Instant => ValueKind.Instant,
        FieldType.Duration => ValueKind.Duration,
        FieldType.Time => ValueKind.Time,
        FieldType.Months => ValueKind.Months,
        FieldType.Object => ValueKind.Object,
        _ => ValueKind.Text,
    });
}
