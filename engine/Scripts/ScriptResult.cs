using System.Collections.Immutable;
using System.Globalization;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Policy.Engine.Expressions;
using Policy.Engine.Expressions.Operations;
using Policy.Engine.FactTypes;

namespace Policy.Engine.Scripts;

/// <summary>What <c>decide</c> returned, checked against the declared outputs. Numbers become decimals by their
/// shortest text that reads back the same, so 0.1 is 0.1.</summary>
internal sealed class ScriptResult(ScriptDocument document, Shape shape)
{
    public static DataType TypeOf(ImmutableArray<TableOutput> outputs) => new(ValueKind.Object)
    {
        Members = [.. outputs.Select(o => new DataType.Member(o.Name, TypeOf(o)))],
        Shape = new Shape(outputs.Select(o => o.Name)),
    };

    /// <summary>The outputs; what is wrong is added to the faults.</summary>
    public Value Read(JsValue result, ImmutableArray<Fault>.Builder faults)
    {
        if (result is not ObjectInstance returned || returned is JsArray || returned is Jint.Native.Function.Function)
        {
            Fault(faults, ScriptMessages.NotAnObject(Word(result)));
            return Value.Null;
        }

        foreach (var key in returned.GetOwnPropertyKeys(Jint.Runtime.Types.String))
            if (shape.Slot(key.ToString()) < 0) Fault(faults, ScriptMessages.Extra(key.ToString()));
        var values = new Value[document.Outputs.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var output = document.Outputs[i];
            var value = returned.GetOwnProperty(output.Name).Value ?? JsValue.Undefined;
            if (value.IsUndefined()) Fault(faults, ScriptMessages.Lacks(output.Name));
            else values[i] = Checked(output, value, faults);
        }

        return Value.Object(new Context(shape, values));
    }

    private Value Checked(TableOutput output, JsValue value, ImmutableArray<Fault>.Builder faults)
    {
        if (value.IsNull()) return Value.Null;
        var budget = ScriptLimits.ResultValues;
        if (Typed(output.Type, value, ref budget) is not { } read)
        {
            Fault(faults, ScriptMessages.WrongType(output.Name, Word(output.Type), Word(value)));
            return Value.Null;
        }

        if (!output.Values.IsEmpty && (read.Kind != ValueKind.Text || !output.Values.Contains(read.AsText())))
            Fault(faults, ScriptMessages.NotAValue(output.Name, Short(read), output.Values));
        return read;
    }

    private static Value? Typed(FieldType type, JsValue value, ref int budget) => type switch
    {
        FieldType.Number => value.IsNumber() ? Plain(value, ref budget, 0) : null,
        FieldType.Boolean => value.IsBoolean() ? Value.Boolean(value.AsBoolean()) : null,
        FieldType.Text or FieldType.Date or FieldType.Instant or FieldType.Duration or FieldType.Time or FieldType.Months =>
            Text(value) is { } text ? Text(type, text) : null,
        FieldType.Any => Plain(value, ref budget, 0),
        FieldType.List => value is JsArray ? Plain(value, ref budget, 0) : null,
        _ => value is JsArray or not ObjectInstance ? null : Plain(value, ref budget, 0),
    };

    /// <summary>A text as an output of a type; null when it is none.</summary>
    public static Value? Text(FieldType type, string text) => type switch
    {
        FieldType.Text when text.Length <= ScriptLimits.Text => Value.Text(text),
        FieldType.Date when Scalars.TryDate(text, out var date) => Value.Date(date),
        FieldType.Instant when Scalars.TryInstant(text, out var instant) => Value.Instant(instant),
        FieldType.Duration when Scalars.TryDuration(text, out var duration) => Value.Duration(duration),
        FieldType.Time when Temporals.Time(text) is { IsNull: false } time => time,
        FieldType.Months when Temporals.Duration(text) is { Kind: ValueKind.Months } months => months,
        _ => null,
    };

    private static string? Text(JsValue value) => value.IsString() ? value.AsString() : null;

