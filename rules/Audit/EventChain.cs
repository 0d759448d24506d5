using System.Runtime.CompilerServices;
using System.Text.Json;
using Policy.Rules.Storage;

namespace Policy.Rules.Audit;

/// <summary>The hash chain of a stream. An event's hash is taken over canonical JSON (members in ordinal order, no
/// white space) of its stream, position, type and content, so that it can be checked from the stored text alone.</summary>
public static class EventChain
{
    private static readonly ConditionalWeakTable<AuditedEvent, Hashed> Hashes = [];

    /// <summary>The hash of an event, <c>sha256:…</c>.</summary>
    /// <param name="stream">Key of its stream.</param>
    /// <param name="position">Its position in the stream, from 1.</param>
    /// <param name="content">The event.</param>
    public static string Hash(string stream, long position, AuditedEvent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        // An event is hashed when it is linked, when the command folds it and when the projection does: a long draft only once.
        if (Hashes.TryGetValue(content, out var known) && known.Stream == stream && known.Position == position) return known.Hash;
        var type = content.GetType();
        var json = JsonSerializer.SerializeToElement(content, type, StoreJson.Options);
        var hash = Hash(stream, position, type.Name, json, without: null, asWritten: true);
        Hashes.AddOrUpdate(content, new Hashed(stream, position, hash));
        return hash;
    }

    /// <summary>The hash of a stored event.</summary>
    /// <param name="stream">Key of its stream.</param>
    /// <param name="position">Its position in the stream, from 1.</param>
    /// <param name="type">Name of its type, for example <c>DraftEdited</c>.</param>
    /// <param name="content">Its JSON; the order of members does not matter.</param>
    public static string Hash(string stream, long position, string type, JsonElement content) =>
        Hash(stream, position, type, content, without: null);

    /// <summary>The hash that the signature of an event is made for: of all but the signature itself.</summary>
    internal static string Unsigned(string stream, long position, string type, JsonElement content) =>
        Hash(stream, position, type, content, without: "signature");

    /// <inheritdoc cref="Unsigned(string, long, string, JsonElement)"/>
    internal static string Unsigned(string stream, long position, AuditedEvent content)
    {
        var type = content.GetType();
        return Unsigned(stream, position, type.Name, JsonSerializer.SerializeToElement(content, type, StoreJson.Options));
    }

    /// <summary>Links events that follow one another at the end of a stream.</summary>
    /// <param name="stream">Key of the stream.</param>
    /// <param name="length">Events in the stream so far.</param>
    /// <param name="head">Hash of the last of them; empty when there is none.</param>
    /// <param name="events">The events to append.</param>
    internal static IEnumerable<AuditedEvent> Link(
        string stream, long length, string head, IEnumerable<AuditedEvent> events)
    {
        foreach (var next in events)
        {
            var linked = next with { Previous = head };
            head = Hash(stream, ++length, linked);
            yield return linked;
        }
    }

    private static string Hash(
        string stream, long position, string type, JsonElement content, string? without, bool asWritten = false) =>
        CanonicalJson.HashWritten(writer =>
        {
            writer.WriteStartArray();
            writer.WriteStringValue(stream);
            writer.WriteNumberValue(position);
            writer.WriteStringValue(type);
            CanonicalJson.Write(writer, content, without, asWritten);
            writer.WriteEndArray();
        });

    private sealed record Hashed(string Stream, long Position, string Hash);
}
