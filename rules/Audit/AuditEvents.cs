using System.Collections.Immutable;

namespace Policy.Rules.Audit;

/// <summary>Where a stream stood at a checkpoint.</summary>
/// <param name="Stream">Key of the stream.</param>
/// <param name="Length">Events in it.</param>
/// <param name="Hash">Hash of the last of them.</param>
public sealed record StreamHead(string Stream, long Length, string Hash);

/// <summary>A batch of decisions as a checkpoint takes it into the chain.</summary>
/// <param name="Batch">Number of the batch; numbers may be missing, as a batch that was not stored leaves one out.</param>
/// <param name="Count">Decisions in it.</param>
/// <param name="Root">Root of their Merkle tree, <c>sha256:…</c>.</param>
public sealed record BatchRoot(long Batch, int Count, string Root);

/// <summary>What is new since the checkpoint before is as listed, signed by the platform. With the chain of its own stream
/// it covers all that was listed before.</summary>
/// <param name="Number">Counts from 1.</param>
/// <param name="Heads">Streams that are new or longer than at the checkpoint before.</param>
/// <param name="Batches">Batches of decisions that no checkpoint before has.</param>
/// <param name="KeyId">Id of the key that signed it.</param>
/// <param name="Signature">ECDSA P-256 signature, in base64, of the event's hash taken without this member.</param>
/// <param name="By">Who asked for it.</param>
/// <param name="At">When.</param>
public sealed record CheckpointMade(
    long Number,
    ImmutableArray<StreamHead> Heads,
    ImmutableArray<BatchRoot> Batches,
    string KeyId,
    string Signature,
    string By,
    DateTimeOffset At) : AuditedEvent(By, At);

/// <summary>Checkpoints are signed with another key from here on.</summary>
/// <param name="KeyId">Its id: the first 16 digits of the SHA-256 of the public key.</param>
/// <param name="PublicKey">Public key, SubjectPublicKeyInfo in base64.</param>
/// <param name="SignedBy">Id of the key before it; of the first key its own.</param>
/// <param name="Signature">Signature of this event by that key.</param>
/// <param name="By">Who asked for it.</param>
/// <param name="At">When.</param>
public sealed record SigningKeyAnnounced(
    string KeyId, string PublicKey, string SignedBy, string Signature, string By, DateTimeOffset At) : AuditedEvent(By, At);

/// <summary>The sampling key of a day (UTC+8) is fixed; it is sealed until the day is over.</summary>
/// <param name="Day">The day.</param>
/// <param name="Commitment">Hash of the key, <c>sha256:…</c>.</param>
/// <param name="By">Who made it.</param>
/// <param name="At">When: before the day, unless nobody was there to make it in time.</param>
public sealed record DayKeyCommitted(DateOnly Day, string Commitment, string By, DateTimeOffset At) : AuditedEvent(By, At);

/// <summary>The day is over, and everyone may verify its draws.</summary>
/// <param name="Day">The day.</param>
/// <param name="Key">The key in hexadecimal digits.</param>
/// <param name="By">Who revealed it.</param>
/// <param name="At">When.</param>
public sealed record DayKeyRevealed(DateOnly Day, string Key, string By, DateTimeOffset At) : AuditedEvent(By, At);

/// <summary>The personal fields of a declaration were erased; their commitments stay.</summary>
/// <param name="DeclarationNo">Its number.</param>
/// <param name="Comment">On what ground.</param>
/// <param name="By">Who erased them.</param>
/// <param name="At">When.</param>
public sealed record PersonalFieldsErased(string DeclarationNo, string Comment, string By, DateTimeOffset At)
    : AuditedEvent(By, At);

/// <summary>Somebody looked into an alert and closed it.</summary>
/// <param name="Alert">Number of the alert.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Subject">What it was about.</param>
/// <param name="Comment">What he found.</param>
/// <param name="By">Who closed it.</param>
/// <param name="At">When.</param>
public sealed record AlertClosed(long Alert, string Kind, string Subject, string Comment, string By, DateTimeOffset At)
    : AuditedEvent(By, At);

/// <summary>An export was given out with personal fields open.</summary>
/// <param name="Decisions">Which decisions it was asked for.</param>
/// <param name="By">Who took it.</param>
/// <param name="At">When.</param>
public sealed record PersonalFieldsExported(string Decisions, string By, DateTimeOffset At) : AuditedEvent(By, At);
