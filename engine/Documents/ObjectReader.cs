using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Policy.Engine.Compiling;

namespace Policy.Engine.Documents;

/// <summary>Reads the members of one JSON object. A problem is reported and reads as the member's default, so that all
/// are found; a member that is <c>null</c> counts as absent. <see cref="End"/> reports the members nobody asked for.</summary>
/// <param name="json">The object.</param>
/// <param name="reporter">Its place.</param>
/// <param name="pieces">The pieces in which its long arrays come; null when it has none.</param>
internal sealed class ObjectReader(JsonElement json, Reporter reporter, JsonPieces? pieces = null)
{
    private readonly List<string> _asked = new(12);
    private RecentTexts? _recent;
    private JsonElement _json = json;
    private int _present;

    public Reporter At { get; private set; } = reporter;

    /// <summary>The text; empty when absent, which <see cref="Structure"/> reports where a text is needed.</summary>
    public string Text(string name, int maxLength = DocumentLimits.Text) => OptionalText(name, maxLength) ?? "";

    public string? OptionalText(string name, int maxLength = DocumentLimits.Text) =>
        Take(name, out var value) ? TextOf(value, new Place(At, name), maxLength) : null;

    /// <summary>A text in both languages, or one text that serves for both.</summary>
    public LocalizedText? Localized(string name)
    {
        if (!Take(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String)
            return TextOf(value, new Place(At, name), DocumentLimits.Text) is { } text ? new LocalizedText(text, text) : null;
        return Object(value, At.At(name), texts =>
        {
            var localized = new LocalizedText(texts.Text("zh-CN"), texts.Text("en"));
            if (localized.ZhCn.Length == 0) texts.Missing("zh-CN");
            if (localized.En.Length == 0) texts.Missing("en");
            return localized;
        });
    }

    public bool Flag(string name)
    {
        if (!Take(name, out var value)) return false;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Mistyped(value, At.At(name), Messages.Boolean);
        return false;
    }

    public decimal? Number(string name)
    {
        if (!Take(name, out var value)) return null;
        if (JsonNumber.TryRead(value, out var number)) return number;
        Mistyped(value, At.At(name), Messages.Number);
        return null;
    }

    public int? Count(string name)
    {
        if (!Take(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count >= 0) return count;
        Mistyped(value, At.At(name), Messages.WholeNumber);
        return null;
    }

    public DateOnly? Day(string name)
    {
        if (!Take(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String && TextOf(value, new Place(At, name), DocumentLimits.Text) is { } text)
        {
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
            At.At(name).Error(DiagnosticCode.BadDate, Messages.BadDate(text));
            return null;
        }

        if (value.ValueKind != JsonValueKind.String) Mistyped(value, At.At(name), Messages.Day);
        return null;
    }

    /// <summary>One of the enumeration's names; null when absent or wrong.</summary>
    public T? Choice<T>(string name)
        where T : struct, Enum
    {
        if (!Take(name, out var value) || TextOf(value, new Place(At, name), DocumentLimits.Text) is not { } text) return null;
        if (EnumNames<T>.Find(text) is { } choice) return choice;
        At.At(name).Error(DiagnosticCode.UnknownChoice, Messages.UnknownChoice(text, EnumNames<T>.All));
        return null;
    }

    /// <summary>Like <see cref="Choice"/>, but absence is a problem too.</summary>
    public T RequiredChoice<T>(string name)
        where T : struct, Enum
    {
        var choice = Choice<T>(name);
        if (choice is null && At.At(name).IsClean) Missing(name);
        return choice ?? default;
    }

    public ImmutableArray<string> Texts(string name) =>
        Items(name, (item, at) => TextOf(item, at, DocumentLimits.Text) ?? "");

    /// <summary>An object whose members are all texts.</summary>
    public ImmutableSortedDictionary<string, string> TextsByName(string name)
    {
        var texts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (!Take(name, out var value)) return texts.ToImmutable();
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
                texts[StrictJson.Name(member)] = TextOf(member.Value, new Place(At.At(name), StrictJson.Name(member)), DocumentLimits.Text) ?? "";
        }
        else
        {
            Mistyped(value, At.At(name), Messages.Object);
        }

        return texts.ToImmutable();
    }

    /// <summary>Cells: numbers and truth values may stand without quotes and then are their own text.</summary>
    public ImmutableArray<string> Cells(string name) => Items(name, (item, at) =>
    {
        if (item.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False) return item.GetRawText();
        if (item.ValueKind != JsonValueKind.Null) return TextOf(item, at, DocumentLimits.Cell) ?? "";
        at.Reporter.Error(DiagnosticCode.Mistyped, Messages.NullCell);
        return "";
    });

    /// <summary>The values of a list's entry: a text each, or null where the column does not matter.</summary>
    public ImmutableArray<string?> EntryValues(string name) => Items(name, (item, at) => item.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => item.GetRawText(),
        _ => TextOf(item, at, DocumentLimits.Text),
    });

    public ImmutableArray<T> Objects<T>(string name, Func<ObjectReader, T> read)
        where T : class
    {
        var reader = new ObjectReader(default, At) { _recent = _recent ?? new RecentTexts() };
        return [.. Items(name, (item, at) => reader.Next(item, at.Reporter, read)).OfType<T>()];
    }

    /// <summary>One object; null when absent or wrong.</summary>
    public T? Nested<T>(string name, Func<ObjectReader, T?> read)
        where T : class =>
        Take(name, out var value) ? Object(value, At.At(name), read) : null;

    /// <summary>Any JSON, <c>null</c> included, kept as it is; null when absent.</summary>
    public JsonElement? Raw(string name)
    {
        Take(name, out var value);
        return value.ValueKind == JsonValueKind.Undefined ? null : value.Clone();
    }

    public void Missing(string name) => At.At(name).Error(DiagnosticCode.Missing, Messages.Missing(name));

    /// <summary>Counts every member as known.</summary>
    public void Ignore() => _present = _json.GetPropertyCount();

    public void End()
    {
        if (_json.GetPropertyCount() == _present) return;
        foreach (var member in _json.EnumerateObject())
        {
            var name = StrictJson.Name(member);
            if (!_asked.Contains(name)) At.At(name).Error(DiagnosticCode.UnknownProperty, Messages.UnknownProperty(name, _asked));
        }
    }

    /// <summary>Reads an object and reports its unknown members; null, reported, when the JSON is none.</summary>
    public static T? Object<T>(JsonElement json, Reporter at, Func<ObjectReader, T?> read, JsonPieces? pieces = null)
        where T : class =>
        new ObjectReader(json, at, pieces).Next(json, at, read);

    public static ImmutableArray<T> Array<T>(JsonElement json, Reporter at, Func<JsonElement, Reporter, T> read)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            Mistyped(json, at, Messages.Array);
            return [];
        }

