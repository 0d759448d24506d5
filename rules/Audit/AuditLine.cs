using System.Text.Json;
using System.Text.Json.Serialization;
using Policy.Rules.Decisions;
using Policy.Rules.Storage;

namespace Policy.Rules.Audit;

/// <summary>A line of an audit export, and what the check of a database reads: one form for both, so that there is one
/// check. Lines come in this order: header; revealed day keys; the events of all streams but <c>audit</c>; documents; the
/// events of <c>audit</c>, each checkpoint followed by its batches and each batch by its decisions; batches that no
/// checkpoint has; end.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "line")]
[JsonDerivedType(typeof(HeaderLine), "header")]
[JsonDerivedType(typeof(DayKeyLine), "dayKey")]
[JsonDerivedType(typeof(EventLine), "event")]
[JsonDerivedType(typeof(DocumentLine), "document")]
[JsonDerivedType(typeof(BatchLine), "batch")]
[JsonDerivedType(typeof(DecisionLine), "decision")]
[JsonDerivedType(typeof(EndLine), "end")]
public abstract record AuditLine
{
    private static readonly JsonSerializerOptions Options = new(StoreJson.Options)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The line as UTF-8 JSON, without a line break.</summary>
    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    /// <summary>Reads a line; throws <see cref="JsonException"/>.</summary>
    internal static AuditLine Read(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize<AuditLine>(utf8, Options) ?? throw new JsonException("The line is null.");
}

/// <summary>What the export holds.</summary>
/// <param name="Format">Version of this form; 1.</param>
/// <param name="At">When it was made.</param>
/// <param name="By">Who took it.</param>
/// <param name="Scope">Its decisions.</param>
public sealed record HeaderLine(int Format, DateTimeOffset At, string By, AuditScope Scope) : AuditLine;

/// <summary>Decisions of an export; null means any. All events are in every export.</summary>
/// <param name="DeclarationNo">The decision on one declaration.</param>
/// <param name="From">Decided at this instant or later.</param>
/// <param name="To">Decided before this instant.</param>
/// <param name="Personal">True when personal fields are open; else only their commitments are there.</param>
public sealed record AuditScope(
    string? DeclarationNo = null, DateTimeOffset? From = null, DateTimeOffset? To = null, bool Personal = false)
{
    /// <summary>True when every decision is asked for.</summary>
    [JsonIgnore]
    public bool IsAll => this is { DeclarationNo: null, From: null, To: null };
}

/// <summary>The sampling key of a day that is over.</summary>
public sealed record DayKeyLine(DateOnly Day, string Key) : AuditLine;

/// <summary>An event as it is stored.</summary>
/// <param name="Stream">Key of its stream.</param>
/// <param name="Position">Position in the stream, from 1.</param>
/// <param name="Type">Name of its type.</param>
/// <param name="Content">Its JSON.</param>
public sealed record EventLine(string Stream, long Position, string Type, JsonElement Content) : AuditLine
{
    /// <summary>The event's hash.</summary>
    internal string Hash() => EventChain.Hash(Stream, Position, Type, Content);

    /// <summary>The event as a record; null when its type is not known or its JSON does not fit.</summary>
    internal AuditedEvent? Read()
    {
        try
        {
            return AuditReader.EventTypes.TryGetValue(Type, out var type)
                ? (AuditedEvent?)Content.Deserialize(type, StoreJson.Options)
                : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A text member of the content; empty when there is none.</summary>
    internal string Text(string member) =>
        Content.ValueKind == JsonValueKind.Object && Content.TryGetProperty(member, out var value)
            && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}

/// <summary>A composed document of releases.</summary>
/// <param name="Hash">Content hash under which releases name it.</param>
/// <param name="Json">Its text.</param>
public sealed record DocumentLine(string Hash, string Json) : AuditLine;

/// <summary>A batch of decisions.</summary>
/// <param name="Batch">Its number.</param>
/// <param name="Checkpoint">Number of the checkpoint that has it; null while none has.</param>
/// <param name="Leaves">The leaves of its Merkle tree.</param>
public sealed record BatchLine(long Batch, long? Checkpoint, byte[] Leaves) : AuditLine;

/// <summary>A decision of the batch before it.</summary>
/// <param name="Batch">Number of the batch.</param>
/// <param name="Leaf">Its leaf, from 0.</param>
/// <param name="Record">The record, personal fields as the scope says.</param>
public sealed record DecisionLine(long Batch, int Leaf, DecisionRecord Record) : AuditLine;

/// <summary>The end: nothing was cut off.</summary>
/// <param name="Lines">Lines before it.</param>
/// <param name="Hash">SHA-256 of all before it, line breaks included, <c>sha256:…</c>.</param>
/// <param name="KeyId">Key that signed the hash; empty when the host that made the export has none.</param>
/// <param name="Signature">Its signature; empty without a key.</param>
public sealed record EndLine(long Lines, string Hash, string KeyId, string Signature) : AuditLine;
