using System.Collections.Immutable;
using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Expressions;

/// <summary>A type of FEEL as written in expressions and declared for parameters and results: what values belong to it
/// and how others are made to (DMN 1.5, section 10.3.2.9.4).</summary>
/// <param name="Kinds">Kinds of its values; none: every kind.</param>
internal sealed record FeelType(params ImmutableArray<ValueKind> Kinds)
{
    public static readonly FeelType Any = new();

    /// <summary>The type of no value but null.</summary>
    public static readonly FeelType Null = new(ValueKind.Null);

    /// <summary>The names of types, with the kinds they stand for.</summary>
    public static readonly ImmutableSortedDictionary<string, FeelType> Named = new Dictionary<string, FeelType>
    {
        ["Any"] = Any,
        ["Null"] = Null,
        ["number"] = new(ValueKind.Number),
        ["string"] = new(ValueKind.Text),
        ["text"] = new(ValueKind.Text),
        ["boolean"] = new(ValueKind.Boolean),
        ["date"] = new(ValueKind.Date),
        ["time"] = new(ValueKind.Time),
        ["date and time"] = new(ValueKind.Instant, ValueKind.LocalDateTime),
        ["dateTime"] = new(ValueKind.Instant, ValueKind.LocalDateTime),
        ["instant"] = new(ValueKind.Instant),
        ["days and time duration"] = new(ValueKind.Duration),
        ["dayTimeDuration"] = new(ValueKind.Duration),
        ["years and months duration"] = new(ValueKind.Months),
        ["yearMonthDuration"] = new(ValueKind.Months),
        ["duration"] = new(ValueKind.Duration, ValueKind.Months),
        ["list"] = new(ValueKind.List),
        ["context"] = new(ValueKind.Object),
        ["range"] = new(ValueKind.Range),
        ["function"] = new(ValueKind.Function),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Of the items of a list or the ends of a range; null: any.</summary>
    public FeelType? Items { get; init; }

    /// <summary>The members a context must have; it may have more.</summary>
    public ImmutableArray<(string Name, FeelType Type)> Members { get; init; } = [];

    /// <summary>The parameters of a function; default: any.</summary>
    public ImmutableArray<FeelType> Parameters { get; init; }

    /// <summary>The result of a function; null: any.</summary>
    public FeelType? Result { get; init; }

    /// <summary>Allowed texts; empty: all.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    public bool IsAny => Kinds.IsEmpty;

    /// <summary>What is known of a value of the type.</summary>
    public DataType DataType => Kinds is [var kind] and not [ValueKind.Null]
        ? new DataType(kind) { Items = kind == ValueKind.List ? Items?.DataType : null }
        : DataType.Any;

    /// <summary>True when the value, which is not null, is of the type.</summary>
    public bool Includes(Value value)
    {
        if (IsAny) return !value.IsNull;
        if (!Kinds.Contains(value.Kind)) return false;
        switch (value.Kind)
        {
            case ValueKind.Text: return Values.IsEmpty || Values.Contains(value.AsText());
            case ValueKind.List when Items is not null:
                foreach (var item in value.AsList())
                    if (!item.IsNull && !Items.Includes(item)) return false;
                return true;
            case ValueKind.Range when Items is not null:
                var range = value.AsRange();
                return (range.Low.IsNull || Items.Includes(range.Low)) && (range.High.IsNull || Items.Includes(range.High))
                    && !(range.Low.IsNull && range.High.IsNull);
            case ValueKind.Object:
                var context = value.AsObject();
                foreach (var (name, type) in Members)
                {
                    if (context.Shape.Slot(name) is not (>= 0 and var slot)) return false;
                    if (!context[slot].IsNull && !type.Includes(context[slot])) return false;
                }

                return true;
            case ValueKind.Function when !Parameters.IsDefault: return Fits(value.AsFunction());
            default: return true;
        }
    }

    /// <summary>The value as one of the type: as it is, and in DMN the only item of a list, a list of it, a date at midnight
    /// UTC. Null, with a fault, when it cannot be made one.</summary>
    public Value Conform(Frame frame, Value value, string what)
    {
        if (value.IsNull || IsAny || Includes(value)) return value;
        if (frame.Dialect == Dialect.Dmn && Converted(value) is { } converted) return converted;
        var wanted = new DataType(Kinds[0]);
        return frame.Fault(DiagnosticCode.WrongType, Messages.WrongType(what, value, wanted.ZhCn, wanted.En));
    }

    private Value? Converted(Value value)
    {
        if (value.Kind == ValueKind.List && !Kinds.Contains(ValueKind.List))
            return value.AsList() is [var only] && (only.IsNull || Includes(only)) ? only : null;
        if (Kinds is [ValueKind.List] && value.Kind != ValueKind.List && (Items is null || Items.Includes(value)))
            return Value.List([value]);
        return value.Kind == ValueKind.Date && Kinds.Contains(ValueKind.Instant) ? Temporals.Midnight(value.AsDate()) : null;
    }

    private bool Fits(Function function)
    {
        if (function.Parameters.Length != Parameters.Length) return false;
        for (var i = 0; i < Parameters.Length; i++)
            if (!Parameters[i].Within(function.Parameters[i].Type)) return false;
        return Result is null || Result.IsAny || function.Result is { } result && result.Within(Result);
    }

    /// <summary>True when every value of this type is one of the other.</summary>
    private bool Within(FeelType other)
    {
        if (other.IsAny) return true;
        if (IsAny || !Kinds.All(k => other.Kinds.Contains(k))) return false;
        if (other.Items is not null && !(Items ?? Any).Within(other.Items)) return false;
        return other.Members.All(m => Members.Any(own => own.Name == m.Name && own.Type.Within(m.Type)));
    }
}
