using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;
using Policy.Engine.Expressions.Operations;

namespace Policy.Engine;

/// <summary>The canonical JSON of values: members in shape order, no white space, decimals without trailing zeros,
/// dates, instants and durations as ISO 8601 text, Chinese unescaped. The same value gives the same bytes.</summary>
public static class ValueJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a value.</summary>
    public static void Write(Utf8JsonWriter writer, Value value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (value.Kind)
        {
            case ValueKind.Null: writer.WriteNullValue(); break;
            case ValueKind.Text: writer.WriteStringValue(value.AsText()); break;
            case ValueKind.Number: writer.WriteNumberValue(Normalize(value.AsNumber())); break;
            case ValueKind.Boolean: writer.WriteBooleanValue(value.AsBoolean()); break;
            case ValueKind.Date: writer.WriteStringValue(value.AsDate().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)); break;
            case ValueKind.Instant: writer.WriteStringValue(Iso(value.AsInstant())); break;
            case ValueKind.Duration: writer.WriteStringValue(XmlConvert.ToString(value.AsDuration())); break;
            case ValueKind.Months: writer.WriteStringValue(IsoMonths(value.AsMonths())); break;
            case ValueKind.Time: writer.WriteStringValue(Iso(value)); break;
            case ValueKind.LocalDateTime: writer.WriteStringValue(Iso(value.AsLocalDateTime())); break;
            case ValueKind.Range: writer.WriteStringValue(Texts.Range(value.AsRange())); break;
            case ValueKind.Function: writer.WriteStringValue(value.AsFunction().Signature); break;
            case ValueKind.List:
                writer.WriteStartArray();
                foreach (var item in value.AsList()) Write(writer, item);
                writer.WriteEndArray();
                break;
            case ValueKind.Object:
                var context = value.AsObject();
                writer.WriteStartObject();
                for (var i = 0; i < context.Count; i++)
                {
                    writer.WritePropertyName(context.Shape.Names[i]);
                    Write(writer, context[i]);
                }

                writer.WriteEndObject();
                break;
            default: throw new InvalidOperationException($"Unknown kind {value.Kind}.");
        }
    }

    /// <summary>The canonical JSON as UTF-8.</summary>
    public static byte[] ToUtf8(Value value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options)) Write(writer, value);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The canonical JSON as text.</summary>
    public static string ToString(Value value) => Encoding.UTF8.GetString(ToUtf8(value));

    /// <summary>A value of plain JSON: texts stay texts, numbers must fit a decimal. Throws
    /// <see cref="FormatException"/> for a number out of range.</summary>
    public static Value From(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => Value.Null,
        JsonValueKind.String => Value.Text(json.GetString()),
        JsonValueKind.Number => Value.Number(json.GetDecimal()),
        JsonValueKind.True => Value.True,
        JsonValueKind.False => Value.False,
        JsonValueKind.Array => Value.List([.. json.EnumerateArray().Select(From)]),
        _ => Value.Object(Context.Of([.. json.EnumerateObject().Select(p => (p.Name, From(p.Value)))])),
    };

    /// <summary>The decimal without trailing zeros, so that 1.10 and 1.1 give the same bytes.</summary>
    internal static decimal Normalize(decimal number) => number / 1.000000000000000000000000000000000m;

    private static string Iso(DateTimeOffset instant) => instant.Ticks % TimeSpan.TicksPerSecond == 0
        ? instant.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)
        : instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);

    private static string Iso(DateTime local) => local.ToString(
        local.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF",
        CultureInfo.InvariantCulture);

    private static string Iso(Value value)
    {
        var time = value.AsTime();
        var text = time.ToString(
            time.Ticks % TimeSpan.TicksPerSecond == 0 ? "HH:mm:ss" : "HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
        if (value.TimeOffset() is not { } offset) return text;
        var sign = offset < TimeSpan.Zero ? '-' : '+';
        return text + (offset == TimeSpan.Zero ? "Z" : sign + offset.ToString("hh\\:mm", CultureInfo.InvariantCulture));
    }

    private static string IsoMonths(long months)
    {
        var (sign, abs) = months < 0 ? ("-", -months) : ("", months);
        var (years, rest) = (abs / 12, abs % 12);
        return (years, rest) switch
        {
            (0, _) => string.Create(CultureInfo.InvariantCulture, $"{sign}P{rest}M"),
            (_, 0) => string.Create(CultureInfo.InvariantCulture, $"{sign}P{years}Y"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{sign}P{years}Y{rest}M"),
        };
    }
}
