using Npgsql;
using Policy.Rules.Audit;
using Policy.Rules.Security;

namespace Policy.Rules.Decisions;

/// <summary>Erases the personal fields of a declaration, and the hash of what was submitted, for good: what stays are their
/// commitments, so that the chain holds. Refused: <c>unknown-declaration</c>, <c>nothing-to-erase</c>, <c>invalid-text</c>,
/// <c>role</c> unless administrator.</summary>
/// <param name="DeclarationNo">The declaration's number.</param>
/// <param name="Comment">On what ground; it stays for ever and must not tell of the person.</param>
/// <param name="By">Who erases.</param>
public sealed record ErasePersonalFields(string DeclarationNo, string Comment, Actor By)
{
    internal static Result<PersonalFieldsErased> Decide(DecisionRecord? record, ErasePersonalFields command, DateTimeOffset now)
    {
        if (command.By.Role != Role.Administrator) return Refusals.Role(command.By, Role.Administrator);
        if (!Comments.IsComment(command.Comment)) return Refusals.InvalidText;
        if (record is null) return Refusals.UnknownDeclaration(command.DeclarationNo);
        if (Replay.IsErased(record)) return Refusals.NothingToErase(command.DeclarationNo);
        return new PersonalFieldsErased(command.DeclarationNo, command.Comment, command.By.Name, now);
    }

    /// <summary>The record of a number, held until the transaction ends.</summary>
    internal static async Task<DecisionRecord?> Load(
        NpgsqlConnection connection, string declarationNo, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select {DecisionTable.Columns} from policy.decisions where declaration_no = $1 and decided_at = "
            + "(select decided_at from policy.declaration_numbers where declaration_no = $1) for update",
            connection);
        command.Parameters.Add(new() { Value = declarationNo });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? DecisionTable.Record(reader) : null;
    }

    /// <summary>Writes the record with only the commitments left.</summary>
    internal static async Task Store(NpgsqlConnection connection, DecisionRecord record, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        var contentHash = PersonalFields.EraseText(record.ContentHash);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            "update policy.decisions set facts = $1, content_hash = $2 where decision_id = $3 and decided_at = $4")
        {
            Parameters =
            {
                new() { Value = PersonalFields.Erase(record.Facts) },
                new() { Value = contentHash },
                new() { Value = record.DecisionId },
                new() { Value = record.DecidedAt.ToUniversalTime() },
            },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            "update policy.declaration_numbers set content_hash = $1 where declaration_no = $2")
        {
            Parameters = { new() { Value = contentHash }, new() { Value = record.DeclarationNo } },
        });
        await batch.ExecuteNonQueryAsync(cancellation);
    }
}