    // Plain data only: no function, no cycle (the nesting ends), no accessor.
    private static Value? Plain(JsValue value, ref int budget, int depth)
    {
        if (--budget < 0 || depth > ScriptLimits.ResultNesting) return null;
        switch (value)
        {
            case { } when value.IsNull(): return Value.Null;
            case { } when value.IsBoolean(): return Value.Boolean(value.AsBoolean());
            case { } when Text(value) is { } text: return text.Length <= ScriptLimits.Text ? Value.Text(text) : null;
            case { } when value.IsNumber(): return TryNumber(value.AsNumber(), out var number) ? Value.Number(number) : null;
            case JsArray array: return List(array, ref budget, depth);
            case JsObject instance: return Object(instance, ref budget, depth);
            default: return null;
        }
    }

    /// <summary>A number as an output: the shortest decimal that reads back the same; false when there is none.</summary>
    public static bool TryNumber(double number, out decimal shortest) => TryShort(number, out shortest)
        || (double.IsFinite(number)
            && decimal.TryParse(number.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float,
                CultureInfo.InvariantCulture, out shortest));

    // A decimal of at most 15 digits that reads back as the number is the shortest, if it has the fewest places.
    private static bool TryShort(double number, out decimal shortest)
    {
        shortest = 0;
        if (number is not (> -1e15 and < 1e15) || (number == 0 && double.IsNegative(number))) return false;
        var power = 1d;
        for (byte places = 0; places <= 6; places++, power *= 10)
        {
            var digits = Math.Round(number * power);
            if (Math.Abs(digits) >= 1e15) return false;
            if (digits / power != number) continue;
            var whole = (long)Math.Abs(digits);
            shortest = new decimal(unchecked((int)whole), unchecked((int)(whole >> 32)), 0, number < 0, places);
            return true;
        }

        return false;
    }

    private static Value? List(JsArray array, ref int budget, int depth)
    {
        if (array.Length > budget) return null;
        var items = ImmutableArray.CreateBuilder<Value>((int)array.Length);
        for (var i = 0u; i < array.Length; i++)
        {
            if (Plain(array[i], ref budget, depth + 1) is not { } item) return null;
            items.Add(item);
        }

        return Value.List(items.ToImmutable());
    }

    private static Value? Object(JsObject instance, ref int budget, int depth)
    {
        var names = new List<string>();
        var values = new List<Value>();
        foreach (var (key, property) in instance.GetOwnProperties())
        {
            if (property.Value is not { } content || Plain(content, ref budget, depth + 1) is not { } value)
                return null;
            names.Add(key.ToString());
            values.Add(value);
        }

        return Value.Object(new Context(new Shape(names), [.. values]));
    }

    private void Fault(ImmutableArray<Fault>.Builder faults, LocalizedText message) =>
        faults.Add(new Fault(DiagnosticCode.ScriptResult, document.Key, null, message));

    private static DataType TypeOf(TableOutput output) => output.Type switch
    {
        FieldType.Text => DataType.Text with { Values = output.Values },
        FieldType.Number => DataType.Number,
        FieldType.Boolean => DataType.Boolean,
        FieldType.Date => DataType.Date,
        FieldType.Instant => DataType.Instant,
        FieldType.Duration => DataType.Duration,
        FieldType.List => new DataType(ValueKind.List),
        FieldType.Time => DataType.Time,
        FieldType.Months => DataType.Months,
        FieldType.Any => DataType.Any,
        _ => new DataType(ValueKind.Object),
    };

#pragma warning disable CA1308 // The words of the document language are lower case.
    private static string Word(FieldType type) => type.ToString().ToLowerInvariant();
#pragma warning restore CA1308

    private static string Word(JsValue value) => value switch
    {
        { } when value.IsNull() => "null",
        { } when value.IsUndefined() => "undefined",
        { } when value.IsNumber() => value.AsNumber().ToString(CultureInfo.InvariantCulture),
        { } when value.IsString() => "text",
        { } when value.IsBoolean() => "boolean",
        JsArray => "list",
        Jint.Native.Function.Function => "function",
        _ => "object",
    };

    private static string Short(Value value) =>
        value.ToString() is { Length: > 100 } text ? text[..100] + "…" : value.ToString();
}
