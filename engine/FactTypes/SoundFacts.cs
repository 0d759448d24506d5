using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Policy.Engine.FactTypes;

/// <summary>Reads facts in one pass over the bytes, as nearly all of them are: complete and sound. What is not, or is written
/// unusually, it gives up on; <see cref="FactsReader"/> then reads it again and names every problem.</summary>
internal ref struct SoundFacts
{
    private const int MostFields = 256;

    // As many digits as a decimal keeps whatever they are.
    private const int ExactDigits = 28;

    private readonly bool _submitted;
    private Utf8JsonReader _json;

    private SoundFacts(ReadOnlySpan<byte> utf8, bool submitted)
    {
        _json = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = StrictJson.MaxDepth });
        _submitted = submitted;
    }

    /// <summary>The facts; null when it gave up.</summary>
    public static Context? Read(FactType type, ReadOnlySpan<byte> utf8, bool submitted)
    {
        if (utf8.Length > DocumentLimits.FactsBytes || !Utf8.IsValid(utf8)) return null;
        try
        {
            var reader = new SoundFacts(utf8, submitted);
            return reader._json.Read() && reader._json.TokenType == JsonTokenType.StartObject
                && reader.Object(type) is { } facts && !reader._json.Read()
                ? facts
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or a text with half a surrogate pair.
            return null;
        }
    }

    private Context? Object(FactType type)
    {
        var fields = type.Fields;
        if (fields.Length > MostFields) return null;
        Span<bool> seen = stackalloc bool[fields.Length];
        var values = new Value[fields.Length];
        var expected = 0;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var slot = type.SlotOf(_json.ValueSpan, expected);
            if (slot < 0 || seen[slot]) return null;
            (seen[slot], expected) = (true, slot + 1);
            _json.Read();
            if (_json.TokenType == JsonTokenType.Null)
            {
                if (!fields[slot].Definition.Optional) return null;
            }
            else if ((_submitted && fields[slot].Definition.Provided) || !Field(fields[slot], out values[slot]))
            {
                return null;
            }
        }

        for (var slot = 0; slot < seen.Length; slot++)
            if (!seen[slot] && !fields[slot].Definition.Optional) return null;
        return new Context(type.Shape, values);
    }

    private bool Field(FactField field, out Value value)
    {
        var definition = field.Definition;
        switch (field.Type)
        {
            case FieldType.List: return List(field, out value);
            case FieldType.Object when field.Members is not { } members: return Open(out value) && value.Kind == ValueKind.Object;
            case FieldType.Object: return Nested(field.Members, out value);
            case FieldType.Text: return Text(definition.MaxLength ?? FactLimits.DefaultLength, definition.Values, out value);
            case FieldType.Number:
                return Number(out value) && !(value.AsNumber() < definition.Minimum) && !(value.AsNumber() > definition.Maximum);
            default: return Scalar(field.Type, out value);
        }
    }

    private bool Nested(FactType members, out Value value)
    {
        var content = _json.TokenType == JsonTokenType.StartObject ? Object(members) : null;
        value = content is null ? Value.Null : Value.Object(content);
        return content is not null;
    }

    private bool List(FactField field, out Value value)
    {
        value = Value.Null;
        if (_json.TokenType != JsonTokenType.StartArray) return false;
        var definition = field.Definition;
        var items = ImmutableArray.CreateBuilder<Value>();
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (!(field.Members is { } members ? Nested(members, out var item) : Scalar(definition.Items!.Value, out item))) return false;
            items.Add(item);
        }

        value = Value.List(items.DrainToImmutable());
        return value.AsList().Length <= (definition.MaxItems ?? FactLimits.DefaultItems) && !(value.AsList().Length < definition.MinItems);
    }

    private bool Scalar(FieldType type, out Value value)
    {
        value = Value.Null;
        switch (type)
        {
            case FieldType.Text: return Text(int.MaxValue, [], out value);
            case FieldType.Number: return Number(out value);
            case FieldType.Boolean: return Boolean(out value);
            case FieldType.Date when Written(out var text) && Scalars.TryDate(text, out var date):
                value = Value.Date(date);
                return true;
            case FieldType.Instant when Instant(out var instant):
                value = Value.Instant(instant);
                return true;
            case FieldType.Duration when Written(out var text) && Scalars.TryDuration(text, out var duration):
                value = Value.Duration(duration);
                return true;
            default: return false;
        }
    }

    private bool Boolean(out Value value)
    {
        value = Value.Boolean(_json.TokenType == JsonTokenType.True);
        return _json.TokenType is JsonTokenType.True or JsonTokenType.False;
    }

    private bool Number(out Value value)
    {
        value = Value.Null;
        if (_json.TokenType != JsonTokenType.Number || _json.ValueSpan.Length > ExactDigits || _json.ValueSpan.ContainsAny((byte)'e', (byte)'E')
            || !_json.TryGetDecimal(out var number)) return false;
        value = Value.Number(number);
        return true;
    }

    private bool Text(int maxLength, ImmutableArray<string> among, out Value value)
    {
        value = Value.Null;
        if (!Written(out var text) || text.Length > maxLength) return false;
        if (!among.IsEmpty)
        {
            // The one text that all facts share.
            var index = among.IndexOf(text, StringComparer.Ordinal);
            if (index < 0) return false;
            text = among[index];
        }

        value = Value.Text(text);
        return true;
    }

    private readonly bool Written(out string text)
    {
        text = "";
        if (_json.TokenType != JsonTokenType.String) return false;
        if (_json.ValueIsEscaped)
        {
            text = _json.GetString()!;
            return !text.Contains('\0', StringComparison.Ordinal);
        }

        text = Encoding.UTF8.GetString(_json.ValueSpan);
        return true;
    }

    // 2026-11-11T00:00:03+08:00 or 2026-11-10T16:00:03Z; other forms by their text.
    private readonly bool Instant(out DateTimeOffset instant)
    {
        var utf8 = _json.ValueSpan;
        if (_json.TokenType == JsonTokenType.String && !_json.ValueIsEscaped && utf8.Length is 20 or 25 && utf8[10] == (byte)'T' && utf8[19] is (byte)'Z' or (byte)'+' or (byte)'-'
            && _json.TryGetDateTimeOffset(out instant))
            return instant.Year is > 1 and < 9999;
        instant = default;
        return Written(out var text) && Scalars.TryInstant(text, out instant);
    }

    /// <summary>Members that no fact type describes.</summary>
    private bool Open(out Value value)
    {
        value = Value.Null;
        switch (_json.TokenType)
        {
            case JsonTokenType.Null: return true;
            case JsonTokenType.Number: return Number(out value);
            case JsonTokenType.True or JsonTokenType.False: return Boolean(out value);
            case JsonTokenType.String: return Text(FactLimits.DefaultLength, [], out value);
            case JsonTokenType.StartArray:
                var items = ImmutableArray.CreateBuilder<Value>();
                while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
                {
                    if (items.Count == FactsReader.OpenItems || !Open(out var item)) return false;
                    items.Add(item);
                }

                value = Value.List(items.DrainToImmutable());
                return true;
            case JsonTokenType.StartObject:
                var members = new Dictionary<string, Value>(StringComparer.Ordinal);
                while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
                {
                    var name = _json.GetString()!;
                    _json.Read();
                    if (members.Count == FactsReader.OpenMembers || !Open(out var member) || !members.TryAdd(name, member)) return false;
                }

                value = Value.Object(new Context(new Shape(members.Keys), [.. members.Values]));
                return true;
            default: return false;
        }
    }
}
