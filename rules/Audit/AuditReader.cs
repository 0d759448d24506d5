using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Npgsql;
using Policy.Rules.Decisions;

namespace Policy.Rules.Audit;

/// <summary>Reads the lines of the audit from the database, one after another in bounded memory, all in one snapshot. The
/// stream <c>mt_tombstone</c> is left out: there Marten notes numbers of events that were not stored after all.</summary>
internal sealed class AuditReader(NpgsqlConnection connection)
{
    /// <summary>Every type of event, by name.</summary>
    public static FrozenDictionary<string, Type> EventTypes { get; } = typeof(AuditedEvent).Assembly.GetTypes()
        .Where(t => t.IsSubclassOf(typeof(AuditedEvent))).ToFrozenDictionary(t => t.Name, StringComparer.Ordinal);

    /// <summary>The name of a stored type: of <c>Policy.Rules.ZoneAdded, Policy.Rules</c> it is <c>ZoneAdded</c>.</summary>
    public static string TypeName(string dotnetType) => dotnetType.Split(',')[0].Split('.')[^1];

    /// <summary>The lines, personal fields as they are stored.</summary>
    public async IAsyncEnumerable<AuditLine> Lines(
        AuditScope scope, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var key in RevealedKeys(cancellation)) yield return key;
        await foreach (var line in Events("stream_id not in ('audit', 'mt_tombstone')", cancellation)) yield return line;
        await foreach (var line in Documents(scope, cancellation)) yield return line;

        var concerned = scope.IsAll ? null : await Checkpoints(scope, cancellation);

        // Checkpoints are read ahead page by page, as a connection reads one thing at a time.
        var (position, checkpoints) = (0L, 0L);
        while (true)
        {
            var page = new List<EventLine>();
            await foreach (var line in Events(FormattableString.Invariant($"stream_id = 'audit' and version > {position} order by version limit 50"), cancellation, ordered: true))
                page.Add(line);
            if (page.Count == 0) break;
            foreach (var line in page)
            {
                yield return line;
                position = line.Position;
                if (line.Read() is not CheckpointMade made) continue;
                checkpoints = made.Number;
                if (concerned?.Contains(made.Number) == false) continue;
                await foreach (var batch in Batches($"checkpoint = {made.Number}", scope, cancellation)) yield return batch;
            }
        }

        await foreach (var batch in Batches($"(checkpoint is null or checkpoint < 1 or checkpoint > {checkpoints})", scope, cancellation))
            yield return batch;
    }

    private async IAsyncEnumerable<AuditLine> RevealedKeys([EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select data ->> 'day', data ->> 'key' from policy.mt_events
            where stream_id = 'audit' and mt_dotnet_type like '%.DayKeyRevealed,%' order by version
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            if (!reader.IsDBNull(0) && !reader.IsDBNull(1) && DateOnly.TryParse(reader.GetString(0), System.Globalization.CultureInfo.InvariantCulture, out var day))
                yield return new DayKeyLine(day, reader.GetString(1));
        }
    }

    private async IAsyncEnumerable<EventLine> Events(
        string where, [EnumeratorCancellation] CancellationToken cancellation, bool ordered = false)
    {
        await using var command = new NpgsqlCommand(
            "select stream_id, version, mt_dotnet_type, data::text from policy.mt_events "
            + $"where {where} {(ordered ? "" : "order by stream_id collate \"C\", version")}",
            connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            yield return new EventLine(
                reader.GetString(0), reader.GetInt64(1), TypeName(reader.GetString(2)), JsonElement.Parse(reader.GetString(3)));
        }
    }

    private async Task<HashSet<long>> Checkpoints(AuditScope scope, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand { Connection = connection };
        command.CommandText =
            "select distinct checkpoint from policy.decision_batches where checkpoint is not null and batch in "
            + $"(select d.batch from policy.decisions d where true {And(command, scope)})";
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new HashSet<long>();
        while (await reader.ReadAsync(cancellation)) found.Add(reader.GetInt64(0));
        return found;
    }

    // An export of some decisions has the documents of the releases, or candidates of trials, that decided them; a full one has them all.
    private async IAsyncEnumerable<DocumentLine> Documents(
        AuditScope scope, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select id, data ->> 'json' from policy.mt_doc_composeddocument", connection);
        if (!scope.IsAll)
        {
            command.CommandText +=
                " where id in (select e ->> 'hash' from (select data, 0 as trial from policy.mt_doc_release "
                + "union all select data -> 'candidate', (data ->> 'number')::int from policy.mt_doc_storedtrial) r, "
                + "jsonb_array_elements(r.data -> 'entries') e where exists (select 1 from policy.decisions d where d.zone = r.data ->> 'zone' "
                + $"and d.release_number = (r.data ->> 'number')::int and d.trial = r.trial {And(command, scope)}))";
        }

        command.CommandText += " order by id collate \"C\"";
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            yield return new DocumentLine(reader.GetString(0), reader.IsDBNull(1) ? "" : reader.GetString(1));
    }

    // Batches of a checkpoint have numbers near one another, so that their decisions are one range of an index.
    private async IAsyncEnumerable<AuditLine> Batches(
        string where, AuditScope scope, [EnumeratorCancellation] CancellationToken cancellation)
    {
        const int page = 200;
        var after = long.MinValue;
        while (true)
        {
            var batches = new List<BatchLine>();
            await using (var command = new NpgsqlCommand(FormattableString.Invariant(
                $"select batch, checkpoint, leaves from policy.decision_batches where {where} and batch > {after} order by batch limit {page}"), connection))
            await using (var reader = await command.ExecuteReaderAsync(cancellation))
            {
                while (await reader.ReadAsync(cancellation))
                    batches.Add(new BatchLine(reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)));
            }

            if (batches.Count == 0) break;
            after = batches[^1].Batch;
            await foreach (var line in WithDecisions(batches, scope, cancellation)) yield return line;
        }
    }

    private async IAsyncEnumerable<AuditLine> WithDecisions(
        List<BatchLine> batches, AuditScope scope, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand { Connection = connection };
        command.CommandText =
            $"select {DecisionTable.Columns}, batch, leaf from policy.decisions d where batch between {Parameter(command, batches[0].Batch)} "
            + $"and {Parameter(command, batches[^1].Batch)} {And(command, scope)} order by batch, leaf";
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var more = await reader.ReadAsync(cancellation);
        foreach (var batch in batches)
        {
            while (more && reader.GetInt64(15) < batch.Batch) more = await reader.ReadAsync(cancellation);
            if (scope.IsAll || (more && reader.GetInt64(15) == batch.Batch)) yield return batch;
            for (; more && reader.GetInt64(15) == batch.Batch; more = await reader.ReadAsync(cancellation))
                yield return new DecisionLine(batch.Batch, reader.GetInt32(16), DecisionTable.Record(reader));
        }
    }

    private static string And(NpgsqlCommand command, AuditScope scope) =>
        (scope.DeclarationNo is { } number ? $"and d.declaration_no = {Parameter(command, number)} " : "")
        + (scope.From is { } from ? $"and d.decided_at >= {Parameter(command, from.ToUniversalTime())} " : "")
        + (scope.To is { } to ? $"and d.decided_at < {Parameter(command, to.ToUniversalTime())} " : "");

    private static string Parameter(NpgsqlCommand command, object value)
    {
        command.Parameters.Add(new() { Value = value });
        return FormattableString.Invariant($"${command.Parameters.Count}");
    }
}
