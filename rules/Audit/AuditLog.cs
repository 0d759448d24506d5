using System.Collections.Immutable;
using System.Data;
using Npgsql;
using Policy.Rules.Decisions;
using Policy.Rules.Security;

namespace Policy.Rules.Audit;

/// <summary>What an auditor asks of the store: events with their hashes, a check of everything, an export that can be checked
/// elsewhere, the proof of one decision; and what the platform does so that he gets true answers.</summary>
public sealed class AuditLog
{
    private readonly NpgsqlDataSource _source;
    private readonly AuditTrail _trail;
    private readonly SigningKeys _keys;
    private readonly PersonalFields _fields;
    private readonly TimeProvider _clock;
    private readonly Checkpoints _checkpoints;

    internal AuditLog(NpgsqlDataSource source, AuditTrail trail, SigningKeys keys, PersonalFields fields, TimeProvider clock)
    {
        (_source, _trail, _keys, _fields, _clock) = (source, trail, keys, fields, clock);
        _checkpoints = new Checkpoints(trail, keys, clock);
    }

    /// <summary>Events, newest first.</summary>
    public Task<AuditPage> Events(AuditQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        return AuditPages.Read(_source, query, cancellation);
    }

    /// <summary>Takes into the chain, signed, what is new; once across all hosts, as often as it is called. Throws
    /// <see cref="SigningKeyMissing"/> on a host without the key and <see cref="AuditChainMissing"/> when the chain is
    /// gone.</summary>
    /// <returns>The checkpoints made; empty when nothing was new.</returns>
    public Task<ImmutableArray<CheckpointMade>> Checkpoint(string by, CancellationToken cancellation) =>
        _checkpoints.Make(by, cancellation);

    /// <summary>Signs with a new key from now on. Refused: <c>role</c> unless administrator, <c>signing-key-missing</c> when
    /// the key before it is not on this host.</summary>
    public async Task<Result<SigningKeyAnnounced>> RotateKey(Actor by, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (by.Role != Role.Administrator) return Refusals.Role(by, Role.Administrator);
        try
        {
            return await _checkpoints.Rotate(by.Name, cancellation);
        }
        catch (Exception e) when (e is SigningKeyMissing or AuditChainMissing)
        {
            return Refusals.NoSigningKey(e);
        }
    }

    /// <summary>Carries out the command.</summary>
    public async Task<Result<PersonalFieldsErased>> Execute(ErasePersonalFields command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        Result<PersonalFieldsErased>? decided = null;
        await _trail.Append(
            async (connection, _) =>
            {
                var record = await ErasePersonalFields.Load(connection, command.DeclarationNo, cancellation);
                decided = ErasePersonalFields.Decide(record, command, _clock.GetUtcNow());
                if (!decided.Succeeded) return [];
                await ErasePersonalFields.Store(connection, record!, cancellation);
                return [decided.Value];
            },
            cancellation);
        return decided!;
    }

    /// <summary>Checks everything: every event, checkpoint, document, decision and draw, and that the tables beside them hold
    /// what the events say. Reads one snapshot, in bounded memory, while others work on.</summary>
    public async Task<AuditReport> Verify(CancellationToken cancellation)
    {
        var last = _keys.Last;
        await using var connection = await _source.OpenConnectionAsync(cancellation);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var (scope, findings) = (new AuditScope(), new AuditFindings());
        var (verifier, tables) = (new AuditVerifier(findings, scope, last), new TableVerifier(findings, _fields));
        await foreach (var line in new AuditReader(connection).Lines(scope, cancellation))
        {
            verifier.See(line);
            tables.See(line);
        }

        await tables.Compare(connection, cancellation);
        return verifier.Finish();
    }

    /// <summary>Writes an export for <c>verify FILE</c>: NDJSON, signed. A checkpoint is made first where this host can, so
    /// that nothing is left unsealed. That personal fields were opened is an audited event.</summary>
    public async Task Export(AuditScope scope, string by, Stream output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(output);
        if (scope.Personal)
        {
            var which = scope.DeclarationNo ?? $"{scope.From:O}/{scope.To:O}";
            await _trail.Append(
                (_, _) => Task.FromResult<ImmutableArray<AuditedEvent>>([new PersonalFieldsExported(which, by, _clock.GetUtcNow())]),
                cancellation);
        }

        try
        {
            await _checkpoints.Make(by, cancellation);
        }
        catch (SigningKeyMissing)
        {
            // Another host makes checkpoints; what is new since its last one is in the export as unsealed.
        }

        await using var connection = await _source.OpenConnectionAsync(cancellation);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        using var writer = new ExportWriter(output);
        await writer.Write(new HeaderLine(ExportWriter.Format, _clock.GetUtcNow(), by, scope), cancellation);
        var keyId = "";
        await foreach (var line in new AuditReader(connection).Lines(scope, cancellation))
        {
            if (line is EventLine { Type: nameof(SigningKeyAnnounced) } announced) keyId = announced.Text("keyId");
            await writer.Write(line is DecisionLine decision ? Exported(decision, scope.Personal) : line, cancellation);
        }

        await writer.End(keyId.Length == 0 ? null : _keys.Find(keyId), cancellation);
    }

    /// <summary>The proof that the decision on a declaration is in the chain; null when there is no such decision.</summary>
    public Task<InclusionProof?> Proof(string declarationNo, CancellationToken cancellation) =>
        InclusionProof.Find(_source, declarationNo, cancellation);

    private DecisionLine Exported(DecisionLine line, bool personal)
    {
        var record = line.Record;
        try
        {
            return line with
            {
                Record = record with
                {
                    Facts = _fields.Export(record.Facts, record.DeclarationNo, personal),
                    ContentHash = _fields.ExportText(record.ContentHash, record.DeclarationNo, personal),
                },
            };
        }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or System.Text.Json.JsonException)
        {
            // Damage: it goes out as it is, for the check to find.
            return line;
        }
    }
}
