using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Policy.Engine.Analysis;
using Policy.Engine;
using Policy.Rules.Storage;

namespace Policy.Rules.Policies;

/// <summary>A property that the draft need not keep, by name and with a reason.</summary>
/// <param name="Property">Id of the property.</param>
/// <param name="Reason">Why, at most 1,000 UTF-16 units; kept in the audit trail and shown to the approver.</param>
public sealed record Waiver(string Property, string Reason);

/// <summary>What a review is about, as content hashes (<c>sha256:…</c>): an approval holds for exactly this.</summary>
/// <param name="Candidate">The draft's document as it was written.</param>
/// <param name="Base">The zone's composed document that it is to replace; empty for none.</param>
/// <param name="Cases">The draft's cases.</param>
/// <param name="Properties">The properties of the composed candidate.</param>
/// <param name="Difference">The difference, written and in behaviour, to the base; empty without a base.</param>
/// <param name="Waivers">Properties that need not hold.</param>
public sealed record ReviewGrounds(
    string Candidate, string Base, string Cases, string Properties, string Difference, ImmutableArray<Waiver> Waivers)
{
    /// <summary>The hash of all of it.</summary>
    public string Hash => ContentHash.Of(JsonSerializer.SerializeToUtf8Bytes(
        new { Candidate, Base, Cases, Properties, Difference, Waivers }, StoreJson.Options));

    /// <summary>The grounds of a sound draft: pure.</summary>
    /// <param name="check">Its check, not refused.</param>
    /// <param name="replaced">The document it is to replace, in the rules in force with it; null for none.</param>
    /// <param name="waivers">The waivers.</param>
    internal static ReviewGrounds Of(DraftCheck check, RuleSet? replaced, ImmutableArray<Waiver> waivers)
    {
        var (authored, composed) = (check.Authored!, check.Candidate.Document!);
        var document = replaced?.Document(composed.Key);
        return new ReviewGrounds(
            DocumentJson.Hash(authored),
            document is null ? "" : DocumentJson.Hash(document),
            authored.Cases.IsEmpty ? None : Part(authored, "cases"),
            composed.Properties.IsEmpty ? None : Part(composed, "properties"),
            document is null || check.Rules?.Document(composed.Key) is null ? "" : Hashed(Engine.Analysis.Difference.Between(replaced!, check.Rules, composed.Key)),
            waivers);
    }

    private static string None { get; } = ContentHash.Of("[]");

    private static string Part(Document document, string member)
    {
        using var json = JsonDocument.Parse(DocumentJson.Write(document));
        return ContentHash.Of(json.RootElement.TryGetProperty(member, out var part) ? part.GetRawText() : "[]");
    }

    private static string Hashed(Difference difference)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) difference.WriteTo(writer);
        return ContentHash.Of(buffer.WrittenSpan);
    }
}
