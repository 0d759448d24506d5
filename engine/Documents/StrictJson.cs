using System.Text.Json;
using System.Text.Unicode;
using Policy.Engine.Compiling;

namespace Policy.Engine.Documents;

/// <summary>Parses JSON without mercy: no comments, no trailing commas, no repeated members, no invalid Unicode.</summary>
internal static class StrictJson
{
    public const int MaxDepth = 64;

    /// <summary>The parsed text; null when it is not JSON at all. Repeated members are reported, then reading goes on
    /// with the last of them, so that the other problems are found too.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> utf8, int maxBytes, Reporter reporter)
    {
        if (utf8.Length > maxBytes)
        {
            reporter.Error(DiagnosticCode.TooLarge, Messages.TooLarge(utf8.Length, maxBytes));
            return null;
        }

        if (utf8.Span.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        if (!Utf8.IsValid(utf8.Span))
        {
            reporter.Error(DiagnosticCode.MalformedJson, Messages.InvalidUtf8);
            return null;
        }

        try
        {
            return Parse(utf8);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Tolerant(utf8, reporter);
        }
    }

    /// <summary>The parsed text; throws when it is not JSON or a member is repeated.</summary>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8) => JsonDocument.Parse(utf8, Options(duplicates: false));

    /// <summary>The text of a JSON string; null, with the problem reported, when it holds a lone surrogate or U+0000,
    /// neither of which a database or a browser can keep.</summary>
    public static string? Text(JsonElement json, Reporter reporter)
    {
        if (Text(json) is { } text) return text;
        reporter.Error(DiagnosticCode.InvalidText, Messages.InvalidText);
        return null;
    }

    /// <summary>The text of a JSON string; null when it holds what cannot be kept.</summary>
    /// <param name="json">The string.</param>
    /// <param name="recent">Texts to share; null: none.</param>
    public static string? Text(JsonElement json, RecentTexts? recent = null)
    {
        try
        {
            var text = recent?.Of(json) ?? json.GetString()!;
            return text.Contains('\0', StringComparison.Ordinal) ? null : text;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The name of a member; names that are no valid text come as they are written.</summary>
    public static string Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return member.ToString();
        }
    }

    private static JsonDocument? Tolerant(ReadOnlyMemory<byte> utf8, Reporter reporter)
    {
        try
        {
            var document = JsonDocument.Parse(utf8, Options(duplicates: true));
            ReportRepeated(document.RootElement, reporter);
            return document;
        }
        catch (JsonException e)
        {
            reporter.Error(DiagnosticCode.MalformedJson, Messages.MalformedJson((e.LineNumber ?? 0) + 1, (e.BytePositionInLine ?? 0) + 1));
            return null;
        }
    }

    private static void ReportRepeated(JsonElement json, Reporter reporter)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in json.EnumerateArray()) ReportRepeated(item, reporter.At(index++));
        }
        else if (json.ValueKind == JsonValueKind.Object)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in json.EnumerateObject())
            {
                var name = Name(member);
                if (!names.Add(name)) reporter.At(name).Error(DiagnosticCode.RepeatedProperty, Messages.Repeated(name));
                ReportRepeated(member.Value, reporter.At(name));
            }
        }
    }

    private static JsonDocumentOptions Options(bool duplicates) =>
        new() { MaxDepth = MaxDepth, AllowDuplicateProperties = duplicates };
}
