using System.Collections.Immutable;

namespace Policy.Rules.Audit;

/// <summary>The platform's own stream, <c>audit</c>, as its events leave it.</summary>
/// <param name="Id">Key of the stream.</param>
/// <param name="Checkpoints">How many checkpoints there are; the last has this number.</param>
/// <param name="Sealed">Length of this stream at the last checkpoint, itself included.</param>
/// <param name="Lengths">Length of every other stream at the last checkpoint.</param>
/// <param name="KeyId">Id of the key that signs; empty when none was announced.</param>
/// <param name="Length">Events in the stream.</param>
/// <param name="Head">Hash of the last event.</param>
internal sealed record AuditState(
    string Id,
    long Checkpoints,
    long Sealed,
    ImmutableSortedDictionary<string, long> Lengths,
    string KeyId,
    long Length,
    string Head)
{
    /// <summary>Key of the stream.</summary>
    public const string Stream = "audit";

    /// <summary>Before the first event.</summary>
    public static AuditState Empty { get; } = new(
        Stream, 0, 0, ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal), "", 0, "");

    public AuditState After(AuditedEvent next)
    {
        var state = next switch
        {
            CheckpointMade made => this with
            {
                Checkpoints = made.Number,
                Sealed = Length + 1,
                Lengths = Lengths.SetItems(made.Heads.Select(h => KeyValuePair.Create(h.Stream, h.Length))),
            },
            SigningKeyAnnounced announced => this with { KeyId = announced.KeyId },
            _ => this,
        };
        return state with { Length = Length + 1, Head = EventChain.Hash(Stream, Length + 1, next) };
    }
}
