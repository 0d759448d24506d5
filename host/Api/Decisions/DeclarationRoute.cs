using System.Collections.Immutable;
using System.Text.Json;
using Policy.Engine;

namespace Policy.Host.Api.Decisions;

/// <summary>What says which release a declaration is decided by, or which candidate of a trial, read before its fact type is known.</summary>
/// <param name="Zone">The zone; null when it is missing or no text.</param>
/// <param name="DeclaredAt">The instant; null when it is missing or no instant with an offset.</param>
/// <param name="Number">The declaration number; null when it is missing or no text.</param>
internal readonly record struct DeclarationRoute(string? Zone, DateTimeOffset? DeclaredAt, string? Number)
{
    private bool IsWhole => this is { Zone: not null, DeclaredAt: not null, Number: not null };

    /// <summary>Reads the three members; malformed JSON gives what was there before it breaks.</summary>
    public static DeclarationRoute Of(ReadOnlyMemory<byte> declaration)
    {
        var route = default(DeclarationRoute);
        var reader = new Utf8JsonReader(declaration.Span);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return route;
            while (!route.IsWhole && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var (isZone, isInstant) = (reader.ValueTextEquals("zone"u8), reader.ValueTextEquals("declaredAt"u8));
                var isNumber = reader.ValueTextEquals("declarationNo"u8);
                reader.Read();
                var isText = reader.TokenType == JsonTokenType.String;
                if (isZone && isText) route = route with { Zone = reader.GetString() };
                if (isInstant && isText) route = route with { DeclaredAt = Instant(ref reader) };
                if (isNumber && isText) route = route with { Number = reader.GetString() };
                reader.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Broken JSON or broken UTF-16 escapes: reading the facts reports them with their place.
        }

        return route;
    }

    /// <summary>The problems of a route that lacks a member.</summary>
    public ImmutableArray<Diagnostic> Missing()
    {
        var missing = ImmutableArray.CreateBuilder<Diagnostic>();
        if (Zone is null) missing.Add(Required("zone"));
        if (DeclaredAt is null) missing.Add(Required("declaredAt"));
        return missing.ToImmutable();
    }

    // Without an offset the kind stays unspecified.
    private static DateTimeOffset? Instant(ref Utf8JsonReader reader) =>
        reader.TryGetDateTime(out var time) && time.Kind != DateTimeKind.Unspecified
            && reader.TryGetDateTimeOffset(out var instant)
            ? instant
            : null;

    private static Diagnostic Required(string member) => new(
        "required", Severity.Error, "", $"/{member}", new LocalizedText($"缺少 `{member}`。", $"`{member}` is missing."));
}
