using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Policy.Engine.Documents;

/// <summary>Writes the members of one JSON object canonically: whatever equals its default is left out.</summary>
internal sealed class ObjectWriter(Utf8JsonWriter json)
{
    public void Text(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) json.WriteString(name, value);
    }

    public void Localized(string name, LocalizedText? value)
    {
        if (value is null) return;
        json.WriteStartObject(name);
        json.WriteString("zh-CN", value.ZhCn);
        json.WriteString("en", value.En);
        json.WriteEndObject();
    }

    public void Flag(string name, bool value)
    {
        if (value) json.WriteBoolean(name, true);
    }

    public void Number(string name, decimal? value)
    {
        if (value is { } number) json.WriteNumber(name, ValueJson.Normalize(number));
    }

    public void Day(string name, DateOnly? value)
    {
        if (value is { } day) json.WriteString(name, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    public void Choice<T>(string name, T? value)
        where T : struct, Enum
    {
        if (value is { } choice) json.WriteString(name, EnumNames<T>.Of(choice));
    }

    public void Choice<T>(string name, T value, T omitted)
        where T : struct, Enum
    {
        if (!EqualityComparer<T>.Default.Equals(value, omitted)) json.WriteString(name, EnumNames<T>.Of(value));
    }

    public void TextsByName(string name, ImmutableSortedDictionary<string, string> values)
    {
        if (values.IsEmpty) return;
        json.WriteStartObject(name);
        foreach (var (key, value) in values.OrderBy(v => v.Key, StringComparer.Ordinal)) json.WriteString(key, value);
        json.WriteEndObject();
    }

    public void Texts(string name, ImmutableArray<string> values) => Values(name, values);

    /// <summary>Texts of which some are null.</summary>
    public void Values(string name, IReadOnlyCollection<string?> values)
    {
        if (values.Count == 0) return;
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    public void Objects<T>(string name, ImmutableArray<T> items, Action<ObjectWriter, T> write)
    {
        if (items.IsEmpty) return;
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(this, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public void Nested<T>(string name, T? item, Action<ObjectWriter, T> write)
        where T : class
    {
        if (item is null) return;
        json.WriteStartObject(name);
        write(this, item);
        json.WriteEndObject();
    }

    public void Raw(string name, JsonElement value)
    {
        json.WritePropertyName(name);
        value.WriteTo(json);
    }
}