        var items = ImmutableArray.CreateBuilder<T>(json.GetArrayLength());
        foreach (var item in json.EnumerateArray()) items.Add(read(item, at.At(items.Count)));
        return items.MoveToImmutable();
    }

    /// <summary>Reads one object after the other.</summary>
    private T? Next<T>(JsonElement json, Reporter at, Func<ObjectReader, T?> read)
        where T : class
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            Mistyped(json, at, Messages.Object);
            return null;
        }

        (_json, At, _present) = (json, at, 0);
        _asked.Clear();
        var result = read(this);
        End();
        return result;
    }

    private ImmutableArray<T> Items<T>(string name, Func<JsonElement, Place, T> read)
    {
        if (pieces?.Has(name) == true)
        {
            Asked(name, out _);
            return [.. pieces.Items(name).Select((item, index) => read(item, new Place(At, name, index)))];
        }

        if (!Take(name, out var value)) return [];
        if (value.ValueKind != JsonValueKind.Array)
        {
            Mistyped(value, At.At(name), Messages.Array);
            return [];
        }

        var items = new T[value.GetArrayLength()];
        var next = 0;
        foreach (var item in value.EnumerateArray())
        {
            items[next] = read(item, new Place(At, name, next));
            next++;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(items);
    }

    private bool Take(string name, out JsonElement value)
    {
        pieces?.NeedWhole(name);
        return Asked(name, out value) && value.ValueKind != JsonValueKind.Null;
    }

    private bool Asked(string name, out JsonElement value)
    {
        _asked.Add(name);
        if (!_json.TryGetProperty(name, out value)) return false;
        _present++;
        return true;
    }

    private string? TextOf(JsonElement json, Place at, int maxLength)
    {
        if (json.ValueKind != JsonValueKind.String)
        {
            Mistyped(json, at.Reporter, Messages.Text);
            return null;
        }

        if (StrictJson.Text(json, _recent) is not { } text) return StrictJson.Text(json, at.Reporter);
        if (text.Length <= maxLength) return text;
        at.Reporter.Error(DiagnosticCode.TooLong, Messages.TooLong(text.Length, maxLength));
        return null;
    }

    private static void Mistyped(JsonElement json, Reporter at, LocalizedText expected) =>
        at.Error(DiagnosticCode.Mistyped, Messages.Mistyped(json, expected));

    /// <summary>A member, or an item of it; most have nothing to report, and a million reporters are made for nothing.</summary>
    private readonly struct Place(Reporter of, string member, int index = -1)
    {
        public Reporter Reporter => index < 0 ? of.At(member) : of.At(member).At(index);
    }
}
