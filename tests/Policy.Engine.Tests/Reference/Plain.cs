using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Xml;

namespace Policy.Engine.Tests.Reference;

/// <summary>A text of a field whose values are ordered: it compares by position in them.</summary>
internal sealed record Ranked(string Text, ImmutableArray<string> Values);

/// <summary>Plain objects: <c>null</c>, text, decimal, bool, day, instant, duration, lists and dictionaries. Nothing
/// here knows the engine's values.</summary>
internal static class Plain
{
    /// <summary>Facts as JSON, read by their fields: what is not there is <c>null</c>.</summary>
    public static Dictionary<string, object?> Facts(IEnumerable<Field> fields, JsonElement json) => fields.ToDictionary(
        f => f.Name,
        f => json.TryGetProperty(f.Name, out var member) ? Read(f, member) : null,
        StringComparer.Ordinal);

    public static object? Read(Field field, JsonElement json) => (field.Type, json.ValueKind) switch
    {
        (_, JsonValueKind.Null) => null,
        (FieldType.Text, _) when field.Ordered => new Ranked(json.GetString()!, field.Values),
        (FieldType.Text, _) => json.GetString(),
        (FieldType.Number, _) => json.GetDecimal(),
        (FieldType.Boolean, _) => json.GetBoolean(),
        (FieldType.Date, _) => DateOnly.Parse(json.GetString()!, CultureInfo.InvariantCulture),
        (FieldType.Instant, _) => DateTimeOffset.Parse(json.GetString()!, CultureInfo.InvariantCulture),
        (FieldType.Duration, _) => XmlConvert.ToTimeSpan(json.GetString()!),
        (FieldType.Object, _) => Facts(field.Fields, json),
        (FieldType.List, _) when field.Fields.IsEmpty =>
            json.EnumerateArray().Select(i => Read(field with { Type = field.Items!.Value }, i)).ToList(),
        (FieldType.List, _) => json.EnumerateArray().Select(i => (object?)Facts(field.Fields, i)).ToList(),
        _ => throw new InvalidOperationException($"{field.Type} {json.ValueKind}"),
    };

    /// <summary>FEEL equality: null equals null only; false for different kinds.</summary>
    public static bool Same(object? one, object? other) => (Bare(one), Bare(other)) switch
    {
        (null, null) => true,
        (string a, string b) => string.Equals(a, b, StringComparison.Ordinal),
        (decimal a, decimal b) => a == b,
        (bool a, bool b) => a == b,
        (DateOnly a, DateOnly b) => a == b,
        (DateTimeOffset a, DateTimeOffset b) => a == b,
        (TimeSpan a, TimeSpan b) => a == b,
        (List<object?> a, List<object?> b) => a.Count == b.Count && a.Zip(b).All(p => Same(p.First, p.Second)),
        (Dictionary<string, object?> a, Dictionary<string, object?> b) =>
            a.Count == b.Count && a.All(m => b.TryGetValue(m.Key, out var v) && Same(m.Value, v)),
        _ => false,
    };

    /// <summary>Order of two values of one kind; null when either is absent or there is no order.</summary>
    public static int? Compare(object? one, object? other) => (one, other) switch
    {
        (Ranked a, _) when Bare(other) is string b => a.Values.IndexOf(a.Text) - a.Values.IndexOf(b),
        (string a, Ranked b) => b.Values.IndexOf(a) - b.Values.IndexOf(b.Text),
        (string a, string b) => string.CompareOrdinal(a, b),
        (decimal a, decimal b) => a.CompareTo(b),
        (DateOnly a, DateOnly b) => a.CompareTo(b),
        (DateTimeOffset a, DateTimeOffset b) => a.CompareTo(b),
        (TimeSpan a, TimeSpan b) => a.CompareTo(b),
        _ => null,
    };

    /// <summary>One text for equal values, for comparing with the engine's outputs.</summary>
    public static string Json(object? value) => Bare(value) switch
    {
        null => "null",
        string text => JsonSerializer.Serialize(text),
        decimal number => (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture),
        bool truth => truth ? "true" : "false",
        DateOnly day => $"\"{day:yyyy-MM-dd}\"",
        DateTimeOffset instant => $"\"{instant.UtcDateTime:O}\"",
        TimeSpan duration => $"\"{XmlConvert.ToString(duration)}\"",
        List<object?> list => $"[{string.Join(',', list.Select(Json))}]",
        Dictionary<string, object?> members =>
            $"{{{string.Join(',', members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{JsonSerializer.Serialize(m.Key)}:{Json(m.Value)}"))}}}",
        var other => throw new InvalidOperationException($"{other.GetType()}"),
    };

    /// <summary>The same text for a value of the engine.</summary>
    public static string Json(Value value) => Json(From(value));

    public static object? From(Value value) => value.Kind switch
    {
        ValueKind.Null => null,
        ValueKind.Text => value.AsText(),
        ValueKind.Number => value.AsNumber(),
        ValueKind.Boolean => value.AsBoolean(),
        ValueKind.Date => value.AsDate(),
        ValueKind.Instant => value.AsInstant(),
        ValueKind.Duration => value.AsDuration(),
        ValueKind.List => value.AsList().ToArray().Select(From).ToList(),
        ValueKind.Object => value.AsObject().Shape.Names.ToDictionary(n =>
            n, n => From(value.AsObject()[n]), StringComparer.Ordinal),
        _ => throw new InvalidOperationException($"{value.Kind}"),
    };

    public static object? Bare(object? value) => value is Ranked ranked ? ranked.Text : value;
}
