using System.Collections.Immutable;

namespace Policy.Engine.Documents;

/// <summary>The types a field or an output may have.</summary>
public enum FieldType
{
    /// <summary>Text, compared ordinally.</summary>
    Text,

    /// <summary>Decimal number; money is always a number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>Calendar day, ISO 8601 <c>yyyy-MM-dd</c>.</summary>
    Date,

    /// <summary>Point in time with offset, ISO 8601.</summary>
    Instant,

    /// <summary>Duration, ISO 8601, for example <c>P30D</c> or <c>PT45M</c>.</summary>
    Duration,

    /// <summary>List of objects (<see cref="Field.Fields"/>) or of scalars (<see cref="Field.Items"/>).</summary>
    List,

    /// <summary>Object with the members of <see cref="Field.Fields"/>; without fields, any members.</summary>
    Object,

    /// <summary>Time of day, ISO 8601 <c>HH:mm:ss</c>, with or without an offset.</summary>
    Time,

    /// <summary>Duration of years and months, ISO 8601, for example <c>P1Y6M</c>.</summary>
    Months,

    /// <summary>Any value: text, number, truth value, list or object.</summary>
    Any,
}

/// <summary>The vocabulary of rules: fields, types, units and allowed values.</summary>
public sealed record FactTypeDocument : Document
{
    /// <inheritdoc/>
    public override string Kind => "factType";

    /// <summary>The fields, in order.</summary>
    public ImmutableArray<Field> Fields { get; init; } = [];
}

/// <summary>A field of a fact type.</summary>
public sealed record Field
{
    /// <summary>Name as used in facts and expressions: a letter, then letters, digits or underscores.</summary>
    public required string Name { get; init; }

    /// <summary>Type of the value.</summary>
    public required FieldType Type { get; init; }

    /// <summary>Label in both languages; null when the name serves.</summary>
    public LocalizedText? Title { get; init; }

    /// <summary>Unit, for example <c>CNY</c> or <c>kg</c>; null when the value has none.</summary>
    public string? Unit { get; init; }

    /// <summary>Allowed texts; empty when every value of the type is allowed.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>True when <see cref="Values"/> are listed from best to worst and may be compared by order.</summary>
    public bool Ordered { get; init; }

    /// <summary>True when the value may be absent; else its absence is an error.</summary>
    public bool Optional { get; init; }

    /// <summary>True when the value identifies a person: encrypted at rest, masked in every view.</summary>
    public bool Personal { get; init; }

    /// <summary>True when the platform fills the value in from reference data; facts submitted from outside may not
    /// carry it.</summary>
    public bool Provided { get; init; }

    /// <summary>Smallest number allowed; null: no bound.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>Largest number allowed; null: no bound.</summary>
    public decimal? Maximum { get; init; }

    /// <summary>Longest text allowed, in UTF-16 units; null: 1,000.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Fewest items of a list; null: 0.</summary>
    public int? MinItems { get; init; }

    /// <summary>Most items of a list; null: 1,000.</summary>
    public int? MaxItems { get; init; }

    /// <summary>List of scalars: the type of its items; null for a list of objects and for other types.</summary>
    public FieldType? Items { get; init; }

    /// <summary>Members of an object, or of each object of a list.</summary>
    public ImmutableArray<Field> Fields { get; init; } = [];
}
