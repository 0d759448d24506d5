using System.Collections.Immutable;
using Marten;
using Marten.Services;
using Npgsql;
using Policy.Rules.Storage;

namespace Policy.Rules.Audit;

/// <summary>Appends to the stream <c>audit</c>: one host at a time, in one transaction with whatever else belongs to the
/// event.</summary>
internal sealed class AuditTrail(IDocumentStore store, NpgsqlDataSource source)
{
    /// <summary>Appends what the work gives, if anything, and commits what the work did.</summary>
    /// <param name="work">Gets the transaction and the state of the stream; gives the events. An exception undoes all.</param>
    /// <param name="cancellation">Stops waiting for the turn.</param>
    /// <returns>The events as stored.</returns>
    public async Task<ImmutableArray<AuditedEvent>> Append(
        Func<NpgsqlConnection, AuditState, Task<ImmutableArray<AuditedEvent>>> work, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var turn = new NpgsqlCommand($"select pg_advisory_xact_lock({AdvisoryLock.Audit})", connection))
        {
            turn.CommandTimeout = 300;
            await turn.ExecuteNonQueryAsync(cancellation);
        }

        await using var session = store.LightweightSession(SessionOptions.ForTransaction(transaction));
        var state = await session.LoadAsync<AuditState>(AuditState.Stream, cancellation) ?? AuditState.Empty;
        var events = (await work(connection, state)).ToArray();
        AuditedEvent[] linked = [.. EventChain.Link(AuditState.Stream, state.Length, state.Head, events)];
        if (linked.Length > 0)
        {
            if (state.Length == 0) session.Events.StartStream<AuditState>(AuditState.Stream, linked.ToArray<object>());
            else session.Events.Append(AuditState.Stream, state.Length + linked.Length, linked.ToArray<object>());
            await session.SaveChangesAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return [.. linked];
    }
}
