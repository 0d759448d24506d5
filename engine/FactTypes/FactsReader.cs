using System.Collections.Immutable;
using System.Text.Json;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.FactTypes;

/// <summary>Reads JSON into the slots of a fact type. A value with a problem is reported and reads as null.</summary>
internal sealed class FactsReader(bool submitted)
{
    public const int OpenMembers = 100;
    public const int OpenItems = 1_000;

    public Context Object(FactType type, JsonElement json, Reporter at)
    {
        var values = new Value[type.Fields.Length];
        var present = 0;
        for (var slot = 0; slot < values.Length; slot++)
        {
            var field = type.Fields[slot];
            if (json.TryGetProperty(field.Name, out var member)) present++;
            var absent = member.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;
            if (absent)
            {
                if (!field.Definition.Optional)
                    at.At(field.Name).Error(DiagnosticCode.FactMissing, Messages.MissingFact(field.Name));
            }
            else if (submitted && field.Definition.Provided)
            {
                at.At(field.Name).Error(DiagnosticCode.FactProvided, Messages.Provided(field.Name));
            }
            else
            {
                values[slot] = Field(field, type.Dialect, member, at.At(field.Name));
            }
        }

        if (present != json.GetPropertyCount()) ReportUnknown(type, json, at);
        return new Context(type.Shape, values);
    }

    private Value Field(FactField field, Dialect dialect, JsonElement json, Reporter at) => field.Type switch
    {
        FieldType.List => List(field, dialect, json, at),
        FieldType.Any => Open(json, at),
        FieldType.Object when json.ValueKind != JsonValueKind.Object => Wrong(json, Documents.Messages.Object, at),
        FieldType.Object => field.Members is { } members ? Value.Object(Object(members, json, at)) : Open(json, at),
        var type => FactLimits.Check(field.Definition, Scalar(type, dialect, json, at), at),
    };

    private Value List(FactField field, Dialect dialect, JsonElement json, Reporter at)
    {
        if (json.ValueKind != JsonValueKind.Array) return Wrong(json, Documents.Messages.Array, at);
        if (!FactLimits.Count(field.Definition, json.GetArrayLength(), at)) return Value.Null;
        var items = ImmutableArray.CreateBuilder<Value>(json.GetArrayLength());
        foreach (var item in json.EnumerateArray())
        {
            var place = at.At(items.Count);
            items.Add(field.Members is not { } members ? Scalar(field.Definition.Items!.Value, dialect, item, place)
                : item.ValueKind == JsonValueKind.Object ? Value.Object(Object(members, item, place))
                : Wrong(item, Documents.Messages.Object, place));
        }

        return Value.List(items.MoveToImmutable());
    }

    private static Value Scalar(FieldType type, Dialect dialect, JsonElement json, Reporter at)
    {
        switch (type)
        {
            case FieldType.Any: return Open(json, at);
            case FieldType.Number:
                return JsonNumber.TryRead(json, out var number) ? Value.Number(number) : Wrong(json, Documents.Messages.Number, at);
            case FieldType.Boolean:
                return json.ValueKind is JsonValueKind.True or JsonValueKind.False
                    ? Value.Boolean(json.GetBoolean())
                    : Wrong(json, Documents.Messages.Boolean, at);
        }

        var expected = type switch
        {
            FieldType.Date => Documents.Messages.Day,
            FieldType.Instant => Messages.Instant,
            FieldType.Duration => Messages.Duration,
            FieldType.Months => Messages.MonthsDuration,
            FieldType.Time => Messages.Time,
            _ => Documents.Messages.Text,
        };
        if (json.ValueKind != JsonValueKind.String) return Wrong(json, expected, at);
        return StrictJson.Text(json, at) switch
        {
            null => Value.Null,
            var text when type == FieldType.Text => Value.Text(text),
            var text when type == FieldType.Date && Scalars.TryDate(text, out var date) => Value.Date(date),
            var text when type == FieldType.Instant && Scalars.TryInstant(text, out var instant) => Value.Instant(instant),
            var text when type == FieldType.Duration && Scalars.TryDuration(text, out var duration) => Value.Duration(duration),
            var text when type == FieldType.Instant && dialect == Dialect.Dmn
                && Temporals.DateAndTime(text, dialect) is { IsNull: false } local => local,
            var text when type == FieldType.Months && Temporals.Duration(text) is { Kind: ValueKind.Months } months => months,
            var text when type == FieldType.Time && Temporals.Time(text) is { IsNull: false } time => time,
            _ => Wrong(json, expected, at),
        };
    }

    /// <summary>Members that no fact type describes: texts, numbers, truth values, lists and objects of moderate size.</summary>
    private static Value Open(JsonElement json, Reporter at)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String: return FactLimits.Text(StrictJson.Text(json, at), FactLimits.DefaultLength, at);
            case JsonValueKind.Number: return Scalar(FieldType.Number, Dialect.Policy, json, at);
            case JsonValueKind.True or JsonValueKind.False: return Value.Boolean(json.GetBoolean());
            case JsonValueKind.Array when json.GetArrayLength() > OpenItems:
                at.Error(DiagnosticCode.FactLength, Messages.TooManyItems(json.GetArrayLength(), OpenItems));
                return Value.Null;
            case JsonValueKind.Array:
                return Value.List(ObjectReader.Array(json, at, Open));
            case JsonValueKind.Object when json.GetPropertyCount() > OpenMembers:
                at.Error(DiagnosticCode.FactLength, Messages.TooManyItems(json.GetPropertyCount(), OpenMembers));
                return Value.Null;
            case JsonValueKind.Object:
                var members = new Dictionary<string, Value>(StringComparer.Ordinal);
                foreach (var member in json.EnumerateObject())
                {
                    var name = StrictJson.Name(member);
                    members[name] = Open(member.Value, at.At(name));
                }

                return Value.Object(new Context(new Shape(members.Keys), [.. members.Values]));
            default: return Value.Null;
        }
    }

    private static void ReportUnknown(FactType type, JsonElement json, Reporter at)
    {
        foreach (var member in json.EnumerateObject())
        {
            var name = StrictJson.Name(member);
            if (type.Shape.Slot(name) < 0) at.At(name).Error(DiagnosticCode.UnknownField, Messages.Unknown(name, type.Shape.Names));
        }
    }

    private static Value Wrong(JsonElement json, LocalizedText expected, Reporter at)
    {
        at.Error(DiagnosticCode.FactType, Documents.Messages.Mistyped(json, expected));
        return Value.Null;
    }
}
